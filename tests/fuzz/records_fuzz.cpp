// SPDX-License-Identifier: MPL-2.0
// Pending selections and undo records as they lie in a profile.
#include <host/selection/record_json.hpp>

#include <nlohmann/json.hpp>

#include "support/promise.hpp"

using nlohmann::json;

namespace {

std::string written(const json& value) {
  return value.dump(1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value = json::parse(fuzz::text_of(data, size), nullptr, false);
  if (const auto pending = host::selection::pending_from(value)) {
    const auto record = written(host::selection::to_json(*pending));
    const auto again = host::selection::pending_from(json::parse(record));
    fuzz::promise(again && written(host::selection::to_json(*again)) == record,
                  "a pending selection is kept as it is");
  }
  if (const auto before = host::selection::identity_from(value)) {
    const auto record = written(host::selection::to_json(*before));
    const auto again = host::selection::identity_from(json::parse(record));
    fuzz::promise(again && written(host::selection::to_json(*again)) == record,
                  "an undo record is kept as it is");
  }
  return 0;
}

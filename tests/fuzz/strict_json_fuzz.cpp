// SPDX-License-Identifier: MPL-2.0
// Parameters from outside: strict JSON, then the shape of every operation.
#include <host/protocol/operations.hpp>
#include <host/protocol/strict_json.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

#include "support/promise.hpp"

using host::protocol::Member;
using host::protocol::Operation;
using host::protocol::Shape;
using nlohmann::json;

namespace {

bool knows(const Operation& operation, const std::string& name) {
  return std::ranges::any_of(operation.members, [&](const Member& member) { return member.name == name; });
}

void check_accepted(const Operation& operation, const json& params) {
  for (const auto& [name, value] : params.items())
    fuzz::promise(knows(operation, name), "an unknown member is refused");
  for (const Member& member : operation.members) {
    const auto found = params.find(std::string(member.name));
    fuzz::promise(!member.required || found != params.end(), "a missing member is refused");
    if (found == params.end() || member.shape != Shape::profile || !found->is_string()) continue;
    const auto& id = found->get_ref<const std::string&>();
    fuzz::promise(!id.empty() && id.size() <= 1024, "a profile's id has a length");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  const auto value = fuzz::unless_refused([&] { return host::protocol::parse_strictly(text); });
  if (!value) return 0;
  fuzz::promise(json::accept(text), "what is read is JSON");
  const auto again = host::protocol::parse_strictly(value->dump());
  fuzz::promise(again == *value, "a value that is written and read stays the same");
  for (const Operation& operation : host::protocol::operations()) {
    const auto accepted = fuzz::unless_refused([&] {
      host::protocol::check_params(operation, *value);
      return true;
    });
    if (accepted) check_accepted(operation, *value);
  }
  return 0;
}

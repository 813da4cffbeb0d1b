// SPDX-License-Identifier: MPL-2.0
// Small values that come as text: base64, times, fingerprints, versions, UTF-8.
#include <host/protocol/json_text.hpp>
#include <nssbridge/values.hpp>
#include <nssbridge/version.hpp>

#include <nlohmann/json.hpp>

#include <cstring>

#include "support/promise.hpp"

using namespace nssbridge;

namespace {

constexpr Time year_0 = -62167219200, year_10000 = 253402300800;

void check_times(std::string_view text) {
  if (const auto time = from_rfc3339(text)) {
    const bool four_digits = *time >= year_0 && *time < year_10000;
    if (four_digits)
      fuzz::promise(from_rfc3339(to_rfc3339(*time)) == time, "a time that is written is read the same");
  }
  Time any = 0;
  std::memcpy(&any, text.data(), std::min(text.size(), sizeof any));
  to_rfc3339(any);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  if (const auto bytes = from_base64(text)) fuzz::promise(to_base64(*bytes) == text, "base64 has one form");
  fuzz::promise(from_base64(to_base64({data, size})) == Bytes(data, data + size),
                "bytes come back from base64");
  if (const auto fingerprint = Fingerprint::parse(text))
    fuzz::promise(Fingerprint::parse(fingerprint->hex()) == fingerprint, "a fingerprint has one form");
  const auto valid = to_valid_utf8(text);
  fuzz::promise(to_valid_utf8(valid) == valid, "UTF-8 is made once");
  std::string written;
  host::protocol::append_json_string(written, text);
  fuzz::promise(nlohmann::json::parse(written) == valid, "a JSON string says what the text says");
  const auto [left, right] = fuzz::parts_of<2>(text);
  fuzz::promise(!(older(left, right) && older(right, left)), "of two versions one is older");
  fuzz::promise(!older(left, left), "no version is older than itself");
  check_times(text);
  return 0;
}

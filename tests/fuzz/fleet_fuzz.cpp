// SPDX-License-Identifier: MPL-2.0
// What hosts of a fleet send, and what is kept of it.
#include <host/fleet/rows.hpp>
#include <host/fleet/state.hpp>
#include <host/protocol/members.hpp>

#include "support/promise.hpp"

#include <algorithm>
#include <cstring>

using namespace host::fleet;
using nlohmann::json;

namespace {

constexpr nssbridge::Time now = 1'795'000'000;

Source octets_of(std::string_view text) {
  return [text](char* into, std::size_t room) mutable {
    const std::size_t size = std::min(room, text.size());
    std::memcpy(into, text.data(), size);
    text.remove_prefix(size);
    return size;
  };
}

void check_texts(const json& value) {
  constexpr std::size_t longest = 2048 + 3;
  if (value.is_string()) fuzz::promise(value.get_ref<const std::string&>().size() <= longest, "no text is longer than the limit");
  if (value.is_structured())
    for (const json& each : value) check_texts(each);
}

void check_owner(const json& owner) {
  fuzz::promise(host::protocol::member(owner, "id").is_string(), "a profile has a name");
  for (const json& finding : owner["findings"])
    fuzz::promise(finding["key"].get_ref<const std::string&>().size() == 64, "a finding has a key");
  check_texts(owner);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  bool merged = false;
  State state(std::nullopt);
  state.merge("desk", [&](const ResultParts& parts) {
    const auto checked = [](const auto& take) {
      return [&take](json&& owner) {
        check_owner(owner);
        take(std::move(owner));
      };
    };
    const auto result = fuzz::unless_refused([&] {
      return read_result(octets_of(text), "desk", now, {checked(parts.profile), checked(parts.across)});
    });
    if (!result) throw Rejected("It is rejected.");
    fuzz::promise(result->collected >= 0 && result->collected <= now + 24 * 3600, "a result is not of the future");
    merged = true;
    return *result;
  });
  state.complete(std::nullopt);
  const auto known = hosts(state);
  fuzz::promise(known.size() == 1 && known[0]["host"] == "desk", "a result is of its own host alone");
  fuzz::promise((known[0]["state"] == "rejected") != merged, "what is refused is rejected by name");
  std::size_t profiles = 0;
  for_each_profile(state, [&](json&& profile) {
    ++profiles;
    fuzz::promise(profile["hosts"] == json::array({"desk"}), "a profile is of its own host alone");
  });
  fuzz::promise(merged || profiles == 0, "nothing of a rejected result counts");
  for_each_certificate(state, [](json&&) {});
  return 0;
}

// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/members.hpp>
#include <host/text/printable.hpp>
#include <host/text/shown.hpp>
#include <nssbridge/values.hpp>

#include <nlohmann/json.hpp>

namespace host::text {

using nlohmann::json;
using protocol::member;

std::string short_fingerprint(const json& fingerprint) {
  if (!fingerprint.is_string()) return "none";
  return printable(fingerprint.get_ref<const std::string&>().substr(0, 16));
}

std::string day_of(std::string_view time) {
  return std::string(nssbridge::from_rfc3339(time) ? time.substr(0, 10) : time);
}

std::string text_of(const json& object, const char* name) {
  const json& value = member(object, name);
  return value.is_string() ? printable(value.get_ref<const std::string&>()) : std::string();
}

bool is_true(const json& object, const char* name) {
  return member(object, name) == true;
}

std::string count_of(std::size_t number, const std::string& noun) {
  return std::to_string(number) + " " + noun + (number == 1 ? "" : "s");
}

}  // namespace host::text

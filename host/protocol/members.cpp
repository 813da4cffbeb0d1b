// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/members.hpp>

namespace host::protocol {

using nlohmann::json;

const json& member(const json& object, std::string_view name) {
  static const json none;
  if (!object.is_object()) return none;
  const auto found = object.find(name);
  return found == object.end() ? none : *found;
}

std::string text_member(const json& object, std::string_view name) {
  const json& value = member(object, name);
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::size_t number_member(const json& object, std::string_view name) {
  const json& value = member(object, name);
  return value.is_number_unsigned() ? value.get<std::size_t>() : 0;
}

const json& list_member(const json& object, std::string_view name) {
  static const json none = json::array();
  const json& value = member(object, name);
  return value.is_array() ? value : none;
}

}  // namespace host::protocol

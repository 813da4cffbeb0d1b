// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/embedded.hpp>
#include <host/protocol/schema.hpp>
#include <host/protocol/schema_parts.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

namespace host::protocol::schema {
namespace {

using nlohmann::json;
using Fault = std::optional<std::string>;

[[noreturn]] void broken(const char* what) {
  throw nssbridge::Error(nssbridge::Kind::internal, what);
}

/// The member of the value that is being looked at, in the schema's words: `certificates[3].key`.
std::string member_of(const std::string& where, const std::string& name) {
  return where.empty() ? name : where + "." + name;
}

std::string subject_of(const std::string& where) {
  return where.empty() ? "What was sent" : "The member \"" + where + "\"";
}

bool has_type(const json& value, std::string_view type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "null") return value.is_null();
  broken("A schema names a type that does not exist.");
}

bool fits_type(const json& type, const json& value) {
  if (type.is_string()) return has_type(value, type.get_ref<const std::string&>());
  return std::ranges::any_of(
      type, [&](const json& one) { return has_type(value, one.get_ref<const std::string&>()); });
}

bool fits_bounds(const json& schema, const char* least, const char* most, std::size_t size) {
  return size >= schema.value(least, std::size_t{0}) && size <= schema.value(most, SIZE_MAX);
}

bool fits_string(const json& schema, const json& value) {
  if (!value.is_string()) return true;
  const auto& text = value.get_ref<const std::string&>();
  return fits_bounds(schema, "minLength", "maxLength", length_of(text)) &&
         (!schema.contains("format") || has_format(schema["format"].get_ref<const std::string&>(), text));
}

bool fits_number(const json& schema, const json& value) {
  if (!value.is_number()) return true;
  return (!schema.contains("minimum") || value >= schema["minimum"]) &&
         (!schema.contains("maximum") || value <= schema["maximum"]);
}

bool has_each_once(const json& list) {
  const auto less = [](const json* left, const json* right) { return *left < *right; };
  std::set<const json*, decltype(less)> seen(less);
  return std::ranges::all_of(list, [&](const json& item) { return seen.insert(&item).second; });
}

bool fits_list(const json& schema, const json& value) {
  if (!value.is_array()) return true;
  return fits_bounds(schema, "minItems", "maxItems", value.size()) &&
         (!schema.value("uniqueItems", false) || has_each_once(value));
}

bool fits_choice(const json& schema, const json& value) {
  return !schema.contains("enum") || std::ranges::find(schema["enum"], value) != schema["enum"].end();
}

Fault check_members(const Place& place, const json& value, const std::string& where) {
  const json& schema = place.schema;
  if (!value.is_object()) return std::nullopt;
  if (schema.contains("required"))
    for (const json& name : schema["required"])
      if (!value.contains(name.get_ref<const std::string&>()))
        return subject_of(member_of(where, name.get<std::string>())) + " is missing.";
  static const json none = json::object();
  const json& known = schema.contains("properties") ? schema["properties"] : none;
  const bool strict = !schema.value("additionalProperties", true);
  for (const auto& [name, member] : value.items()) {
    const auto found = known.find(name);
    if (found == known.end() && strict) return subject_of(where) + " has a member that is not known here.";
    if (found == known.end()) continue;
    if (auto fault = check({*found, place.document}, member, member_of(where, name))) return fault;
  }
  return std::nullopt;
}

Fault check_items(const Place& place, const json& value, const std::string& where) {
  if (!value.is_array() || !place.schema.contains("items")) return std::nullopt;
  std::size_t number = 0;
  for (const json& item : value) {
    auto fault =
        check({place.schema["items"], place.document}, item, where + "[" + std::to_string(number++) + "]");
    if (fault) return fault;
  }
  return std::nullopt;
}

void require_known_keywords(const json& schema) {
  static const std::set<std::string> known{
      "$ref",        "type",      "properties", "required",    "additionalProperties",
      "enum",        "format",    "anyOf",      "minimum",     "maximum",
      "minLength",   "maxLength", "items",      "minItems",    "maxItems",
      "uniqueItems", "pattern",   "title",      "description", "x-meanings"};
  for (const auto& [keyword, unused] : schema.items())
    if (!known.contains(keyword)) broken("A schema has a keyword that Certferry does not check.");
}

bool fits_one_of(const Place& place, const json& value) {
  if (!place.schema.contains("anyOf")) return true;
  return std::ranges::any_of(place.schema["anyOf"], [&](const json& one) {
    return !check({one, place.document}, value, {});
  });
}

}  // namespace

Fault check(const Place& place, const json& value, const std::string& where) {
  const json& schema = place.schema;
  require_known_keywords(schema);
  if (schema.contains("$ref")) {
    const auto& reference = schema["$ref"].get_ref<const std::string&>();
    if (auto fault = check(follow(reference, place.document), value, where)) return fault;
  }
  const bool fits = (!schema.contains("type") || fits_type(schema["type"], value)) &&
                    fits_choice(schema, value) && fits_string(schema, value) && fits_number(schema, value) &&
                    fits_list(schema, value) && fits_one_of(place, value);
  if (!fits) return subject_of(where) + " must be " + words_for(place) + ".";
  if (auto fault = check_members(place, value, where)) return fault;
  return check_items(place, value, where);
}

const json& document(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string_view, json> parsed;
  const auto all = embedded_schemas();
  const auto found = std::ranges::find(all, name, &Embedded::name);
  if (found == all.end()) broken("A method has no schema.");
  const std::lock_guard lock(mutex);
  json& kept = parsed[found->name];
  if (kept.is_null()) kept = json::parse(found->text);
  return kept;
}

Place follow(std::string_view reference, const json& from) {
  constexpr std::string_view shared = "shapes.json";
  const bool elsewhere = reference.starts_with(shared);
  if (elsewhere) reference.remove_prefix(shared.size());
  const json& target = elsewhere ? document("shapes") : from;
  constexpr std::string_view definitions = "#/$defs/";
  if (!reference.starts_with(definitions)) broken("A schema has a reference that Certferry does not follow.");
  reference.remove_prefix(definitions.size());
  const auto found = target["$defs"].find(std::string(reference));
  if (found == target["$defs"].end()) broken("A schema refers to a shape that does not exist.");
  return {*found, target};
}

Fault fault(std::string_view method, Side side, const json& value) {
  const json& schemas = document(method);
  return check({schemas["$defs"][side == Side::params ? "params" : "result"], schemas}, value, {});
}

Fault fault_in_shape(std::string_view shape, const json& value) {
  return check(follow("#/$defs/" + std::string(shape), document("shapes")), value, {});
}

}  // namespace host::protocol::schema

// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/schema_parts.hpp>

#include <nlohmann/json.hpp>

namespace host::protocol::schema {
namespace {

using nlohmann::json;

std::string join(const std::vector<std::string>& items, const std::string& between) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : between) + item;
  return text;
}

/// " of 1 to 64 characters", " of at most 8 items"; nothing where there is no bound.
std::string bounds(const json& schema, const char* least, const char* most, const std::string& unit) {
  const bool from = schema.contains(least), to = schema.contains(most);
  if (from && to) return " of " + schema[least].dump() + " to " + schema[most].dump() + unit;
  if (from) return " of at least " + schema[least].dump() + unit;
  if (to) return " of at most " + schema[most].dump() + unit;
  return {};
}

std::string range(const json& schema) {
  const bool from = schema.contains("minimum"), to = schema.contains("maximum");
  return (from ? " from " + schema["minimum"].dump() : std::string()) +
         (to ? (from ? " to " : " up to ") + schema["maximum"].dump() : std::string());
}

std::string words_for_type(const std::string& type, const json& schema) {
  if (type == "boolean") return "true or false";
  if (type == "string") return "a string" + bounds(schema, "minLength", "maxLength", " characters");
  if (type == "array") {
    const bool once = schema.value("uniqueItems", false);
    return "a list" + bounds(schema, "minItems", "maxItems", " items") + (once ? ", each once" : "");
  }
  if (type == "object") return "an object";
  if (type == "integer") return "a whole number" + range(schema);
  return type == "null" ? "null" : "a number" + range(schema);
}

std::string words_for_choices(const json& choices) {
  std::vector<std::string> words;
  for (const json& choice : choices)
    words.push_back(choice.is_string() ? choice.get<std::string>() : choice.dump());
  return (words.size() == 1 ? "the word " : "one of ") + join(words, ", ");
}

}  // namespace

std::string words_for(const Place& place) {
  const json& schema = place.schema;
  if (schema.contains("$ref")) return words_for(follow(schema["$ref"].get<std::string>(), place.document));
  if (schema.contains("anyOf")) {
    std::vector<std::string> words;
    for (const json& one : schema["anyOf"]) words.push_back(words_for({one, place.document}));
    return join(words, " or ");
  }
  if (schema.contains("format")) return std::string(words_for_format(schema["format"].get<std::string>()));
  if (schema.contains("enum")) return words_for_choices(schema["enum"]);
  if (!schema.contains("type")) return "a JSON value";
  if (schema["type"].is_string()) return words_for_type(schema["type"].get<std::string>(), schema);
  std::vector<std::string> words;
  for (const json& type : schema["type"]) words.push_back(words_for_type(type.get<std::string>(), schema));
  return join(words, " or ");
}

}  // namespace host::protocol::schema

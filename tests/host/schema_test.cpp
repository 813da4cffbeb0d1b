// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/embedded.hpp>
#include <host/protocol/schema.hpp>
#include <host/protocol/schema_parts.hpp>
#include <nssbridge/error.hpp>
#include <support/kind_of.hpp>

#include <nlohmann/json.hpp>

#include <doctest/doctest.h>

#include <string>

namespace schema = host::protocol::schema;
using nlohmann::json;
using nssbridge::Kind;
using tests::kind_of;

namespace {

/// What is wrong with the value, or an empty string.
std::string fault(const json& wanted, const json& value) {
  static const json document = schema::document("shapes");
  return schema::check({wanted, document}, value, {}).value_or("");
}

bool fits(const json& wanted, const json& value) {
  return fault(wanted, value).empty();
}

/// Everything below a schema that is a schema itself is understood by the checker, wherever it stands.
void walk(const json& node, const json& document) {
  CHECK_NOTHROW(schema::check({node, document}, nullptr, {}));
  CHECK_NOTHROW(schema::words_for({node, document}));
  if (node.contains("format")) CHECK_NOTHROW(schema::has_format(node["format"].get<std::string>(), "x"));
  if (node.contains("properties"))
    for (const json& one : node["properties"]) walk(one, document);
  if (node.contains("items")) walk(node["items"], document);
  if (node.contains("anyOf"))
    for (const json& one : node["anyOf"]) walk(one, document);
}

}  // namespace

TEST_CASE("the checker understands every schema to the last keyword") {
  for (const auto& each : host::protocol::embedded_schemas()) {
    CAPTURE(each.name);
    const json& document = schema::document(each.name);
    CHECK(document["$id"] == std::string(each.name) + ".json");
    for (const auto& definition : document["$defs"].items()) {
      CAPTURE(definition.key());
      walk(definition.value(), document);
    }
  }
}

TEST_CASE("a schema that the checker does not understand stops the check") {
  CHECK(kind_of([] { fault({{"typ", "string"}}, "a"); }) == Kind::internal);
  CHECK(kind_of([] { fault({{"type", "text"}}, "a"); }) == Kind::internal);
  CHECK(kind_of([] { fault({{"format", "colour"}}, "a"); }) == Kind::internal);
  CHECK(kind_of([] { fault({{"$ref", "#/$defs/Nothing"}}, "a"); }) == Kind::internal);
  CHECK(kind_of([] { fault({{"$ref", "https://example.org/a.json"}}, "a"); }) == Kind::internal);
  CHECK(kind_of([] { schema::document("no.such"); }) == Kind::internal);
}

TEST_CASE("types are told apart") {
  const std::pair<const char*, json> examples[] = {
      {"object", json::object()}, {"array", json::array()}, {"string", ""},
      {"boolean", false},         {"integer", 1},           {"null", nullptr}};
  for (const auto& [type, own] : examples)
    for (const auto& [other, value] : examples) CHECK(fits({{"type", type}}, value) == (own == value));
  CHECK_FALSE(fits({{"type", "integer"}}, 1.0));
  CHECK(fits({{"type", "number"}}, 1.5));
  CHECK(fits({{"type", {"string", "null"}}}, nullptr));
  CHECK(fault({{"type", {"boolean", "null"}}}, 1) == "What was sent must be true or false or null.");
}

TEST_CASE("bounds include their ends") {
  const json number{{"type", "integer"}, {"minimum", 1}, {"maximum", 3}};
  CHECK(fits(number, 1));
  CHECK(fits(number, 3));
  CHECK(fault(number, 0) == "What was sent must be a whole number from 1 to 3.");
  CHECK_FALSE(fits(number, 4));
  CHECK_FALSE(fits(number, -1));
  CHECK_FALSE(fits(number, 18446744073709551615U));
  const json text{{"type", "string"}, {"minLength", 2}, {"maxLength", 3}};
  CHECK(fits(text, "äö"));
  CHECK(fits(text, "\U0001F511\U0001F511\U0001F511"));
  CHECK_FALSE(fits(text, "ä"));
  CHECK(fault(text, "abcd") == "What was sent must be a string of 2 to 3 characters.");
  const json list{{"type", "array"},
                  {"items", {{"type", "integer"}}},
                  {"minItems", 1},
                  {"maxItems", 2},
                  {"uniqueItems", true}};
  CHECK(fits(list, {1, 2}));
  CHECK_FALSE(fits(list, json::array()));
  CHECK_FALSE(fits(list, {1, 2, 3}));
  CHECK(fault(list, {1, 1}) == "What was sent must be a list of 1 to 2 items, each once.");
  CHECK(fault(list, {1, "b"}) == "The member \"[1]\" must be a whole number.");
}

TEST_CASE("objects: what must be there, what may be, and nothing else") {
  const json inner{{"type", "object"}, {"properties", {{"b", {{"enum", {"x", "y"}}}}}}, {"required", {"b"}}};
  json outer{{"type", "object"}, {"properties", {{"a", inner}}}};
  CHECK(fits(outer, json::object()));
  CHECK(fits(outer, {{"more", 1}}));
  outer["additionalProperties"] = false;
  CHECK(fault(outer, {{"more", 1}}) == "What was sent has a member that is not known here.");
  CHECK(fault(outer, {{"a", json::object()}}) == "The member \"a.b\" is missing.");
  CHECK(fault(outer, {{"a", {{"b", "z"}}}}) == "The member \"a.b\" must be one of x, y.");
}

TEST_CASE("references count against their own document, and what stands beside one counts too") {
  CHECK(fits({{"$ref", "shapes.json#/$defs/Call"}}, {{"method", "m"}, {"params", json::object()}}));
  CHECK_FALSE(fits({{"$ref", "#/$defs/Call"}, {"required", {"more"}}},
                   {{"method", "m"}, {"params", json::object()}}));
  const json choice{{"anyOf", {{{"$ref", "#/$defs/Fingerprint"}}, {{"type", "null"}}}}};
  CHECK(fits(choice, nullptr));
  CHECK(fits(choice, std::string(64, '0')));
  CHECK(fault(choice, "0") ==
        "What was sent must be a fingerprint (64 lower-case hexadecimal digits) or null.");
}

TEST_CASE("our own formats") {
  CHECK(schema::has_format("fingerprint", std::string(64, 'f')));
  CHECK_FALSE(schema::has_format("fingerprint", std::string(64, 'F')));
  CHECK_FALSE(schema::has_format("fingerprint", std::string(65, 'f')));
  for (const char* format : {"profile-id", "backup-name"}) {
    CHECK(schema::has_format(format, "20261124T101500Z-2"));
    for (const char* text : {"", ".", "..", "/a", "a/b", ".tmp"})
      CHECK_FALSE(schema::has_format(format, text));
  }
  CHECK(schema::has_format("utc-time", "2026-01-31T12:00:00Z"));
  for (const char* text :
       {"2026-01-31T12:00:00+01:00", "2026-01-31", "2026-01-31 12:00:00Z", "2026-01-31T12:00:0aZ"})
    CHECK_FALSE(schema::has_format("utc-time", text));
}

TEST_CASE("results may have more members than the schema names, and not fewer") {
  using schema::Side;
  CHECK_FALSE(schema::fault("profiles.list", Side::result, {{"profiles", json::array()}, {"more", 1}}));
  CHECK(schema::fault("profiles.list", Side::result, json::object()) ==
        "The member \"profiles\" is missing.");
  CHECK(schema::fault("profiles.list", Side::result, {{"profiles", {json::object()}}})
            ->starts_with("The member \"profiles[0]."));
  CHECK(schema::fault_in_shape(
            "Error", {{"code", 1}, {"message", ""}, {"data", {{"kind", "odd"}, {"retriable", false}}}})
            ->starts_with("The member \"data.kind\" must be one of invalid-request"));
}

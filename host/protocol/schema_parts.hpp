// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

/// What the checker of schemas is made of.
namespace host::protocol::schema {

/// A schema and the document that it stands in, against which its references count.
struct Place {
  const nlohmann::json& schema;
  const nlohmann::json& document;
};

/// What is wrong with a value that stands at `where` ("certificates[3]", empty for the whole); nothing if it
/// conforms.
std::optional<std::string> check(const Place& place, const nlohmann::json& value, const std::string& where);

/// Where a "$ref" leads: "#/$defs/NAME" or "shapes.json#/$defs/NAME".
Place follow(std::string_view reference, const nlohmann::json& document);

/// One of our own formats. Throws Error(internal) for a name that is none.
bool has_format(std::string_view format, const std::string& text);
/// What such a text is, for people: "a fingerprint (64 lower-case hexadecimal digits)".
std::string_view words_for_format(std::string_view format);

/// Code points, which is how JSON Schema counts.
std::size_t length_of(const std::string& text);

/// What the schema wants, to stand after "must be".
std::string words_for(const Place& place);

}  // namespace host::protocol::schema

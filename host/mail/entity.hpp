// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// MIME entities (RFC 2045 to 2049) of messages that strangers wrote. Header fields and transfer encodings are GMime's work; the
/// octets that a signature covers are cut out of the message as they stand there.
namespace host::mail {

/// One entity: header and body as slices of the message.
struct Entity {
  std::string_view whole, header, body;
};

Entity entity_of(std::string_view octets);

/// What its Content-Type says, in small letters; "text/plain" where there is none. Parameter values as they stand.
struct ContentType {
  std::string type;  ///< "multipart/signed"
  std::string boundary, protocol;
};
/// Throws Error(bad_file) for a header without end, as the others do that read one.
ContentType content_type_of(const Entity& entity);

/// The name of the file that it is, in small letters; empty where it has none (RFC 2183 section 2.3, or the older "name").
std::string file_name_of(const Entity& entity);

/// The body without its transfer encoding.
std::string decoded_body(const Entity& entity);

/// The parts of a multipart, without the line ends that belong to the delimiters (RFC 2046 section 5.1.1). Where the last delimiter is
/// missing the last part ends with the text, as in Thunderbird.
std::vector<std::string_view> parts_of(const Entity& entity, std::string_view boundary);

/// With every line end as CR LF, which is what signatures are made over (RFC 8551 section 3.1.1).
std::string canonical(std::string_view octets);

}  // namespace host::mail

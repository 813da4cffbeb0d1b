// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace host::mail {

/// The part of a message that is S/MIME (RFC 8551 section 3).
struct SmimePart {
  std::string cms;                     ///< the cryptographic message
  std::optional<std::string> covered;  ///< multipart/signed: the octets that the signature is over; nothing: they are inside
  bool whole = true;                   ///< it is the whole entity; false: other parts stand beside it, which nobody signed, or
  bool ambiguous = false;              ///< a header at or above it can be read in more than one way
};

/// False only where `find_smime` finds nothing, told without taking the message apart: most mail is not signed.
bool may_be_smime(std::string_view message);

/// The first one in an entity, not within messages that are attached. Nothing where there is none, or where it lies deeper or behind
/// more parts than any mail has. Throws Error(bad_file) for a header without end.
std::optional<SmimePart> find_smime(std::string_view entity);

/// A file in DER, of more than a few octets: no field's name begins like that.
bool is_der(std::string_view file);

/// A file that is a cryptographic message without a header (.p7m), in DER or in PEM's armour.
bool is_bare_smime(std::string_view file);
SmimePart bare_smime(std::string_view file);

}  // namespace host::mail

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
  bool whole = true;                   ///< it is the whole entity; false: other parts stand beside it, which nobody signed
};

/// False only where `find_smime` finds nothing, told without taking the message apart: most mail is not signed.
bool may_be_smime(std::string_view message);

/// The first one in an entity, not within messages that are attached. Nothing where there is none.
std::optional<SmimePart> find_smime(std::string_view entity);

}  // namespace host::mail

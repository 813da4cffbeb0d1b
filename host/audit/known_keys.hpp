// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace host::audit {

/// SHA-256 of the SubjectPublicKeyInfo (DER) of each key that others than its owner know.
using KnownKeys = std::set<nssbridge::Fingerprint>;

/// The largest list, in octets: over a hundred thousand keys. Each process that examines a profile gets a copy.
inline constexpr std::size_t most_octets_of_known_keys = std::size_t{8} << 20;

/// A list as people keep it: one hash a line, 64 hexadecimal digits, colons and spaces between them allowed; "#" begins a
/// comment, and lines may be empty. Throws Error(bad_file) with the number of the line that is something else.
KnownKeys known_keys_from(std::string_view list);

/// For who examines: base64 of the hashes one behind the other, and back. What is no whole number of hashes gives none.
std::string to_text(const KnownKeys& keys);
KnownKeys known_keys_from_text(const std::string& text);

}  // namespace host::audit

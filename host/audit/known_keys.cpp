// SPDX-License-Identifier: MPL-2.0
#include <host/audit/known_keys.hpp>
#include <nssbridge/error.hpp>

#include <algorithm>

namespace host::audit {

using nssbridge::Bytes;
using nssbridge::Fingerprint;

KnownKeys known_keys_from(std::string_view list) {
  KnownKeys keys;
  for (std::size_t line = 1; !list.empty(); ++line) {
    const auto end = std::min(list.find('\n'), list.size());
    auto text = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    text = text.substr(0, text.find('#'));
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    text = text.substr(0, text.find_last_not_of(" \t\r") + 1);
    const auto key = Fingerprint::parse(text);
    if (!key)
      throw nssbridge::Error(nssbridge::Kind::bad_file,
                             "Line " + std::to_string(line) + " of the list of compromised keys is not the SHA-256 of a "
                             "SubjectPublicKeyInfo, 64 hexadecimal digits. Mend it; a comment begins with #.");
    keys.insert(*key);
  }
  return keys;
}

std::string to_text(const KnownKeys& keys) {
  Bytes octets;
  octets.reserve(keys.size() * sizeof Fingerprint::bytes);
  for (const auto& key : keys) octets.insert(octets.end(), key.bytes.begin(), key.bytes.end());
  return nssbridge::to_base64(octets);
}

KnownKeys known_keys_from_text(const std::string& text) {
  KnownKeys keys;
  Fingerprint key;
  const auto octets = nssbridge::from_base64(text);
  if (!octets || octets->size() % key.bytes.size() != 0) return keys;
  for (auto place = octets->begin(); place != octets->end(); place += static_cast<std::ptrdiff_t>(key.bytes.size())) {
    std::copy_n(place, key.bytes.size(), key.bytes.begin());
    keys.insert(keys.end(), key);
  }
  return keys;
}

}  // namespace host::audit

// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/identifier.hpp>

#include <nssbridge/values.hpp>

#include <cstdint>

namespace host::profiles {

namespace fs = std::filesystem;

namespace {

/// FNV-1a, 64 bits: the id must only be stable and distinct among one person's profiles, it protects nothing;
/// who can choose paths so that two collide can already change both profiles.
std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (unsigned char byte : text) hash = (hash ^ byte) * 1099511628211ULL;
  return hash;
}

}  // namespace

std::string identifier(Application application, const fs::path& real_path) {
  const auto hash = fnv1a(std::string(name_of(application)) + '\n' + real_path.string());
  nssbridge::Bytes bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(hash >> shift));
  return nssbridge::to_hex(bytes);
}

std::string_view name_of(Application application) {
  return application == Application::thunderbird ? "thunderbird" : "firefox";
}

std::string_view name_of(Packaging packaging) {
  return packaging == Packaging::snap ? "snap" : packaging == Packaging::flatpak ? "flatpak" : "native";
}

}  // namespace host::profiles

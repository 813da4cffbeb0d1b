// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/prefs/places.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace host::prefs {

/// The policies.json that counts for an installation.
struct Policies {
  std::filesystem::path file;
  nlohmann::json document;  ///< discarded where the file cannot be read or is no JSON
};

/// The member of that name; null where there is none, or where `value` is null or no object.
const nlohmann::json* member(const nlohmann::json* value, std::string_view name);

/// Nothing where no such file exists.
std::optional<Policies> policies_of(const AdministratorFiles& files);

/// The bytes of a file that an administrator wrote: links are followed, as the applications do; nothing where it cannot
/// be read or has more than `limit` bytes.
std::optional<std::string> administrator_text(const std::filesystem::path& file, std::size_t limit);

/// The first that exists.
std::optional<std::filesystem::path> first_existing(const std::vector<std::filesystem::path>& files);

}  // namespace host::prefs

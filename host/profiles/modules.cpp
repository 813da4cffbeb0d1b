// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/modules.hpp>

#include <host/profiles/file_text.hpp>

#include <algorithm>
#include <optional>

namespace host::profiles {

namespace {

constexpr std::size_t longest_list = 1UL << 20;
/// Nobody has so many readers; a list that was made to be long costs no more.
constexpr std::size_t most_modules = 64;

char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

/// What stands behind `key=`, whose letters' case does not count.
std::optional<std::string_view> value_of(std::string_view line, std::string_view key) {
  if (line.size() <= key.size() || line[key.size()] != '=') return std::nullopt;
  const bool same = std::ranges::equal(line.substr(0, key.size()), key, {}, lowered);
  return same ? std::optional(line.substr(key.size() + 1)) : std::nullopt;
}

/// A value in double quotes has a backslash before each quote and backslash in it.
std::string unquoted(std::string_view value) {
  if (!value.starts_with('"')) return std::string(value);
  std::string plain;
  for (std::size_t i = 1; i < value.size() && value[i] != '"'; ++i) {
    if (value[i] == '\\' && i + 1 < value.size()) ++i;
    plain += value[i];
  }
  return plain;
}

void add(std::vector<NamedModule>& modules, NamedModule& module) {
  if (!module.library.empty() && modules.size() < most_modules) modules.push_back(std::move(module));
  module = {};
}

}  // namespace

std::string module_list(const std::filesystem::path& profile) {
  return file_text(profile / "pkcs11.txt", longest_list).value_or("");
}

std::vector<NamedModule> parse_modules(std::string_view text) {
  std::vector<NamedModule> modules;
  NamedModule module;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) add(modules, module);
    if (const auto library = value_of(line, "library")) module.library = unquoted(*library);
    if (const auto name = value_of(line, "name")) module.name = unquoted(*name);
  }
  add(modules, module);
  return modules;
}

}  // namespace host::profiles

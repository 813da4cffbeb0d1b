// SPDX-License-Identifier: MPL-2.0
#include <host/prefs/policies.hpp>

#include <host/profiles/file_text.hpp>

#include <algorithm>

namespace host::prefs {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t longest_policy_file = 16U << 20;

}  // namespace

const nlohmann::json* member(const nlohmann::json* value, std::string_view name) {
  if (value == nullptr || !value->is_object()) return nullptr;
  const auto found = value->find(name);
  return found != value->end() ? &*found : nullptr;
}

std::optional<std::string> administrator_text(const fs::path& file, std::size_t limit) {
  std::error_code failed;
  const auto real = fs::canonical(file, failed);
  return failed ? std::nullopt : profiles::file_text(real, limit);
}

std::optional<fs::path> first_existing(const std::vector<fs::path>& files) {
  std::error_code ignored;
  const auto found = std::ranges::find_if(files, [&](const fs::path& file) { return fs::exists(file, ignored); });
  if (found == files.end()) return std::nullopt;
  return *found;
}

std::optional<Policies> policies_of(const AdministratorFiles& files) {
  auto file = first_existing(files.policies);
  if (!file) return std::nullopt;
  const auto text = administrator_text(*file, longest_policy_file);
  return Policies{std::move(*file), nlohmann::json::parse(text.value_or(""), nullptr, false)};
}

}  // namespace host::prefs

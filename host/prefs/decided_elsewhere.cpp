// SPDX-License-Identifier: MPL-2.0
#include <host/prefs/administrator.hpp>
#include <host/prefs/parser.hpp>
#include <host/prefs/prefs.hpp>
#include <host/profiles/compatibility.hpp>
#include <host/profiles/file_text.hpp>

#include <algorithm>

namespace host::prefs {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t longest_preferences_file = 64U << 20;

/// People who keep their settings under version control link user.js into the profile.
bool user_file_decides(const fs::path& file, std::string_view name) {
  std::error_code failed;
  const auto real = fs::canonical(file, failed);
  if (failed) return false;
  const auto parsed = parse_statements(profiles::file_text(real, longest_preferences_file).value_or(""), Dialect::user);
  return std::ranges::any_of(parsed.statements, [&](const Statement& statement) {
    return statement.name == name && (statement.user || statement.locked);
  });
}

}  // namespace

std::vector<AdministratorFiles> administrator_files_for(const fs::path& profile) {
  const bool mail = profiles::application_of(profile) == profiles::Application::thunderbird;
  const auto program = mail ? Program::thunderbird : Program::firefox;
  auto installations = usual_installations(program);
  std::error_code failed;
  if (auto last = profiles::read_compatibility(profile).program; !last.empty() && fs::is_directory(last, failed))
    installations = {std::move(last)};
  std::vector<AdministratorFiles> files;
  for (const auto& installation : installations) files.push_back(administrator_files(program, installation));
  return files;
}

std::optional<fs::path> decided_elsewhere(const fs::path& profile, std::string_view name) {
  if (const auto user = profile / "user.js"; user_file_decides(user, name)) return user;
  for (const auto& files : administrator_files_for(profile))
    if (auto file = decided_by_administrator(files, name)) return file;
  return std::nullopt;
}

}  // namespace host::prefs

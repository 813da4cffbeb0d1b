// SPDX-License-Identifier: MPL-2.0
#include <host/worker/audit/surroundings.hpp>

#include <host/front/trusted_path.hpp>
#include <host/prefs/prefs.hpp>
#include <host/profiles/file_text.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

namespace host::worker::audit {

namespace fs = std::filesystem;
using host::audit::Facts;
using host::audit::Module;
using host::audit::Trouble;

namespace {

constexpr std::size_t longest_file = 16UL << 20;
constexpr std::size_t longest_line = 1UL << 20;
constexpr std::size_t most_entries = 10'000;

template <typename Use>
void for_each_line(std::string_view text, const Use& use) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    use(line);
  }
}

bool has_giant_line(std::string_view text) {
  bool giant = false;
  for_each_line(text, [&](std::string_view line) { giant = giant || line.size() > longest_line; });
  return giant;
}

/// An absent file is an empty one. Nothing, and a trouble noted, where it cannot be read.
std::optional<std::string> text_of(const Target& target, const char* name, Facts& facts) {
  const auto file = target.profile.path / name;
  struct stat info{};
  if (::lstat(file.c_str(), &info) != 0 && errno == ENOENT) return std::string();
  const auto refuse = [&](Trouble::Kind kind) {
    facts.troubles.push_back({name, kind});
    return std::nullopt;
  };
  if (!S_ISREG(info.st_mode)) return refuse(info.st_mode == 0 ? Trouble::Kind::unreadable : Trouble::Kind::not_regular);
  if (static_cast<std::size_t>(info.st_size) > longest_file) return refuse(Trouble::Kind::too_large);
  auto text = profiles::file_text(file, longest_file);
  if (!text) return refuse(Trouble::Kind::unreadable);
  if (has_giant_line(*text)) return refuse(Trouble::Kind::too_large);
  return text;
}

using prefs::PrefsFile;

/// Both files of preferences. user.js wins over prefs.js at each start.
struct PreferenceFiles {
  PrefsFile users, own;

  template <typename Value>
  void take(const char* name, std::optional<Value> (PrefsFile::*read)(std::string_view) const, std::optional<Value>& to,
            host::audit::Preferences& preferences) const {
    to = (users.*read)(name);
    if (to) preferences.decided_by_user_js.insert(name);
    if (!to) to = (own.*read)(name);
  }
};

void read_preferences(const Target& target, Facts& facts) {
  auto text = text_of(target, "prefs.js", facts);
  if (!text) return;
  // People keep it elsewhere and link to it; what it sets stands in prefs.js after the next start.
  auto users_text = profiles::file_text(target.profile.path / "user.js", longest_file).value_or("");
  const PreferenceFiles files{PrefsFile::parse(std::move(users_text)), PrefsFile::parse(std::move(*text))};
  auto& found = facts.preferences.emplace();
  files.take("mail.smime.accept_insecure_sha1_message_signatures", &PrefsFile::boolean, found.accepts_sha1_signatures, found);
  files.take("security.OCSP.enabled", &PrefsFile::integer, found.ocsp, found);
  files.take("mail.e2ee.auto_disable", &PrefsFile::boolean, found.encryption_disables_itself, found);
  files.take("security.enterprise_roots.enabled", &PrefsFile::boolean, found.enterprise_roots, found);
  facts.identities = selection::read_identities(files.own);
}

std::optional<Module::Place> place_of(const std::string& library) {
  const fs::path path(library);
  if (!path.is_absolute()) return std::nullopt;
  std::error_code failed;
  const bool exists = fs::exists(path, failed);
  if (failed) return std::nullopt;
  return Module::Place{exists, exists && front::is_changed_by_none_but(front::real_path(path), 0)};
}

/// Blocks of `key=value` lines with an empty line behind each; NSS's own names no library.
void read_modules(const Target& target, Facts& facts) {
  const auto text = text_of(target, "pkcs11.txt", facts);
  if (!text) return;
  auto& modules = facts.modules.emplace();
  Module module;
  const auto finish = [&] {
    if (!module.library.empty() && modules.size() < most_entries) {
      if (!target.is_copy) module.place = place_of(module.library);
      modules.push_back(std::move(module));
    }
    module = {};
  };
  for_each_line(*text, [&](std::string_view line) {
    if (line.empty()) finish();
    if (line.starts_with("library=")) module.library = line.substr(8);
    if (line.starts_with("name=")) module.name = line.substr(5);
  });
  finish();
}

void read_overrides(const Target& target, Facts& facts) {
  const auto text = text_of(target, "cert_override.txt", facts);
  if (!text) return;
  auto& overrides = facts.overrides.emplace();
  for_each_line(*text, [&](std::string_view line) {
    if (line.empty() || line.starts_with('#') || overrides.size() >= most_entries) return;
    overrides.push_back({std::string(line.substr(0, line.find('\t')))});
  });
}

}  // namespace

void read_text_files(const Target& target, Facts& facts) {
  read_preferences(target, facts);
  read_modules(target, facts);
  read_overrides(target, facts);
}

}  // namespace host::worker::audit

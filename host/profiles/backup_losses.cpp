// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/backup_store.hpp>

#include <host/profiles/file_text.hpp>
#include <host/profiles/place_for_copies.hpp>
#include <nssbridge/database_files.hpp>
#include <nssbridge/error.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace host::profiles {

using nssbridge::Bytes;
using nssbridge::Error;
using nssbridge::Kind;
namespace fs = std::filesystem;
namespace files = nssbridge::files;

namespace {

constexpr std::size_t largest_preferences = 64 << 20;
using Preferences = std::map<std::string, std::string, std::less<>>;

template <typename Value>
std::size_t missing(const std::set<Value>& from, const std::set<Value>& in) {
  return static_cast<std::size_t>(std::ranges::count_if(from, [&](const Value& value) { return !in.contains(value); }));
}

void say(std::vector<std::string>& words, std::size_t count, const std::string& one, const std::string& many) {
  if (count == 1) words.push_back("1 " + one);
  if (count > 1) words.push_back(std::to_string(count) + " " + many);
}

/// One preference a line, as the applications write them.
Preferences preferences_in(const fs::path& file) {
  Preferences preferences;
  const auto text = file_text(file, largest_preferences).value_or("");
  constexpr std::string_view beginning = "user_pref(\"";
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!line.starts_with(beginning)) continue;
    line.remove_prefix(beginning.size());
    const auto name = line.substr(0, line.find('"'));
    preferences.insert_or_assign(std::string(name), std::string(line.substr(name.size())));
  }
  return preferences;
}

/// "id1" of "mail.identity.id1.signing_cert_name" and the other S/MIME preferences of an identity, else empty.
std::string smime_identity(std::string_view name) {
  constexpr std::string_view beginning = "mail.identity.";
  constexpr std::string_view subjects[]{"signing_cert_name", "signing_cert_dbkey", "encryption_cert_name", "encryption_cert_dbkey",
                                        "sign_mail", "encryptionpolicy", "encryption_policy"};
  if (!name.starts_with(beginning)) return {};
  name.remove_prefix(beginning.size());
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos || std::ranges::find(subjects, name.substr(dot + 1)) == std::end(subjects)) return {};
  return std::string(name.substr(0, dot));
}

std::set<std::string> changed_names(const Preferences& now, const Preferences& then) {
  std::set<std::string> names;
  const auto collect = [&](const Preferences& ones, const Preferences& others) {
    for (const auto& [name, value] : ones) {
      const auto other = others.find(name);
      if (other == others.end() || other->second != value) names.insert(name);
    }
  };
  collect(now, then);
  collect(then, now);
  return names;
}

void compare_preferences(const fs::path& profile, const backup_store::Entry& entry, Differences& found) {
  const bool restored = fs::exists(entry.folder / "prefs.js") || (entry.files && !entry.files->contains("prefs.js"));
  if (!restored) return;
  std::set<std::string> identities;
  for (const auto& name : changed_names(preferences_in(profile / "prefs.js"), preferences_in(entry.folder / "prefs.js"))) {
    const auto identity = smime_identity(name);
    if (identity.empty())
      ++found.settings;
    else
      identities.insert(identity);
  }
  found.identities = identities.size();
}

void compare_databases(const fs::path& profile, const backup_store::Entry& entry, Differences& found) {
  const auto state = files::inspect(profile);
  std::optional<files::PrivateCopy> copy;
  if (state.hot_journal || state.write_ahead_log) copy.emplace(profile, place_for_copies(profile));
  const auto now = files::contents_of(copy ? copy->folder() : profile);
  const auto then = files::contents_of(entry.folder);
  found.certificates = missing(now.certificates, then.certificates);
  found.private_keys = missing(now.private_keys, then.private_keys);
  found.trust = missing(now.trust, then.trust);
  found.returning_certificates = missing(then.certificates, now.certificates);
  found.returning_private_keys = missing(then.private_keys, now.private_keys);
}

backup_store::Entry entry_of(const fs::path& profile, const Backup& backup) {
  const auto all = backup_store::entries(profile);
  const auto entry = std::ranges::find_if(all, [&](const auto& each) { return each.backup.name == backup.name; });
  if (entry == all.end()) throw Error(Kind::invalid_request, "The profile has no backup of that name.");
  return *entry;
}

Differences compare(const fs::path& profile, const backup_store::Entry& entry) {
  Differences found;
  try {
    compare_databases(profile, entry, found);
  } catch (const Error& error) {
    if (error.kind() != Kind::profile_unreadable) throw;
    found.comparable = false;
  }
  compare_preferences(profile, entry, found);
  return found;
}

std::vector<std::string> in_words(const Differences& found) {
  std::vector<std::string> words;
  if (!found.comparable)
    words = {"everything that the present databases hold and the backup does not; they are damaged and cannot be compared"};
  say(words, found.certificates, "certificate that was added since", "certificates that were added since");
  say(words, found.private_keys, "private key that was added since", "private keys that were added since");
  say(words, found.trust, "trust setting that was added or changed since", "trust settings that were added or changed since");
  say(words, found.returning_certificates, "certificate that was deleted since comes back",
      "certificates that were deleted since come back");
  say(words, found.returning_private_keys, "private key that was deleted since comes back",
      "private keys that were deleted since come back");
  say(words, found.identities, "identity's choice of certificates, signing or encryption that was changed since",
      "identities' choices of certificates, signing or encryption that were changed since");
  say(words, found.settings, "other setting of the application that was changed since",
      "other settings of the application that were changed since");
  return words;
}

}  // namespace

Differences differences(const fs::path& profile, const Backup& backup) { return compare(profile, entry_of(profile, backup)); }

std::vector<std::string> losses(const fs::path& profile, const Backup& backup) {
  const auto entry = entry_of(profile, backup);
  if (backup_store::is_stale(profile, entry))
    return {"cannot be restored: the primary password was changed since, and the backup opens without the new one"};
  return in_words(compare(profile, entry));
}

}  // namespace host::profiles

// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/locks.hpp>
#include <host/profiles/modules.hpp>
#include <host/worker/doctor/parts.hpp>

#include <nssbridge/error.hpp>

#include <algorithm>
#include <sstream>

namespace host::worker::doctor {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;
namespace files = nssbridge::files;

namespace {

/// NSS before 3.118 takes no longer salt.
constexpr std::size_t longest_old_salt = 20;

/// "Flags=internal,FIPS,critical" among the parameters of a module, in small letters; "slotFlags=" is
/// another.
bool has_fips_flag(const std::string& parameters) {
  const auto flags = parameters.find(" flags=");
  if (flags == std::string::npos) return false;
  const auto end = std::min(parameters.find(' ', flags + 1), parameters.size());
  return parameters.substr(flags, end - flags).find("fips") != std::string::npos;
}

/// NSS's own module says so then (lib/util/utilpars.c).
bool in_fips_mode(const profiles::Profile& profile) {
  auto text = profiles::module_list(profile.path);
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c | 0x20 : c; });
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("nss=") && has_fips_flag(" " + line.substr(4))) return true;
  return false;
}

json problem(const char* id, const std::string& text, const std::string& fix) {
  return {{"id", id}, {"text", text}, {"fix", fix}};
}

json unreadable(const Error& error) {
  if (error.kind() == Kind::profile_busy)
    return problem("profile-busy", "is locked by a program that writes to it at this moment.",
                   "Wait for that program, or close it, and look again.");
  return problem("profile-unreadable", "cannot be read. " + error.message(),
                 "Look whether its application still opens it. If not, bring back one of the backups that `certferry restore --list` "
                 "shows, or one of your own.");
}

void add_database_state(const profiles::Profile& profile, json& entry) {
  auto& problems = entry["problems"];
  if (profile.format == files::Format::dbm) {
    problems.push_back(
        problem("profile-legacy", "has databases from before 2018 (cert8.db, key3.db).",
                "Start the current Firefox or Thunderbird with it once; it makes new ones of them."));
    return;
  }
  const auto state = files::inspect(profile.path);
  if (state.hot_journal)
    problems.push_back(problem(
        "profile-hot-journal", "was left in the middle of a write, which is undone when it is opened next.",
        "Start its application once, or run a command of Certferry that writes to it."));
  if (state.write_ahead_log)
    problems.push_back(
        problem("profile-write-ahead-log",
                "has a database in another mode of SQLite than NSS uses. It is read from a copy.",
                "Nothing has to be done: what set that mode goes on with it, and reading takes a little longer."));
  entry["needsNewNss"] = state.password && state.password->salt_length > longest_old_salt;
}

}  // namespace

void add_state(const profiles::Profile& profile, json& entry) {
  auto& problems = entry["problems"];
  try {
    add_database_state(profile, entry);
  } catch (const Error& error) {
    problems.push_back(unreadable(error));
  }
  try {
    profiles::require_writable(profile.path, 0);
  } catch (const Error& error) {
    problems.push_back(problem("profile-not-writable", "cannot be written to. " + error.message(),
                               error.fix() ? error.fix()->text : "Free some space on that disk, or make the folder writable."));
    problems.back()["fixNamesUser"] = true;
  }
  if (in_fips_mode(profile))
    problems.push_back(problem(
        "profile-fips", "is in FIPS mode. NSS refuses old key files and short passwords then.",
        "If nobody demands it, switch it off in the settings of the application, under security devices."));
}

}  // namespace host::worker::doctor

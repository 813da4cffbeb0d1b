// SPDX-License-Identifier: MPL-2.0
#include <host/worker/confined.hpp>

#include <host/confinement/file_rules.hpp>
#include <host/confinement/limits.hpp>
#include <host/confinement/state.hpp>
#include <host/confinement/system_calls.hpp>
#include <host/profiles/identifier.hpp>
#include <host/profiles/place_for_copies.hpp>
#include <host/profiles/places.hpp>
#include <host/protocol/operations.hpp>
#include <host/protocol/path_text.hpp>
#include <host/worker/audit/target.hpp>
#include <host/worker/known_folders.hpp>
#include <host/worker/opened.hpp>

#include <nssbridge/database_files.hpp>
#include <nssbridge/memory.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace host::worker {

namespace fs = std::filesystem;
using confinement::FileRules;
using Paths = std::vector<fs::path>;

namespace {

using namespace std::chrono_literals;

/// A hundred times what the largest stores of today take.
constexpr confinement::Limits of_reading{.processor = 10s, .wall = 60s, .memory = 256UL << 20};
/// Keys are wrapped and tried by the hundred, and a person may be slow.
constexpr confinement::Limits of_the_rest{.processor = 600s};

/// A process is confined once; this is what later steps go on from.
Paths always_readable;
bool memory_is_limited = false;

void append(Paths& to, const Paths& more) {
  to.insert(to.end(), more.begin(), more.end());
}

/// What a link leads to: rules follow the folder's own path only.
void append_target(Paths& to, const fs::path& file) {
  std::error_code failed;
  if (fs::is_symlink(file, failed)) to.push_back(fs::canonical(file, failed));
}

/// People keep profiles.ini, and user.js in a profile, elsewhere and link to them.
Paths with_link_targets(const Paths& folders, const std::vector<const char*>& names) {
  Paths all = folders;
  for (const auto& folder : folders)
    for (const char* name : names) append_target(all, folder / name);
  return all;
}

Paths places() {
  Paths folders;
  for (const auto& place : profiles::places_of_this_user()) folders.push_back(place.folder);
  return with_link_targets(folders, {"profiles.ini", "installs.ini"});
}

Paths of_profiles(const Paths& folders) {
  return with_link_targets(folders, {"user.js"});
}

/// A profile's application may lie in an ancestor of the process that asked.
Paths facts_of_caller(const session::Session& session) {
  Paths folders;
  if (const auto caller = session.caller_process())
    for (const int process : profiles::ancestry(*caller))
      folders.push_back("/proc/" + std::to_string(process));
  return folders;
}

/// Profiles that the command line, or another worker, names by path.
Paths named_by_path(const session::Session& session) {
  Paths folders;
  for (const char* member : {"profile", "from", "to", "path"}) {
    const auto name = session.path_of_profile(member);
    std::error_code failed;
    const auto real = name ? fs::canonical(*name, failed) : fs::path();
    if (!real.empty() && !failed && profiles::has_sign_of_a_profile(real)) folders.push_back(real);
  }
  return folders;
}

bool has_name(const fs::path& profile, const std::string& name) {
  std::error_code failed;
  return name == profiles::identifier(profiles::Application::firefox, profile) ||
         name == profiles::identifier(profiles::Application::thunderbird, profile) ||
         fs::equivalent(name, profile, failed);
}

/// Those that the request may change: the one that it names, else every one.
Paths targets(const session::Session& session, const Paths& all) {
  for (const char* member : {"profile", "to"})
    if (const auto name = session.name_of_profile(member)) {
      Paths folders;
      std::ranges::copy_if(all, std::back_inserter(folders),
                           [&](const fs::path& each) { return has_name(each, *name); });
      return folders;
    }
  return all;
}

/// Somebody else's profile is read as its owner, for whom our folder for copies is none.
bool belongs_to_another(const fs::path& profile) {
  struct stat info {};
  return ::stat(profile.c_str(), &info) == 0 && info.st_uid != ::geteuid();
}

/// Where private copies may have to be made before it is known of which profile.
Paths for_copies(const Paths& read) {
  Paths folders;
  for (const auto& profile : read) {
    if (!nssbridge::files::may_need_copy(profile)) continue;
    const auto runtime = profiles::runtime_place_for_copies();
    folders.push_back(runtime && !belongs_to_another(profile) ? profiles::place_for_copies(profile)
                                                              : profile);
  }
  return folders;
}

/// Copies of killed runs are removed by the next one that writes.
void append_present_copies(Paths& to) {
  if (const auto runtime = profiles::runtime_place_for_copies()) to.push_back(*runtime);
}

/// Trees of copies that an audit searches for profiles.
void append_roots(Paths& to, const session::Session& session) {
  for (const auto& text : session.params().value("roots", std::vector<std::string>{}))
    if (auto root = protocol::path_from_text(text)) to.push_back(std::move(*root));
}

/// An audit looks at one profile and writes nowhere, but for a private copy of what cannot be read without writing.
void confine_to_audited(const fs::path& profile) {
  FileRules rules{always_readable, {}};
  append(rules.readable, {profile});
  if (nssbridge::files::may_need_copy(profile) && profiles::runtime_place_for_copies())
    rules.writable.push_back(profiles::place_for_copies(profile));
  confinement::restrict_files(rules);
}

/// Files of the applications tell where else profiles and programs lie; twice, since a profile elsewhere
/// names programs.
void append_known(Paths& profiles_found, const FileRules& first) {
  auto known = find_known_folders(first);
  auto rules = first;
  append(rules.readable, known.profiles);
  const auto inside = [&](const fs::path& profile) {
    return std::ranges::any_of(first.readable, [&](const fs::path& place) {
      std::error_code failed;
      const auto real = fs::weakly_canonical(place, failed);
      return std::mismatch(real.begin(), real.end(), profile.begin(), profile.end()).first == real.end();
    });
  };
  if (!std::ranges::all_of(known.profiles, inside)) known = find_known_folders(rules);
  append(profiles_found, known.profiles);
  append(always_readable, known.installations);
}

}  // namespace

void forbid_ways_out() {
  // Asking the name service opens sockets.
  if (std::getenv("HOME") == nullptr) ::setenv("HOME", profiles::home_folder().c_str(), 0);
  confinement::forbid_system_calls();
}

void confine_to(const session::Session& session) {
  const auto* operation = protocol::find_operation(session.method());
  const bool writes = operation != nullptr && operation->writes;
  const bool for_doctor = session.method() == "doctor.profiles";
  const bool for_audit = session.method() == "audit.profile";
  const bool derives_keys = operation != nullptr && operation->makes_file;
  memory_is_limited = (operation != nullptr || for_doctor || for_audit) && !writes && !derives_keys;
  confinement::limit_costs(memory_is_limited ? of_reading : of_the_rest);
  if (confinement::landlock_version() == 0) return;
  always_readable = confinement::system_places();
  if (!session.nss_folder().empty()) always_readable.emplace_back(session.nss_folder());
  if (for_audit) return confine_to_audited(audit::folder_of(session));
  append(always_readable, facts_of_caller(session));
  auto found = named_by_path(session);
  FileRules rules{places(), {}};
  append(rules.readable, found);
  append_roots(rules.readable, session);
  append(rules.readable, always_readable);
  // Where installations lie matters only to who writes or looks around, and to the doctor: they say what an
  // administrator decides.
  const bool looks_around = for_doctor || (operation != nullptr && operation->looks_around);
  if (const auto plain = writes || looks_around ? std::nullopt : profiles_in_plain_places())
    append(found, *plain);
  else
    append_known(found, rules);
  append(rules.readable, always_readable);
  append(rules.readable, of_profiles(found));
  if (operation != nullptr) append(rules.writable, for_copies(found));
  if (writes) append(rules.writable, targets(session, found));
  if (writes) append_present_copies(rules.writable);
  confinement::restrict_files(rules);
}

bool was_too_costly() { return memory_is_limited && nssbridge::memory_was_refused(); }

void settle_on(const Paths& read, const fs::path* written) {
  become_owner_of(written != nullptr ? *written : read.back());
  if (confinement::landlock_version() == 0) return;
  FileRules rules{always_readable, {}};
  append(rules.readable, of_profiles(read));
  if (written != nullptr) {
    // Copies of what is read lie in the profile that is written.
    append(rules.readable, of_profiles({*written}));
    rules.writable.push_back(*written);
    append_present_copies(rules.writable);
  } else {
    for (const auto& profile : read)
      if (nssbridge::files::may_need_copy(profile))
        rules.writable.push_back(profiles::place_for_copies(profile));
  }
  confinement::restrict_files(rules);
}

void confine_waiter_to(const fs::path& profile, const fs::path& nss_folder) {
  become_owner_of(profile);
  FileRules rules{confinement::system_places(), {profile}};
  if (!nss_folder.empty()) rules.readable.push_back(nss_folder);
  append_present_copies(rules.writable);
  confinement::restrict_files(rules);
}

}  // namespace host::worker

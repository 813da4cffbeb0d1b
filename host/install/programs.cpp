// SPDX-License-Identifier: MPL-2.0
#include <host/front/trusted_path.hpp>
#include <host/front/worker_process.hpp>
#include <host/install/programs.hpp>
#include <host/install/safe_folder.hpp>
#include <nssbridge/error.hpp>

#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cstdlib>

namespace host::install {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

constexpr mode_t program_mode = 0755;

fs::path from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? fs::path(value) : fs::path();
}

fs::path source_of(const Setting& setting, const std::string& program) {
  return program == front_program ? setting.program : setting.inner_programs / program;
}

/// Others must be able to start what root installs for them.
bool can_be_started_by_all(const fs::path& program) {
  fs::path walked;
  for (const fs::path& component : program) {
    walked /= component;
    struct stat status {};
    if (::stat(walked.c_str(), &status) != 0 || (status.st_mode & S_IXOTH) == 0) return false;
  }
  return true;
}

void require_own_home(const Setting& setting) {
  if (setting.under_sudo)
    throw Error(Kind::permission_denied,
                "Under sudo the home of another user would be written to, so nothing was installed.")
        .with_fix({"Install as yourself, without sudo; or for all users of this computer.",
                   "certferry install --system"});
  struct stat status {};
  if (!setting.home.is_absolute() || ::stat(setting.home.c_str(), &status) != 0 ||
      status.st_uid != setting.user)
    throw Error(
        Kind::permission_denied,
        "The folder that HOME names is not this user's, so nothing was installed. Log in as the user for "
        "whom to install.");
}

void require_programs(const Setting& setting) {
  for (const char* program : programs) {
    std::error_code failed;
    if (!fs::is_regular_file(source_of(setting, program), failed))
      throw Error(Kind::internal,
                  "A program that belongs to Certferry is missing beside it. Install Certferry again.");
  }
}

}  // namespace

Setting this_setting(Scope scope) {
  Setting setting;
  setting.scope = scope;
  setting.user = ::geteuid();
  setting.home = from_environment("HOME");
  setting.configuration = from_environment("XDG_CONFIG_HOME");
  setting.program = front::real_path("/proc/self/exe");
  try {
    setting.inner_programs = front::real_path(front::find_worker_program()).parent_path();
  } catch (const Error&) {
    // Half an installation can still be taken away; installing one is refused later.
    setting.inner_programs = setting.program.parent_path();
  }
  for (const char* name : {"SUDO_UID", "DOAS_USER", "PKEXEC_UID"})
    setting.under_sudo = setting.under_sudo || (setting.user == 0 && std::getenv(name) != nullptr);
  return setting;
}

std::string distrust_of(const fs::path& inner, Scope scope, uid_t user) {
  const uid_t trusted = scope == Scope::system ? 0 : user;
  const auto is_safe = [trusted](const fs::path& path) {
    return front::is_kept_from_others(path, trusted);
  };
  for (const char* program : {host_program, worker_program})
    if (!is_safe(inner / program))
      return scope == Scope::system
                 ? "The programs, or a folder above them, can be changed by somebody else than root."
                 : "The programs, or a folder above them, can be changed by other users.";
  if (scope == Scope::system && !can_be_started_by_all(inner / host_program))
    return "The programs lie where other users cannot start them.";
  return {};
}

void require_allowed(const Setting& setting) {
  if (setting.scope == Scope::system && setting.user != 0)
    throw Error(Kind::permission_denied, "Only root can install for all users.")
        .with_fix({"Install for yourself alone, or as root for everybody.", "certferry install --user"});
  if (setting.scope == Scope::user) require_own_home(setting);
  require_programs(setting);
  std::string reason = distrust_of(setting.inner_programs, setting.scope, setting.user);
  if (reason.empty() && !front::is_kept_from_others(setting.program, setting.user))
    reason = "The program certferry, or a folder above it, can be changed by other users.";
  if (!reason.empty())
    throw Error(Kind::permission_denied, reason + " A browser would start them, so nothing was installed.")
        .with_fix(
            {"Put Certferry where only you or root can write; chmod go-w takes that right away from others.",
             {}});
}

json lay_down_programs(const Setting& setting, bool print) {
  if (setting.scope == Scope::system)
    return {{"folder", setting.inner_programs.string()}, {"outcome", "in-place"}};
  const Spot spot = program_folder(setting.home);
  const auto folder = SafeFolder::open(spot, setting.user, !print);
  const auto is_there = [&](const char* program) {
    return folder && folder->has_copy(program, source_of(setting, program), program_mode);
  };
  const bool all = std::all_of(programs.begin(), programs.end(), is_there);
  if (!print) {
    folder->remove_left_overs();
    for (const char* program : programs) folder->copy(program, source_of(setting, program), program_mode);
  }
  return {{"folder", spot.path().string()}, {"outcome", all ? "unchanged" : "copied"}};
}

}  // namespace host::install

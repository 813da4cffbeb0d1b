// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/install/places.hpp>

#include <sys/types.h>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

/// `install` and `uninstall`: what makes browsers find the host, and what takes that away again.
namespace host::install {

/// For whom, and from where.
struct Setting {
  Scope scope = Scope::user;
  uid_t user = 0;                        ///< the effective user
  std::filesystem::path home;            ///< $HOME
  std::filesystem::path configuration;   ///< $XDG_CONFIG_HOME; may be empty
  std::filesystem::path program;         ///< certferry as it runs, without links
  std::filesystem::path inner_programs;  ///< the folder of certferry-host and certferry-worker, without links
  bool under_sudo = false;
  std::filesystem::path root = "/";  ///< of the system's places; another one only in tests
};

/// As this process stands.
Setting this_setting(Scope scope);

struct Wishes {
  bool firefox = true, thunderbird = true;
  std::vector<std::string> allow, refuse;  ///< ids of other add-ons
  bool print = false;                      ///< only say what would be written
};

/// Lays down programs (for a user), manifests and the list of allowed add-ons. Nothing is changed before all
/// of it was found possible; what is as wanted is not written again. Returns {scope, written, programs:
/// {folder, outcome}, manifests: [{path, applications, outcome, content}],
///  configuration: {path, outcome, content}|null, allowedExtensions, warnings}.
/// Throws Error: invalid_request (an id that is none), permission_denied (sudo, links, folders that others
/// can change), file_exists (a manifest of another program under our name), bad_file (a configuration that is
/// none).
nlohmann::json install(const Setting& setting, const Wishes& wishes);

/// Takes away what `install` made: {scope, removed: [path], kept: [{path, reason}]}.
nlohmann::json uninstall(const Setting& setting);

/// Why programs must not be started by a browser from where they are: text for Error(permission_denied);
/// empty if they may. `inner` is the folder of certferry-host.
std::string distrust_of(const std::filesystem::path& inner, Scope scope, uid_t user);

}  // namespace host::install

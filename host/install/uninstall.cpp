// SPDX-License-Identifier: MPL-2.0
#include <host/front/small_file.hpp>
#include <host/install/configuration_text.hpp>
#include <host/install/install.hpp>
#include <host/install/manifest.hpp>
#include <host/install/programs.hpp>
#include <host/install/safe_folder.hpp>
#include <nssbridge/error.hpp>

namespace host::install {
namespace {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

struct Result {
  json removed = json::array();
  json kept = json::array();

  bool complete = true;  ///< false: something could not be taken away, and is kept for that

  void keep(const Spot& spot, const std::string& reason) {
    kept.push_back({{"path", spot.path().string()}, {"reason", reason}});
  }
};

/// What goes wrong in one place must not keep the others from being taken away: a half of an installation helps nobody.
template <typename Step>
void attempt(const Spot& spot, Result& result, const Step& step) {
  try {
    step();
  } catch (const Error& error) {
    result.complete = false;
    result.keep(spot, error.message());
  }
}

void remove_manifest(const Spot& spot, uid_t user, Result& result) {
  const auto folder = SafeFolder::open(spot, user, false);
  if (!folder) return;
  if (const auto bytes = folder->read(spot.file)) {
    if (is_foreign(read_manifest(*bytes)))
      return result.keep(spot, "it is the manifest of another program");
    folder->remove(spot.file);
    result.removed.push_back(spot.path().string());
  }
  folder->remove_left_overs();
  remove_empty_folders(spot);
}

void remove_programs(const Spot& spot, uid_t user, Result& result) {
  const auto folder = SafeFolder::open(spot, user, false);
  if (!folder) return;
  for (const char* program : programs)
    if (folder->remove(program)) result.removed.push_back((spot.path() / program).string());
  folder->remove_left_overs();
  if (!folder->is_empty()) result.keep(spot, "it holds files that are not Certferry's");
  remove_empty_folders(spot);
}

/// Nothing where there is none in which we could have written.
std::optional<SafeFolder> folder_of_left_overs(const Spot& spot, uid_t user) {
  try {
    return SafeFolder::open(spot, user, false);
  } catch (const Error&) {
    return std::nullopt;
  }
}

void take_back_allowances(const Spot& spot, uid_t user, mode_t mode, Result& result) {
  const auto bytes = front::read_small_file(spot.path(), user);
  if (bytes && allowed_extensions_in(bytes).empty()) return result.keep(spot, "it holds settings of yours");
  const auto folder = bytes ? SafeFolder::open(spot, user, false) : folder_of_left_overs(spot, user);
  if (!folder) return;
  folder->remove_left_overs();
  if (const auto rest = bytes ? with_allowed_extensions(bytes, {}) : std::nullopt) {
    folder->write(spot.file, *rest, mode);
    return result.keep(spot, "it holds further settings of yours; the list of allowed add-ons was taken out");
  }
  if (bytes && folder->remove(spot.file)) result.removed.push_back(spot.path().string());
  remove_empty_folders(spot);
}

}  // namespace

json uninstall(const Setting& setting) {
  const bool system = setting.scope == Scope::system;
  if (system && setting.user != 0)
    throw Error(Kind::permission_denied, "Only root can take away what was installed for all users.")
        .with_fix(
            {"As root, or through the package manager that installed it.", "certferry uninstall --system"});
  if (!system && setting.under_sudo)
    throw Error(Kind::permission_denied,
                "Under sudo the home of another user would be written to, so nothing was removed.")
        .with_fix({"Uninstall as yourself, without sudo.", "certferry uninstall"});
  Result result;
  // First what leads to the programs, so that nothing points to what is gone.
  for (const ManifestPlace& place : manifest_places(setting.home, setting.root))
    if (place.scope == setting.scope)
      attempt(place.spot, result, [&] { remove_manifest(place.spot, setting.user, result); });
  if (system) {
    const Spot spot = administrator_configuration(setting.root);
    attempt(spot, result, [&] { take_back_allowances(spot, 0, 0644, result); });
    result.kept.push_back({{"path", setting.inner_programs.string()},
                           {"reason", "the programs belong to the package that brought them"}});
  } else {
    const Spot configuration = personal_configuration(setting.home, setting.configuration);
    attempt(configuration, result, [&] { take_back_allowances(configuration, setting.user, 0600, result); });
    const Spot folder = program_folder(setting.home);
    attempt(folder, result, [&] { remove_programs(folder, setting.user, result); });
  }
  return {{"scope", system ? "system" : "user"},
          {"complete", result.complete},
          {"removed", std::move(result.removed)},
          {"kept", std::move(result.kept)}};
}

}  // namespace host::install

// SPDX-License-Identifier: MPL-2.0
#include <host/identity.hpp>
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

  void keep(const Spot& spot, const char* reason) {
    kept.push_back({{"path", spot.path().string()}, {"reason", reason}});
  }
};

void remove_manifest(const Spot& spot, uid_t user, Result& result) {
  const auto folder = SafeFolder::open(spot, user, false);
  if (!folder) return;
  if (const auto bytes = folder->read(spot.file)) {
    const auto [manifest, fault] = read_manifest(*bytes);
    if (fault != ManifestFault::not_json && manifest.name != identity::native_name)
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

void take_back_allowances(const Spot& spot, uid_t user, mode_t mode, Result& result) {
  const auto folder = SafeFolder::open(spot, user, false);
  const auto bytes = folder ? folder->read(spot.file) : std::nullopt;
  if (folder) folder->remove_left_overs();
  if (bytes && allowed_extensions_in(bytes).empty()) return result.keep(spot, "it holds settings of yours");
  if (const auto rest = bytes ? with_allowed_extensions(bytes, {}) : std::nullopt) {
    folder->write(spot.file, *rest, mode);
    return result.keep(spot, "it holds further settings of yours; the list of allowed add-ons was taken out");
  }
  if (bytes && folder->remove(spot.file)) result.removed.push_back(spot.path().string());
  if (folder) remove_empty_folders(spot);
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
    if (place.scope == setting.scope) remove_manifest(place.spot, setting.user, result);
  if (system) {
    take_back_allowances(administrator_configuration(setting.root), 0, 0644, result);
    result.kept.push_back({{"path", setting.inner_programs.string()},
                           {"reason", "the programs belong to the package that brought them"}});
  } else {
    take_back_allowances(personal_configuration(setting.home, setting.configuration), setting.user, 0600,
                         result);
    remove_programs(program_folder(setting.home), setting.user, result);
  }
  return {{"scope", system ? "system" : "user"},
          {"removed", std::move(result.removed)},
          {"kept", std::move(result.kept)}};
}

}  // namespace host::install

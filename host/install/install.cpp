// SPDX-License-Identifier: MPL-2.0
#include <host/front/extension_id.hpp>
#include <host/front/small_file.hpp>
#include <host/identity.hpp>
#include <host/install/configuration_text.hpp>
#include <host/install/install.hpp>
#include <host/install/manifest.hpp>
#include <host/install/programs.hpp>
#include <host/install/safe_folder.hpp>
#include <nssbridge/error.hpp>

#include <algorithm>
#include <optional>

namespace host::install {
namespace {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

constexpr mode_t readable_by_all = 0644;
constexpr mode_t private_mode = 0600;

/// A file as it is and as it shall be.
struct Change {
  Spot spot;
  std::optional<std::string> before, after;
  mode_t mode;
  bool differs() const { return before != after; }
  const char* outcome() const {
    if (!differs()) return "unchanged";
    return !before ? "created" : after ? "replaced" : "removed";
  }
};

std::optional<std::string> read(const Spot& spot, uid_t user) {
  const auto folder = SafeFolder::open(spot, user, false);
  return folder ? folder->read(spot.file) : std::nullopt;
}

/// Whoever only reads it may find it through a link: many keep their settings elsewhere. Nothing is written through one.
std::optional<std::string> read_configuration_at(const Spot& spot, uid_t user) {
  return front::read_small_file(spot.path(), user);
}

void carry_out(const Change& change, uid_t user) {
  if (!change.differs()) return;
  if (change.after)
    SafeFolder::open(change.spot, user, true)->write(change.spot.file, *change.after, change.mode);
  else if (const auto folder = SafeFolder::open(change.spot, user, false))
    folder->remove(change.spot.file);
}

void require_ids(const std::vector<std::string>& ids) {
  if (!std::all_of(ids.begin(), ids.end(), front::is_extension_id))
    throw Error(Kind::invalid_request,
                "An add-on is named by its id, such as name@example.org; about:debugging shows it.");
  if (std::find(ids.begin(), ids.end(), identity::extension) != ids.end())
    throw Error(Kind::invalid_request,
                "Certferry's own add-on is always allowed; `certferry uninstall` takes everything away.");
}

std::vector<std::string> changed_ids(std::vector<std::string> ids, const Wishes& wishes) {
  for (const std::string& id : wishes.allow)
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  std::erase_if(ids, [&wishes](const std::string& id) {
    return std::find(wishes.refuse.begin(), wishes.refuse.end(), id) != wishes.refuse.end();
  });
  return ids;
}

Spot configuration_spot(const Setting& setting) {
  return setting.scope == Scope::system ? administrator_configuration(setting.root)
                                        : personal_configuration(setting.home, setting.configuration);
}

/// What the administrator allows every user; a person cannot take it back.
std::vector<std::string> given_ids(const Setting& setting, const Wishes& wishes) {
  if (setting.scope == Scope::system) return {};
  const auto ids = allowed_extensions_in(read_configuration_at(administrator_configuration(setting.root), 0));
  for (const std::string& id : wishes.refuse)
    if (std::find(ids.begin(), ids.end(), id) != ids.end())
      throw Error(Kind::permission_denied,
                  "The administrator of this computer allows that add-on, in /etc/certferry/certferry.json.")
          .with_fix(
              {"As root, take it back for everybody.", "certferry install --system --refuse-extension ID"});
  return ids;
}

/// Another program may have the same name; a file that is no JSON at all serves nobody.
void require_not_foreign(const std::optional<std::string>& bytes) {
  if (!bytes) return;
  if (is_foreign(read_manifest(*bytes)))
    throw Error(
        Kind::file_exists,
        "Where the manifest of Certferry belongs lies one of another program, so it is left as it is.")
        .with_fix(way_past_a_foreign_manifest());
}

std::vector<Change> manifest_changes(const Setting& setting, const Wishes& wishes,
                                     const std::vector<std::string>& ids) {
  const auto host =
      (setting.scope == Scope::user ? program_folder(setting.home).path() : setting.inner_programs) /
      host_program;
  std::vector<Change> changes;
  for (const ManifestPlace& place : manifest_places(setting.home, setting.root)) {
    const bool wanted = (wishes.firefox && place.firefox) || (wishes.thunderbird && place.thunderbird);
    if (place.scope != setting.scope || !wanted) continue;
    Change change{place.spot, read(place.spot, setting.user), manifest_text(host, ids), readable_by_all};
    require_not_foreign(change.before);
    changes.push_back(std::move(change));
  }
  return changes;
}

json change_json(const Change& change) {
  return {{"path", change.spot.path().string()},
          {"outcome", change.outcome()},
          {"content", change.after ? json(*change.after) : json()}};
}

json applications_of(const Spot& spot, const Setting& setting) {
  json names = json::array();
  for (const ManifestPlace& place : manifest_places(setting.home, setting.root)) {
    if (place.spot.path() != spot.path()) continue;
    if (place.firefox) names.push_back("firefox");
    if (place.thunderbird) names.push_back("thunderbird");
  }
  return names;
}

json warnings_for(const Setting& setting, const std::vector<std::string>& ids,
                  const std::vector<std::string>& usable) {
  json warnings = json::array();
  if (ids.size() != usable.size())
    warnings.push_back(
        "The configuration allows something that is no add-on id; it is left out of the manifest, which "
        "browsers would not "
        "read otherwise.");
  if (setting.scope == Scope::system) return warnings;
  for (const ManifestPlace& place : manifest_places(setting.home, setting.root))
    if (place.scope == Scope::system && read(place.spot, 0)) {
      warnings.push_back(
          "Certferry is also installed for all users of this computer. Browsers of this user now start the "
          "copy of this "
          "installation, which updates of the computer do not change.");
      break;
    }
  return warnings;
}

}  // namespace

json install(const Setting& setting, const Wishes& wishes) {
  require_ids(wishes.allow);
  require_ids(wishes.refuse);
  require_allowed(setting);
  const Spot spot = configuration_spot(setting);
  const auto before = read_configuration_at(spot, setting.user);
  const auto own_ids = changed_ids(allowed_extensions_in(before), wishes);
  auto ids = given_ids(setting, wishes);
  ids.insert(ids.end(), own_ids.begin(), own_ids.end());
  std::vector<std::string> usable;
  std::copy_if(ids.begin(), ids.end(), std::back_inserter(usable), front::is_extension_id);
  const bool keeps = own_ids == allowed_extensions_in(before);
  const Change configuration{spot, before, keeps ? before : with_allowed_extensions(before, own_ids),
                             setting.scope == Scope::user ? private_mode : readable_by_all};
  // Where it cannot be written, nothing else is either.
  if (configuration.differs()) read(spot, setting.user);
  const auto manifests = manifest_changes(setting, wishes, usable);

  json result{{"scope", setting.scope == Scope::user ? "user" : "system"}, {"written", !wishes.print}};
  result["programs"] = lay_down_programs(setting, wishes.print);
  result["configuration"] = configuration.after || configuration.before ? change_json(configuration) : json();
  result["manifests"] = json::array();
  if (!wishes.print) carry_out(configuration, setting.user);
  if (!wishes.print && !configuration.after && configuration.before) remove_empty_folders(spot);
  for (const Change& change : manifests) {
    if (!wishes.print) carry_out(change, setting.user);
    result["manifests"].push_back(change_json(change));
    result["manifests"].back()["applications"] = applications_of(change.spot, setting);
  }
  result["allowedExtensions"] = usable;
  result["warnings"] = warnings_for(setting, ids, usable);
  return result;
}

}  // namespace host::install

// SPDX-License-Identifier: MPL-2.0
#include <host/worker/audit/target.hpp>

#include <host/profiles/compatibility.hpp>
#include <host/profiles/identifier.hpp>
#include <host/protocol/path_text.hpp>
#include <host/store/contents.hpp>
#include <nssbridge/error.hpp>

namespace host::worker::audit {

using nssbridge::Error;
using nssbridge::Kind;
using nlohmann::json;

namespace {

/// Who found the profile by an application's own list knows its application and name; of a copy its files tell.
profiles::Profile profile_of(const json& params, const std::filesystem::path& folder) {
  profiles::Profile profile;
  profile.path = folder;
  const auto application = params.value("application", "");
  profile.application = application.empty()        ? profiles::application_of(folder)
                        : application == "firefox" ? profiles::Application::firefox
                                                   : profiles::Application::thunderbird;
  profile.id = params.value("id", "");
  if (profile.id.empty()) profile.id = profiles::identifier(profile.application, folder);
  profile.name = params.value("name", "");
  if (profile.name.empty()) profile.name = folder.filename().string();
  profile.format = nssbridge::files::format_of(folder);
  return profile;
}

}  // namespace

std::filesystem::path folder_of(const session::Session& session) {
  const auto folder = protocol::path_from_text(session.params().value("folder", ""));
  if (!folder || !folder->is_absolute()) throw Error(Kind::invalid_request, "An examination needs the folder of a profile.");
  return *folder;
}

Target target_of(const session::Session& session) {
  const auto& params = session.params();
  const auto folder = folder_of(session);
  std::error_code failed;
  if (!std::filesystem::is_directory(std::filesystem::symlink_status(folder, failed)))
    throw Error(Kind::profile_not_found, "The profile's folder is not there any more.");
  Target target;
  target.profile = profile_of(params, folder);
  target.user = params.value("user", "");
  target.is_copy = params.value("isCopy", false);
  target.at = nssbridge::from_rfc3339(params.value("at", "")).value_or(store::now());
  target.expiring_days = params.value("expiring", 30U);
  target.with_correspondents = params.value("withCorrespondents", false);
  target.public_keys = params.value("publicKeys", false);
  if (params.contains("knownKeys")) target.known_keys = host::audit::known_keys_from_text(params.value("knownKeys", ""));
  target.may_ask = params.value("mayAsk", false) && !target.is_copy;
  return target;
}

}  // namespace host::worker::audit

// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/locks.hpp>
#include <host/selection/applied.hpp>
#include <host/selection/pending.hpp>
#include <host/selection/pending_stamp.hpp>
#include <host/worker/confined.hpp>
#include <host/worker/opened.hpp>
#include <host/worker/operations/operations.hpp>

#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

namespace host::worker {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;
using nssbridge::to_valid_utf8;

namespace {

json fingerprint_or_null(const std::string& fingerprint) {
  return fingerprint.empty() ? json() : json(fingerprint);
}

json stored_json(const std::optional<selection::Stored>& stored, const std::string& fingerprint) {
  if (!stored) return nullptr;
  return {{"fingerprint", fingerprint_or_null(fingerprint)},
          {"displayName", to_valid_utf8(stored->name)},
          {"dbKey", to_valid_utf8(stored->db_key)}};
}

/// What has to be set, in the values that Thunderbird keeps: absent stays as it is, null is cleared.
json wanted_json(const selection::Pending& pending) {
  const auto& wanted = pending.wanted;
  json value = json::object();
  if (wanted.signing) value["signing"] = stored_json(*wanted.signing, pending.signing_fingerprint);
  if (wanted.encryption)
    value["encryption"] = stored_json(*wanted.encryption, pending.encryption_fingerprint);
  if (wanted.technology) value["technology"] = *wanted.technology;
  return value;
}

json pending_json(const selection::Pending& pending) {
  json value{{"identity", pending.identity},
             {"email", to_valid_utf8(pending.email)},
             {"signing", fingerprint_or_null(pending.signing_fingerprint)},
             {"encryption", fingerprint_or_null(pending.encryption_fingerprint)},
             {"since", pending.since},
             {"wanted", wanted_json(pending)}};
  if (pending.wanted.sign_by_default) value["signByDefault"] = *pending.wanted.sign_by_default;
  if (pending.wanted.encrypt_by_default)
    value["encryptByDefault"] = *pending.wanted.encrypt_by_default ? "required" : "off";
  return value;
}

/// A path need not be UTF-8.
std::string base64(const std::filesystem::path& path) {
  const auto& text = path.native();
  return nssbridge::to_base64({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

/// True if the add-on that calls runs in the application that holds the profile. Where the system hides
/// processes from each other (a browser in a sandbox), that the profile is in use has to do.
bool called_by_application(const session::Session& session, const profiles::Profile& profile) {
  if (!session.caller_process()) return false;
  return profiles::is_caller(profile.path, *session.caller_process())
      .value_or(profiles::running(profile.path));
}

}  // namespace

json list_pending(session::Session& session) {
  const auto profile = session.required_profile("profile");
  settle_on({profile.path});
  const bool watch = session.params().value("watch", false);
  if (watch && !session.caller_process())
    throw Error(Kind::invalid_request,
                "Watching needs a connection that stays open: ask for it through certferry-host, or "
                "leave out \"watch\".");
  const auto folder = profile.path / "certferry" / "pending";
  // Before the records are read: what changes from here on is told again.
  const auto stamp = selection::pending_stamp(folder);
  json list = json::array();
  for (const auto& pending : selection::read_pending(profile.path)) list.push_back(pending_json(pending));
  json result{{"pending", std::move(list)}};
  if (watch) result["watch"] = {{"folder", base64(profile.path)}, {"stamp", stamp}};
  return result;
}

json report_applied(session::Session& session) {
  const auto profile = session.required_profile("profile");
  settle_on({}, &profile.path);
  profiles::require_writable(profile.path, 0);
  const profiles::WriteLock lock(profile.path, std::chrono::seconds(30),
                                 [&] { session.progress("waiting", 0, 0); });
  selection::take_as_applied(profile, session.params().at("identity").get<std::string>(),
                             called_by_application(session, profile));
  return json::object();
}

}  // namespace host::worker

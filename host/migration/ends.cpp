// SPDX-License-Identifier: MPL-2.0
#include <host/migration/run.hpp>

#include <host/prefs/prefs.hpp>
#include <host/selection/identities.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace host::migration {

using nssbridge::Error;
using nssbridge::Kind;
using profiles::Application;
using profiles::Profile;

namespace {

std::vector<Profile> of_application(const std::vector<Profile>& all, Application application) {
  std::vector<Profile> found;
  std::ranges::copy_if(all, std::back_inserter(found),
                       [&](const Profile& profile) { return profile.application == application; });
  return found;
}

bool fits_as_target(const Profile& profile) {
  const auto file = prefs::PrefsFile::parse(prefs::read_file(profile.path / "prefs.js"));
  return std::ranges::any_of(selection::read_identities(file),
                             [](const auto& identity) { return !identity.email.empty(); });
}

/// Holds a certificate that can serve e-mail: with a key, or somebody else's. A profile that cannot be read does not fit.
bool fits_as_source(const Profile& profile, nssbridge::Library& library, bool with_key) {
  try {
    const auto checked = store::check_for_reading(profile);
    if (with_key && checked.state.private_key_ids.empty()) return false;
    const auto token = library.open_read_only(checked.folder);
    return std::ranges::any_of(token.certificates(), [&](const auto& stored) {
      return nssbridge::can_serve_email(stored.certificate) && (with_key || !stored.certificate.emails.empty()) &&
             checked.state.private_key_ids.contains(stored.certificate.key_id) == with_key;
    });
  } catch (const Error&) {
    return false;
  }
}

Profile the_one(const std::vector<Profile>& fitting, Kind none, const char* none_message, const char* option) {
  if (fitting.empty()) throw Error(none, none_message).with_fix({"See what is there.", "certferry profiles"});
  if (fitting.size() == 1) return fitting.front();
  std::vector<Profile> defaults;
  std::ranges::copy_if(fitting, std::back_inserter(defaults), &Profile::is_default);
  if (defaults.size() == 1) return defaults.front();
  std::vector<std::string> ids;
  for (const auto& profile : fitting) ids.push_back(profile.id);
  throw Error(Kind::ambiguous, std::string("Several profiles fit. Name one with ") + option + ".")
      .with_candidates(std::move(ids))
      .with_fix({"See which is which.", "certferry profiles"});
}

Profile find_target(const std::vector<Profile>& all) {
  const auto thunderbirds = of_application(all, Application::thunderbird);
  if (thunderbirds.empty())
    throw Error(Kind::profile_not_found, "There is no Thunderbird profile. Start Thunderbird once and set up an account.");
  std::vector<Profile> fitting;
  std::ranges::copy_if(thunderbirds, std::back_inserter(fitting), fits_as_target);
  return the_one(fitting, Kind::identity_not_found,
                 "No Thunderbird profile has an identity with an e-mail address. Set up a mail account in Thunderbird first.",
                 "--to");
}

Profile find_source(const std::vector<Profile>& all, bool correspondents) {
  const auto firefoxes = of_application(all, Application::firefox);
  if (firefoxes.empty())
    throw Error(Kind::profile_not_found, "There is no Firefox profile. Name the profile to take certificates from with --from.");
  std::vector<Profile> fitting;
  nssbridge::Library library;
  const auto find = [&](bool with_key) {
    std::ranges::copy_if(firefoxes, std::back_inserter(fitting), [&](const Profile& profile) { return fits_as_source(profile, library, with_key); });
  };
  find(true);
  if (fitting.empty() && correspondents) find(false);
  library.close();
  return the_one(fitting, Kind::certificate_not_found,
                 "No Firefox profile has a certificate with a private key that can serve e-mail.", "--from");
}

bool names_certificates(const session::Session& session) {
  return session.params().contains("certificates") || !session.certificate_prefixes().empty();
}

}  // namespace

bool Ends::within_one_profile() const {
  std::error_code absent;
  return std::filesystem::equivalent(from.path, to.path, absent);
}

Ends find_ends(const session::Session& session) {
  auto from = session.profile("from");
  auto to = session.profile("to");
  std::vector<Profile> all;
  if (!from || !to) all = profiles::discover();
  if (!to) to = find_target(all);
  if (!from) from = find_source(all, session.params().value("correspondents", false));
  Ends ends{*from, *to};
  if (ends.within_one_profile() && !names_certificates(session))
    throw Error(Kind::invalid_request, "Source and target are the same profile. Name two different ones, or the "
                                       "certificates whose chain or selection shall be completed there.");
  return ends;
}

}  // namespace host::migration

// SPDX-License-Identifier: MPL-2.0
#include <host/doctor/profiles.hpp>
#include <host/identity.hpp>
#include <host/protocol/members.hpp>

#include <nssbridge/version.hpp>

namespace host::doctor {
namespace {

using nlohmann::json;
using protocol::list_member;
using protocol::member;
using protocol::text_member;
using nssbridge::Fix;

/// What a worker found, by its id; one that this program does not know is left out.
void add_from_worker(Findings& findings, const Words& words, const json& problem,
                     const std::string& subject) {
  const auto id = Id::from(text_member(problem, "id"));
  if (!id) return;
  const std::string fix = text_member(problem, "fix");
  const bool hidden = !words.tells_everything() && member(problem, "fixNamesUser") == true;
  findings.add(*id, subject + text_member(problem, "text"), hidden || fix.empty() ? in_a_terminal() : Fix{fix, {}});
}

/// Our add-on in one profile. True if it is there.
bool judge_addon(Findings& findings, const json& addon, const std::string& subject) {
  const std::string id = text_member(addon, "id"), version = text_member(addon, "version");
  if (id != identity::extension && id != identity::live_extension) return false;
  const std::string what =
      id == identity::extension ? "Certferry's add-on" : "Certferry's add-on for live selection";
  const bool active = member(addon, "active") == true;
  if (!active)
    findings.add(Id("addon-off"), subject + "has " + what + ", which is switched off.",
                 Fix{"Switch it on in the add-on manager.", {}});
  if (nssbridge::older(version, CERTFERRY_VERSION))
    findings.add(Id("addon-older"),
                 subject + "has version " + version + " of " + what +
                     ", older than this program (" CERTFERRY_VERSION ").",
                 Fix{"Update the add-on.", {}});
  else if (nssbridge::older(CERTFERRY_VERSION, version))
    findings.add(Id("addon-newer"),
                 subject + "has version " + version + " of " + what +
                     ", newer than this program (" CERTFERRY_VERSION ").",
                 Fix{"Update Certferry.", "certferry install"});
  else if (active)
    findings.good(subject + "has " + what + ", version " + version + ".");
  return true;
}

/// True if one of our add-ons is there.
bool judge_profile(Findings& findings, const std::string& subject, const json& profile, const Words& words,
                   const std::string& nss_version) {
  const json& problems = list_member(profile, "problems");
  for (const json& problem : problems) add_from_worker(findings, words, problem, subject);
  if (member(profile, "needsNewNss") == true && nssbridge::older(nss_version, "3.118"))
    findings.add(Id("profile-needs-newer-nss"),
                 subject + "has a primary password that the newest NSS here cannot use.",
                 Fix{"Install Firefox or Thunderbird 144 or later; Certferry then uses the library that "
                     "comes with it.",
                     {}});
  bool seen = false;
  for (const json& addon : list_member(profile, "addons")) seen = judge_addon(findings, addon, subject) || seen;
  if (problems.empty())
    findings.good(subject +
                  (member(profile, "running") == true ? "is in use and can be read." : "can be read."));
  return seen;
}

}  // namespace

void judge_profiles(Findings& findings, const Words& words, const json& seen, const std::string& nss_version,
                    bool personal_manifest) {
  for (const json& policy : list_member(seen, "policies"))
    // What counts only for all users does not matter to an installation for all users.
    if (personal_manifest || text_member(policy, "id") != "policy-user-hosts")
      add_from_worker(findings, words, policy, {});
  const json& profiles = list_member(seen, "profiles");
  if (profiles.empty())
    findings.add(Id("profiles-none"), "This user has no profile of Firefox or Thunderbird yet.",
                 Fix{"Start them once.", {}});
  bool addon_seen = false;
  std::size_t number = 0;
  for (const json& profile : profiles) {
    const std::string subject =
        words.profile(text_member(profile, "application"), text_member(profile, "name"), ++number) + " ";
    addon_seen = judge_profile(findings, subject, profile, words, nss_version) || addon_seen;
  }
  if (!profiles.empty() && !addon_seen)
    findings.add(Id("addon-missing"),
                 "No profile has Certferry's add-on. The command line works without it.",
                 Fix{"Nothing has to be done for the command line. For the page install the add-on in Firefox or Thunderbird.", {}});
}

}  // namespace host::doctor

// SPDX-License-Identifier: MPL-2.0
#include <host/explanation/notes.hpp>

#include <host/explanation/remedy.hpp>
#include <host/text/words.hpp>
#include <nssbridge/error.hpp>

#include <algorithm>

namespace host::explanation {

using nssbridge::Fix;

namespace {

bool holds_a_key_of(const Store& store, const Store& target) {
  return std::ranges::any_of(target.contents.certificates, [&](const auto& stored) {
    return target.contents.has_key(stored.certificate) && store.contents.has_key(stored.certificate);
  });
}

Fix about_password(const Store& target, const std::list<Store>& neighbours) {
  Fix note{"The keys of this profile are behind a primary password: Thunderbird asks for it before it signs or decrypts. "
           "Nobody can tell from here whether you know it, and if it is forgotten, nothing gets the keys out of this "
           "profile.",
           std::nullopt};
  const auto other = std::ranges::find_if(neighbours, [&](const Store& each) { return holds_a_key_of(each, target); });
  if (other == neighbours.end())
    note.text += " No other profile of yours holds one of them; a key file that you once made may.";
  else
    note.text += " " + title_of(other->profile) + " holds one of them too" +
                 (other->is_protected ? ", behind a primary password as well." :
                                        ", without a primary password; from there it can be moved into a new profile.");
  return note;
}

Fix about_unread(const Unread& unread) {
  return {"What " + title_of(unread.profile) + " holds could not be counted. " + unread.error.message(), std::nullopt};
}

}  // namespace

std::vector<Fix> notes_on(const Store& target, const std::list<Store>& neighbours, const std::vector<Unread>& unread) {
  std::vector<Fix> notes;
  if (target.is_protected && !target.contents.key_ids.empty()) notes.push_back(about_password(target, neighbours));
  for (const auto& each : unread) notes.push_back(about_unread(each));
  return notes;
}

std::vector<Fix> notes_on_roots(const PolicyRoots& policy, const profiles::Profile& target) {
  std::vector<Fix> notes;
  if (policy.wants_roots_of_system())
    notes.push_back({"Thunderbird is set to take roots from the system (security.enterprise_roots.enabled, as the policy "
                     "ImportEnterpriseRoots sets it). It does so on Windows and macOS; on Linux that brings in none. A root "
                     "has to be in this profile, trusted for e-mail: an administrator's policy can put it there "
                     "(Certificates, Install), or you can, with the root's file from whoever issued the certificate.",
                     "certferry import --profile " + text::shell_word(target.id) + " FILE --trust-root FINGERPRINT"});
  if (policy.some_unread())
    notes.push_back({"An administrator's policy (" + nssbridge::to_valid_utf8(policy.file()->string()) +
                     ") installs certificates from files that cannot be read here. Close Thunderbird and start it again, then "
                     "explain again.",
                     std::nullopt});
  return notes;
}

}  // namespace host::explanation

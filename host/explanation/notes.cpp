// SPDX-License-Identifier: MPL-2.0
#include <host/explanation/notes.hpp>

#include <host/explanation/remedy.hpp>
#include <host/prefs/prefs.hpp>
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

bool relies_on_roots_of_the_system(const Store& target) {
  const auto file = prefs::PrefsFile::parse(prefs::read_file(target.profile.path / "prefs.js"));
  return file.boolean("security.enterprise_roots.enabled").value_or(false);
}

}  // namespace

std::vector<Fix> notes_on(const Store& target, const std::list<Store>& neighbours, const std::vector<Unread>& unread) {
  std::vector<Fix> notes;
  if (target.is_protected && !target.contents.key_ids.empty()) notes.push_back(about_password(target, neighbours));
  if (relies_on_roots_of_the_system(target))
    notes.push_back({"Thunderbird is set to trust the roots of the system (security.enterprise_roots.enabled). They do not "
                     "count when it signs: for that a root has to be in this profile, trusted for e-mail.",
                     std::nullopt});
  for (const auto& each : unread) notes.push_back(about_unread(each));
  return notes;
}

}  // namespace host::explanation

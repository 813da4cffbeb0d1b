// SPDX-License-Identifier: MPL-2.0
#include <host/explanation/neighbours.hpp>

#include <nssbridge/error.hpp>

#include <sys/stat.h>

#include <filesystem>

namespace host::explanation {

using nssbridge::Error;
using profiles::Profile;
namespace files = nssbridge::files;

namespace {

/// Root looks at another person's profile: root's own profiles are nobody's business there.
bool same_owner(const Profile& left, const Profile& right) {
  struct stat a {}, b {};
  return ::stat(left.path.c_str(), &a) == 0 && ::stat(right.path.c_str(), &b) == 0 && a.st_uid == b.st_uid;
}

}  // namespace

std::vector<Profile> neighbours_of(const Profile& profile) {
  std::vector<Profile> found;
  for (auto& each : profiles::discover()) {
    std::error_code absent;
    const bool itself = std::filesystem::equivalent(each.path, profile.path, absent);
    if (!itself && each.format != files::Format::none && same_owner(each, profile)) found.push_back(std::move(each));
  }
  return found;
}

Store read_store(nssbridge::Library& library, const Profile& profile) {
  if (profile.format == files::Format::none) return {profile, {}, false};
  const auto checked = store::check_for_reading(profile);
  const auto token = library.open_read_only(checked.folder);
  return {profile, store::read(token, checked.state), token.password_protected()};
}

bool is_part_of_a_move(const nssbridge::Certificate& certificate, const store::Contents& contents) {
  return certificate.is_authority || contents.has_key(certificate);
}

std::list<Store> read_neighbours(nssbridge::Library& library, const std::vector<Profile>& profiles,
                                 std::vector<Unread>& unread) {
  std::list<Store> stores;
  for (const auto& profile : profiles) {
    try {
      auto store = read_store(library, profile);
      std::erase_if(store.contents.certificates, [&](const nssbridge::StoredCertificate& stored) {
        return !is_part_of_a_move(stored.certificate, store.contents);
      });
      stores.push_back(std::move(store));
    } catch (const Error& error) {
      unread.push_back({profile, error});
    }
  }
  return stores;
}

}  // namespace host::explanation

// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/profiles/profile.hpp>
#include <host/store/contents.hpp>
#include <nssbridge/library.hpp>

#include <list>
#include <string>
#include <vector>

namespace host::explanation {

/// A profile with what its store holds.
struct Store {
  profiles::Profile profile;
  store::Contents contents;
  bool is_protected = false;  ///< by a primary password
};

/// A profile that could not be read, and why.
struct Unread {
  profiles::Profile profile;
  nssbridge::Error error;
};

/// The other profiles of the person who owns `profile`: what they hold may mend it.
std::vector<profiles::Profile> neighbours_of(const profiles::Profile& profile);

/// What a profile holds, read as the application left it and without a login. Throws what
/// store::check_for_reading throws; a profile without databases is empty.
Store read_store(nssbridge::Library& library, const profiles::Profile& profile);

/// Authorities, and what has a key.
bool is_part_of_a_move(const nssbridge::Certificate& certificate, const store::Contents& contents);

/// Those that hold anything, without certificates of correspondents. One that cannot be read goes to `unread` and hides no other.
std::list<Store> read_neighbours(nssbridge::Library& library, const std::vector<profiles::Profile>& profiles,
                                 std::vector<Unread>& unread);

}  // namespace host::explanation

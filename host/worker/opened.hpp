// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/store/contents.hpp>

#include <functional>

namespace host::worker {

/// Opens a profile for reading, hands contents and verifier to `use`, and closes NSS again; a profile without
/// databases has empty contents. Throws what store::check_for_reading throws.
void with_contents(const profiles::Profile& profile,
                   const std::function<void(const store::Contents&, const nssbridge::Verifier&)>& use);

/// The process becomes the owner of the profile's folder before it opens a file in there, if it is root (rule F4).
void become_owner_of(const profiles::Profile& profile);

}  // namespace host::worker

// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/migration/plan.hpp>
#include <host/session/session.hpp>

namespace host::worker {

/// Parameters `trustRoots`, `select` and `signByDefault`, which everything has that moves certificates.
migration::Wishes wishes_of(const session::Session& session);

}  // namespace host::worker

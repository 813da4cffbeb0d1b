// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/session/session.hpp>

#include <filesystem>
#include <vector>

/// What the process that reads profiles may still do. It is narrowed three times: before anything foreign is
/// read, when the request is known, and when the profiles that it concerns are.
namespace host::worker {

/// First of all: no new privileges, and no system call that leads out.
void forbid_ways_out();

/// Before the first file of a profile is opened: what a request of this kind may cost, the places of profiles
/// readable, and writable only profiles that it may change. Call once.
void confine_to(const session::Session& session);

/// The request needed more memory than it may have: whatever came of it is not to be relied on.
bool was_too_costly();

/// From here on only these profiles are open, and only `written`, if there is one, can be changed. As root
/// the process first becomes the owner of the one that is written, else of the last that is read (rule F4).
void settle_on(const std::vector<std::filesystem::path>& read,
               const std::filesystem::path* written = nullptr);

/// The waiter: it becomes the owner of its profile and can open nothing else.
void confine_waiter_to(const std::filesystem::path& profile, const std::filesystem::path& nss_folder);

}  // namespace host::worker

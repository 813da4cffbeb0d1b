// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <sys/stat.h>
#include <sys/types.h>
#include <filesystem>

namespace host::front {

/// Rule L1: every component of the real path `path` belongs to root or to `user` and can be written by nobody
/// else. For root itself, everything belongs to root and nothing lies below a person's home.
bool is_trusted(const std::filesystem::path& path, uid_t user);

/// Every component of the real path `path` belongs to root or to `user` and can be written by nobody else.
bool is_changed_by_none_but(const std::filesystem::path& path, uid_t user);

/// Could anybody but root and `user` write to what has this state? The group that systems give to one user alone, named as the
/// primary one in /etc/passwd and with no other member, is that user. Root has no such group.
bool others_can_write(const struct stat& status, uid_t user);

/// Rule D5, for what browsers are told to start: every component of the real path `path` belongs to root or to `user`, and nobody
/// else can change it or put something in its place. Other than with is_changed_by_none_but, the user's own group may write
/// (others_can_write), and everybody in a folder where only owners rename (sticky), as in /tmp.
bool is_kept_from_others(const std::filesystem::path& path, uid_t user);

/// The same as is_trusted for an entry of a folder that is_trusted; a link counts as what it leads to.
bool is_trusted_entry(const std::filesystem::path& path, uid_t user);

/// `path` as is_trusted wants it, without links; empty if it does not exist.
std::filesystem::path real_path(const std::filesystem::path& path);

}  // namespace host::front

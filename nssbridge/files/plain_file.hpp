// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/descriptor.hpp>

#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <optional>

namespace nssbridge::files {

/// Opens a regular file for reading, without blocking and following no link; a closed descriptor if there is none.
/// Throws Error: permission_denied, profile_unreadable (a link, a folder, a pipe), io_failure.
Descriptor open_regular(const std::filesystem::path& file);

/// What tells one state of a file from another without reading it.
struct Trace {
  bool exists = false;
  dev_t device = 0;
  ino_t inode = 0;
  off_t size = 0;
  std::int64_t seconds = 0, nanoseconds = 0;
  bool operator==(const Trace&) const = default;
};
Trace trace_of(const std::filesystem::path& file);

}  // namespace nssbridge::files

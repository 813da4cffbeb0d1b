// SPDX-License-Identifier: MPL-2.0
#include <host/confinement/file_rules.hpp>
#include <host/confinement/state.hpp>

#include <nssbridge/descriptor.hpp>
#include <nssbridge/error.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string_view>

namespace host::confinement {
namespace {

using nssbridge::Descriptor;
using nssbridge::Error;
using nssbridge::Kind;
namespace fs = std::filesystem;

/// The kernel's interface, written down here because the headers of Debian 12 know less of it than the
/// kernels do.
enum Access : std::uint64_t {
  execute = 1U << 0,
  write_file = 1U << 1,
  read_file = 1U << 2,
  read_folder = 1U << 3,
  remove_folder = 1U << 4,
  remove_file = 1U << 5,
  make_folder = 1U << 7,
  make_file = 1U << 8,
  first_version = (1U << 13) - 1,
  refer = 1U << 13,           // version 2: moving to another folder
  truncate = 1U << 14,        // version 3
  device_control = 1U << 15,  // version 5
};

struct Ruleset {
  std::uint64_t files;
  std::uint64_t network;  // version 4
  std::uint64_t scoped;   // version 6
};

struct [[gnu::packed]] FolderRule {
  std::uint64_t allowed;
  std::int32_t folder;
};

constexpr int rule_for_folder = 1;
constexpr std::uint64_t bind_and_connect = 3;
constexpr std::uint64_t abstract_sockets_and_signals = 3;

constexpr std::uint64_t reading = read_file | read_folder;
constexpr std::uint64_t writing =
    reading | write_file | remove_folder | remove_file | make_folder | make_file | refer | truncate;
constexpr std::uint64_t of_single_files = read_file | write_file | truncate | device_control;

Ruleset everything_in(int version) {
  Ruleset all{first_version, 0, 0};
  if (version >= 2) all.files |= refer;
  if (version >= 3) all.files |= truncate;
  if (version >= 4) all.network = bind_and_connect;
  if (version >= 5) all.files |= device_control;
  if (version >= 6) all.scoped = abstract_sockets_and_signals;
  return all;
}

[[noreturn]] void throw_not_confined() {
  throw Error(
      Kind::internal,
      "The process that reads profiles could not be confined, so nothing was done. Please report it.");
}

/// The rule is tied to the inode. Those of /proc live only as long as somebody uses them.
bool is_short_lived(const fs::path& place) {
  return place.string().starts_with("/proc/");
}

void allow(int ruleset, const fs::path& place, std::uint64_t rights, std::uint64_t handled) {
  Descriptor target(::open(place.c_str(), O_PATH | O_CLOEXEC));
  struct stat info {};
  if (target.number() < 0 || ::fstat(target.number(), &info) != 0) return;
  if (!S_ISDIR(info.st_mode)) rights &= of_single_files;
  const FolderRule rule{rights & handled, target.number()};
  const bool added = ::syscall(SYS_landlock_add_rule, ruleset, rule_for_folder, &rule, 0) == 0;
  // Places in file systems of the kernel's own cannot have rules; they stay closed.
  if (!added && errno != EBADFD) throw_not_confined();
  if (added && is_short_lived(place)) target.release();  // stays open for the life of the process
}

}  // namespace

bool restrict_files(const FileRules& rules) {
  const int version = landlock_version();
  if (version == 0) return false;
  const Ruleset all = everything_in(version);
  const Descriptor ruleset(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0)));
  if (ruleset.number() < 0) throw_not_confined();
  for (const auto& place : rules.readable) allow(ruleset.number(), place, reading, all.files);
  for (const auto& place : rules.writable) allow(ruleset.number(), place, writing, all.files);
  if (::syscall(SYS_landlock_restrict_self, ruleset.number(), 0) == 0) return true;
  // Whoever started us has used up the kernel's sixteen layers.
  if (errno == E2BIG) return false;
  throw_not_confined();
}

std::vector<fs::path> system_places() {
  return {"/usr",
          "/lib",
          "/lib32",
          "/lib64",
          "/etc",
          "/opt",
          "/snap",
          "/var/lib/flatpak",
          "/var/lib/snapd",
          "/proc/self",
          "/proc/sys/crypto",
          "/dev/null",
          "/dev/zero",
          "/dev/random",
          "/dev/urandom"};
}

}  // namespace host::confinement

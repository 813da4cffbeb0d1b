// SPDX-License-Identifier: MPL-2.0
#include <host/selection/record_file.hpp>

#include <host/profiles/file_text.hpp>
#include <host/profiles/locks.hpp>
#include <nssbridge/descriptor.hpp>
#include <nssbridge/error.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include <nlohmann/json.hpp>

namespace host::selection {

using nlohmann::json;
using nssbridge::Descriptor;
using nssbridge::Error;
using nssbridge::Kind;
namespace fs = std::filesystem;

namespace {

[[noreturn]] void throw_not_kept() {
  throw Error(
      Kind::io_failure,
      "The selection could not be kept in the profile. Check that the disk is not full and the profile "
      "writable.");
}

void sync(const Descriptor& descriptor) {
  if (::fsync(descriptor.number()) != 0) throw_not_kept();
}

/// The folder of a kind of records, mode 0700, made if missing; a link is refused.
void make_folder(const fs::path& folder) {
  struct stat info {};
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) throw_not_kept();
  if (::lstat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) throw_not_kept();
}

}  // namespace

void write_record(const fs::path& file, const json& value, const fs::path& profile) {
  profiles::own_folder(profile);
  make_folder(file.parent_path());
  const fs::path temporary = file.string() + ".new";
  ::unlink(temporary.c_str());
  try {
    const Descriptor descriptor(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    const auto text = value.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
    if (!descriptor.is_open() || !write_all(descriptor, text)) throw_not_kept();
    sync(descriptor);
    if (::rename(temporary.c_str(), file.c_str()) != 0) throw_not_kept();
  } catch (const Error&) {
    ::unlink(temporary.c_str());
    throw;
  }
  sync(Descriptor(::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)));
}

json read_record(const fs::path& file) {
  constexpr std::size_t largest = 1U << 20;
  return json::parse(profiles::file_text(file, largest).value_or(""), nullptr, false);
}

}  // namespace host::selection

// SPDX-License-Identifier: MPL-2.0
#include <host/fleet/files.hpp>
#include <nssbridge/error.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

namespace host::fleet {

namespace fs = std::filesystem;
using nssbridge::Descriptor;
using nssbridge::Error;
using nssbridge::Kind;

namespace {

constexpr mode_t owner_only = 0600, anybody_else = 0077;

fs::path real_folder(const fs::path& file) {
  std::error_code failed;
  const auto folder = fs::canonical(file.has_parent_path() ? file.parent_path() : fs::path("."), failed);
  if (failed) throw Error(Kind::bad_file, "The folder for the database is not there. Make it first, or name another.");
  return folder;
}

void add_folder(const fs::path& folder, std::vector<fs::path>& files) {
  std::error_code failed;
  std::vector<fs::path> found;
  for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed))
    if (entry->path().extension() == ".json") found.push_back(entry->path());
  if (failed) throw Error(Kind::permission_denied, "A folder of results cannot be read. Check its rights.");
  std::ranges::sort(found);
  files.insert(files.end(), found.begin(), found.end());
}

}  // namespace

std::string own_file(const fs::path& file) {
  const fs::path real = real_folder(file) / file.filename();
  const Descriptor opened(::open(real.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, owner_only));
  struct stat status {};
  if (!opened.is_open() || ::fstat(opened.number(), &status) != 0)
    throw Error(Kind::permission_denied, "The database cannot be opened. Check the rights of the file and of its folder; it must not be a link.");
  if (!S_ISREG(status.st_mode)) throw Error(Kind::bad_file, "The database is not a file. Name another one.");
  if (status.st_uid != ::geteuid() || (status.st_mode & anybody_else) != 0)
    throw Error(Kind::permission_denied, "Others can read the database, which names people. Run: chmod 600 FILE, as its owner.");
  return real.string();
}

std::vector<fs::path> result_files(const std::vector<fs::path>& words) {
  std::vector<fs::path> files;
  for (const fs::path& word : words) {
    std::error_code failed;
    const auto status = fs::status(word, failed);
    if (status.type() == fs::file_type::not_found || status.type() == fs::file_type::none)
      throw Error(Kind::bad_file, "A result file or folder of that name is not there. Check how it is spelled.");
    if (fs::is_directory(status))
      add_folder(word, files);
    else
      files.push_back(word);
  }
  return files;
}

Source result_octets(const fs::path& file) {
  const auto opened = std::make_shared<Descriptor>(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  if (!opened->is_open() || ::fstat(opened->number(), &status) != 0)
    throw Rejected("It cannot be opened, or is a link.");
  if (!S_ISREG(status.st_mode)) throw Rejected("It is not a file.");
  return [opened](char* into, std::size_t room) {
    ssize_t got = -1;
    do got = ::read(opened->number(), into, room);
    while (got < 0 && errno == EINTR);
    if (got < 0) throw Rejected("It cannot be read.");
    return static_cast<std::size_t>(got);
  };
}

}  // namespace host::fleet

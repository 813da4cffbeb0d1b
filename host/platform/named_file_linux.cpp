// SPDX-License-Identifier: MPL-2.0
#include <host/front/named_file.hpp>
#include <nssbridge/error.hpp>

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace host::front {

using nssbridge::Error;
using nssbridge::Kind;

namespace {

bool is_absence(int error) { return error == ENOENT || error == ENOTDIR; }

[[noreturn]] void throw_not_opened(int error) {
  if (is_absence(error))
    throw Error(Kind::bad_file, "There is no file of that name. Check how it is spelled.");
  if (error == EACCES || error == EPERM)
    throw Error(Kind::permission_denied, "The file may not be read by you. Ask for a copy, or run: chmod u+r FILE");
  throw Error(Kind::io_failure, "The file cannot be opened. Copy it to a local disk and try again.");
}

[[noreturn]] void throw_not_regular() {
  throw Error(Kind::bad_file, "What lies beside the key file, under its name and \".certferry\", is no regular file. Move it away, or put the "
                              "file there that was written with the key file.");
}

/// `what` is too large where it is: "The file".
std::string all_of(NamedFile& file, std::size_t most, const std::string& what) {
  constexpr std::size_t some = 65536;
  std::string text;
  for (auto piece = file.read(some); !piece.empty(); piece = file.read(some)) {
    text.append(piece);
    if (text.size() > most)
      throw Error(Kind::too_large, what + " is larger than " + std::to_string(most >> 20) + " MiB. Check that it is the right one.");
  }
  return text;
}

}  // namespace

NamedFile::NamedFile(const std::filesystem::path& file) : m_stream(std::fopen(file.c_str(), "rbe")) {
  if (!m_stream) throw_not_opened(errno);
}

NamedFile::NamedFile(nssbridge::Descriptor file) : m_stream(::fdopen(file.number(), "rb")) {
  if (!m_stream) throw_not_opened(errno);
  file.release();
}

std::string NamedFile::read(std::size_t most) {
  std::string octets;
  std::array<char, 65536> some;
  while (const std::size_t got = std::fread(some.data(), 1, std::min(some.size(), most - octets.size()), m_stream.get())) octets.append(some.data(), got);
  if (std::ferror(m_stream.get()) == 0) return octets;
  if (errno == EISDIR) throw Error(Kind::bad_file, "That is a folder. Name the file in it.");
  throw Error(Kind::io_failure, "The file cannot be read. Copy it to a local disk and try again.");
}

std::string read_named_file(const std::filesystem::path& file, std::size_t most) {
  NamedFile named(file);
  return all_of(named, most, "The file");
}

std::optional<std::string> read_file_beside(const std::filesystem::path& file, std::size_t most) {
  // Without O_NONBLOCK a pipe under this name would hang the command.
  nssbridge::Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!opened.is_open() && is_absence(errno)) return std::nullopt;
  if (!opened.is_open() && errno == ENXIO) throw_not_regular();  // a socket
  if (!opened.is_open()) throw_not_opened(errno);
  struct stat status {};
  if (::fstat(opened.number(), &status) != 0 || !S_ISREG(status.st_mode)) throw_not_regular();
  NamedFile beside(std::move(opened));
  auto octets = all_of(beside, most, "The file beside the key file");
  if (octets.empty())
    throw Error(Kind::bad_file, "The file beside the key file, under its name and \".certferry\", is empty. Copy both again, or move it away "
                                "to bring in the key file alone.");
  return octets;
}

}  // namespace host::front

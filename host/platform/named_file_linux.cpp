// SPDX-License-Identifier: MPL-2.0
#include <host/front/named_file.hpp>
#include <nssbridge/error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>

namespace host::front {

using nssbridge::Error;
using nssbridge::Kind;

namespace {

[[noreturn]] void throw_not_opened(int error) {
  if (error == ENOENT || error == ENOTDIR)
    throw Error(Kind::bad_file, "There is no file of that name. Check how it is spelled.");
  if (error == EACCES || error == EPERM)
    throw Error(Kind::permission_denied, "The file may not be read by you. Ask for a copy, or run: chmod u+r FILE");
  throw Error(Kind::io_failure, "The file cannot be opened. Copy it to a local disk and try again.");
}

}  // namespace

NamedFile::NamedFile(const std::filesystem::path& file) : m_stream(std::fopen(file.c_str(), "rbe")) {
  if (!m_stream) throw_not_opened(errno);
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
  constexpr std::size_t some = 65536;
  NamedFile named(file);
  std::string text;
  for (auto piece = named.read(some); !piece.empty(); piece = named.read(some)) {
    text.append(piece);
    if (text.size() > most)
      throw Error(Kind::too_large, "The file is larger than " + std::to_string(most >> 20) + " MiB. Check that it is the right one.");
  }
  return text;
}

}  // namespace host::front

// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/named_file.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace host::front {

/// Files and folders that the person named for a worker to read, which can open none itself. They come one after the other, in pieces,
/// whatever their size. Of a folder: the messages of a maildir (`cur`, `new`), else its files whose names end in .eml.
class GivenFiles {
 public:
  /// Throws Error(bad_file) for what is not there, and for a folder without messages.
  explicit GivenFiles(const std::vector<std::string>& named);

  struct Piece {
    std::size_t file = 0;  ///< which of those named, from 0
    std::string octets;
    bool file_ends = false;
  };
  /// Nothing where all is read. Throws as NamedFile does.
  std::optional<Piece> next();

  /// Octets handed out, and in all; nothing where a pipe is among them.
  std::uintmax_t done() const { return m_done; }
  std::optional<std::uintmax_t> total() const { return m_total; }

 private:
  struct File {
    std::size_t number;
    std::filesystem::path path;
  };
  void add(std::size_t number, const std::filesystem::path& path);

  std::vector<File> m_files;
  std::size_t m_next = 0;
  std::optional<NamedFile> m_open;
  std::uintmax_t m_done = 0;
  std::optional<std::uintmax_t> m_total = 0;
};

}  // namespace host::front

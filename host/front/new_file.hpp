// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

#include <filesystem>
#include <string>

namespace host::front {

/// An open folder, closed at the end.
class OpenFolder {
 public:
  explicit OpenFolder(int descriptor) : m_descriptor(descriptor) {}
  /// Throws Error(permission_denied), Error(io_failure).
  explicit OpenFolder(const std::filesystem::path& folder);
  ~OpenFolder();
  OpenFolder(const OpenFolder&) = delete;
  int descriptor() const { return m_descriptor; }

 private:
  int m_descriptor;
};

/// A file that was not there before and that only its owner can read. It has no name before it is whole: who is
/// killed on the way leaves nothing. Where the file system has no files without a name, it has a name that says
/// that it is unfinished, which the next try removes.
class NewFile {
 public:
  /// Throws Error(file_exists) where something of that name is there, also a link that leads nowhere;
  /// Error(permission_denied), Error(io_failure).
  NewFile(const OpenFolder& folder, std::string name);
  ~NewFile();
  NewFile(NewFile&& other) noexcept;

  /// Puts these bytes on the disk.
  void write(nssbridge::BytesView bytes) const;
  /// What is on the disk now.
  nssbridge::Bytes read_back() const;
  /// Gives it its name. Throws Error(file_exists): another file took it meanwhile.
  void publish();

 private:
  void make_nameless_or_unfinished();
  bool take_name_from_unfinished() const;

  int m_folder;
  int m_file = -1;
  std::string m_name;
  std::string m_unfinished;  ///< empty: nameless
};

}  // namespace host::front

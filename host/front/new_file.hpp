// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/descriptor.hpp>
#include <nssbridge/values.hpp>

#include <filesystem>
#include <string>

namespace host::front {

/// The whole path of the new file that --out names. Throws Error(invalid_request) for no name, and a folder's.
std::filesystem::path path_of_new_file(const std::filesystem::path& typed);

/// Throws Error(permission_denied), Error(io_failure).
nssbridge::Descriptor open_folder(const std::filesystem::path& folder);

/// A file that was not there before and that only its owner can read. It has no name before it is whole: who is
/// killed on the way leaves nothing. Where the file system has no files without a name, it has a name that says
/// that it is unfinished, which the next try removes.
class NewFile {
 public:
  /// Throws Error(file_exists) where something of that name is there, also a link that leads nowhere;
  /// Error(permission_denied), Error(io_failure).
  NewFile(const nssbridge::Descriptor& folder, std::string name);
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

  nssbridge::Descriptor m_folder, m_file;
  std::string m_name;
  std::string m_unfinished;  ///< empty: nameless
};

}  // namespace host::front

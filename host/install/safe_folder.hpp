// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/install/places.hpp>

#include <sys/types.h>
#include <optional>
#include <string>
#include <string_view>

namespace host::install {

/// An open folder that nobody but root and one user can change, reached without a link (but in the part that
/// was there before us). What it does happens in this folder, wherever its name leads meanwhile.
class SafeFolder {
 public:
  /// The folder of `spot`. Missing ones are made with mode 0755 if `make`, else there is nothing. `user` is
  /// who may change it beside root; `person_made` folders, those below base, get that owner by being made by
  /// us. Throws Error(permission_denied) where another could change it or a link stands in the way,
  /// Error(io_failure).
  static std::optional<SafeFolder> open(const Spot& spot, uid_t user, bool make);
  ~SafeFolder();
  SafeFolder(SafeFolder&& other) noexcept;

  /// The bytes of an ordinary file of at most 1 MiB; nothing if there is none. Throws
  /// Error(permission_denied) for a link, a folder or a pipe, and for what cannot be read; Error(bad_file)
  /// for a larger one.
  std::optional<std::string> read(const std::string& name) const;
  /// Makes or replaces the file at once: never is a part of it seen. Throws like `read` for what is in the
  /// way.
  void write(const std::string& name, std::string_view bytes, mode_t mode) const;
  /// The same with the bytes of the file `from`, which is 256 MiB at most. False, and nothing done, if it is
  /// there with these bytes and this mode already.
  bool copy(const std::string& name, const std::filesystem::path& from, mode_t mode) const;
  /// Whether the file has the bytes of `from` and the mode.
  bool has_copy(const std::string& name, const std::filesystem::path& from, mode_t mode) const;
  /// False if there is none.
  bool remove(const std::string& name) const;
  /// What `write` or `copy` left when they were killed.
  void remove_left_overs() const;
  bool is_empty() const;

 private:
  explicit SafeFolder(int descriptor) : m_descriptor(descriptor) {}
  void require_replaceable(const std::string& name) const;

  int m_descriptor;
};

/// Removes the folders of `spot` below its base that are empty, innermost first, following no link.
void remove_empty_folders(const Spot& spot);

}  // namespace host::install

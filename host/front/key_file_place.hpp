// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/new_file.hpp>

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <utility>

namespace host::front {

/// Where the key file of one request goes, and what belongs beside it. The worker that makes the bytes can open no
/// file outside a profile; this process, which knows no password of a profile, puts them on the disk.
class KeyFilePlace {
 public:
  /// In a folder that the person typed. With `whole` there may be a second file beside it. Throws what NewFile throws.
  static KeyFilePlace at(const std::filesystem::path& file, bool whole);
  /// In the person's download folder, no part of which below the home is a link. If there is none, it is made with the
  /// first byte that is written. `name` is one component.
  static KeyFilePlace in_downloads(const std::string& name, bool whole);

  /// The name that people know it by.
  std::string name() const { return m_path.filename().string(); }
  /// Writes one of the two and gives back what is on the disk. `part`: "key-file" or "companion". Throws Error(internal)
  /// for another word.
  nssbridge::Bytes store(const std::string& part, nssbridge::BytesView bytes);
  /// Both get their names, the key file last: where it is, all is. Adds `file` and, if there is one, `companion` to
  /// `result`. Throws Error(internal) if nothing was stored.
  void publish(nlohmann::json& result);

 private:
  KeyFilePlace(std::filesystem::path path, bool whole) : m_path(std::move(path)), m_whole(whole) {}
  void open(const nssbridge::Descriptor& folder);

  std::filesystem::path m_path;
  bool m_whole;
  std::optional<NewFile> m_key_file, m_companion;
  bool m_stored = false, m_companion_stored = false;
};

/// What the file beside a key file is called.
std::string companion_name(const std::string& key_file);

/// The download folder, or none if there is none and it is not to be made. Throws Error(permission_denied) for one
/// that is reached through a link.
nssbridge::Descriptor open_downloads(const std::filesystem::path& folder, bool make);

/// "$XDG_DOWNLOAD_DIR" of user-dirs.dirs as the person set it, else "Downloads" below the home.
std::filesystem::path download_folder(const std::filesystem::path& home,
                                      const std::filesystem::path& configuration);
/// The same for the person that this process runs for. Throws Error(permission_denied) without a home.
std::filesystem::path download_folder();

}  // namespace host::front

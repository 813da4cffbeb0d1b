// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nssbridge/descriptor.hpp>
#include <optional>
#include <string>

namespace host::front {

/// A file that the person named on the command line, a pipe included. Each call throws Error(bad_file) for what is no file,
/// Error(io_failure), Error(permission_denied).
class NamedFile {
 public:
  explicit NamedFile(const std::filesystem::path& file);
  explicit NamedFile(nssbridge::Descriptor file);  ///< open already
  /// The next octets, `most` of them unless the file ends before: then fewer, or none.
  std::string read(std::size_t most);

 private:
  struct Close {
    void operator()(std::FILE* stream) const { std::fclose(stream); }
  };
  std::unique_ptr<std::FILE, Close> m_stream;
};

/// All of it. Throws Error(too_large) beyond `most` bytes as well.
std::string read_named_file(const std::filesystem::path& file, std::size_t most);

/// What lies beside a key file, where nobody named it: a regular file, never waited for. Nothing where there is none. Throws
/// Error(bad_file) for what is no regular file or is empty; else as above.
std::optional<std::string> read_file_beside(const std::filesystem::path& file, std::size_t most);

}  // namespace host::front

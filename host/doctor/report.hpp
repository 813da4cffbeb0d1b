// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/descriptor.hpp>

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace host::doctor {

/// A file that did not exist before and that only its owner can read. Taken away again if nothing was
/// written.
class ReportFile {
 public:
  /// Throws Error(file_exists), Error(permission_denied), Error(io_failure).
  explicit ReportFile(std::filesystem::path file);
  ~ReportFile();
  ReportFile(const ReportFile&) = delete;
  /// Throws Error(io_failure).
  void write(std::string_view bytes) const;

 private:
  std::filesystem::path m_file;
  nssbridge::Descriptor m_descriptor;
  mutable bool m_written = false;
};

/// What goes into it: the result of doctor.run as Detail::report gives it, and what system this is.
std::string report_text(const nlohmann::json& result);

}  // namespace host::doctor

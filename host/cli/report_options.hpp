// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/cli/options.hpp>
#include <host/doctor/report.hpp>
#include <host/report/counts.hpp>
#include <host/report/report.hpp>
#include <nssbridge/secret.hpp>
#include <nssbridge/values.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

/// What commands that write a report of an audit have in common.
namespace host::cli {

nssbridge::Time now();
/// --at: a day or a moment in UTC; without it now. Throws UsageError.
nssbridge::Time moment(const std::optional<std::string>& typed);
/// A whole number from `least` to `most`. Throws UsageError, which names the option and the unit ("days").
unsigned number_of(const std::string& typed, const char* option, const char* unit, unsigned least, unsigned most);

report::Format format_of(const Options& options);
/// From --redact-key-fd, which is taken out of the descriptors; random without it. Throws UsageError.
nssbridge::Secret redaction_key(std::map<std::string, int>& descriptors);

/// Is there a finding at or above --fail-on?
bool reaches(const report::Counts& findings, const Options& options);

/// Throws Error(io_failure).
void write_to_standard_output(std::string_view text);

/// Where the report goes: standard output, or with --out a new file that only its owner can read.
class ReportOutput {
 public:
  /// Throws what doctor::ReportFile throws.
  explicit ReportOutput(const Options& options);
  bool is_terminal() const;
  /// `before` comes before each piece that goes to the terminal.
  std::unique_ptr<report::Report> report(report::Format format, std::function<void()> before);

 private:
  std::optional<doctor::ReportFile> m_file;
};

}  // namespace host::cli

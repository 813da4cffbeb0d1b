// SPDX-License-Identifier: MPL-2.0
#include <host/cli/arguments.hpp>
#include <host/cli/report_options.hpp>
#include <host/report/redaction.hpp>
#include <host/text/style.hpp>
#include <nssbridge/error.hpp>

#include <string.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <utility>

namespace host::cli {
namespace {

/// As much as there is, up to more than a key has.
std::string read_few(int descriptor) {
  std::array<char, 128> octets{};
  std::size_t done = 0;
  while (done < octets.size()) {
    const ssize_t got = ::read(descriptor, octets.data() + done, octets.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw UsageError("The file descriptor for the key of the pseudonyms is not open for reading.");
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  std::string text(octets.data(), done);
  explicit_bzero(octets.data(), octets.size());
  return text;
}

}  // namespace

nssbridge::Time now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

nssbridge::Time moment(const std::optional<std::string>& typed) {
  if (!typed) return now();
  auto time = nssbridge::from_rfc3339(*typed);
  if (!time) time = nssbridge::from_rfc3339(*typed + "T00:00:00Z");
  if (!time) throw UsageError("--at takes a day or a moment in UTC, such as 2027-01-31 or 2027-01-31T12:00:00Z.");
  return *time;
}

unsigned number_of(const std::string& typed, const char* option, const char* unit, unsigned least, unsigned most) {
  unsigned number = 0;
  const char* end = typed.data() + typed.size();
  const auto read = std::from_chars(typed.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || number < least || number > most)
    throw UsageError(std::string(option) + " takes a number of " + unit + ", from " + std::to_string(least) + " to " + std::to_string(most) + ".");
  return number;
}

report::Format format_of(const Options& options) {
  if (options.json && options.format.value_or("json") != "json")
    throw UsageError("--json is --format json; another format cannot be had with it.");
  if (options.json) return report::Format::json;
  return report::format_from(options.format.value_or("text")).value();
}

nssbridge::Secret redaction_key(std::map<std::string, int>& descriptors) {
  const auto entry = descriptors.extract(redaction_key_role);
  if (entry.empty()) return report::random_redaction_key();
  auto octets = read_few(entry.mapped());
  auto key = report::redaction_key(octets);
  explicit_bzero(octets.data(), octets.size());
  return key;
}

bool reaches(const report::Counts& findings, const Options& options) {
  const std::string threshold = options.fail_on.value_or("error");
  if (findings.error > 0) return true;
  if (threshold == "error") return false;
  return findings.warning > 0 || (threshold == "note" && findings.note > 0);
}

void write_to_standard_output(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (!written || std::fflush(stdout) != 0)
    throw nssbridge::Error(nssbridge::Kind::io_failure, "Standard output cannot be written, so the audit was stopped.");
}

ReportOutput::ReportOutput(const Options& options) {
  if (options.out) m_file.emplace(*options.out);
}

bool ReportOutput::is_terminal() const { return !m_file && ::isatty(STDOUT_FILENO) == 1; }

std::unique_ptr<report::Report> ReportOutput::report(report::Format format, std::function<void()> before) {
  const report::Looks looks{.colours = !m_file && text::Style::of(STDOUT_FILENO).has_colours(), .ascii = is_terminal()};
  return report::make_report(format, looks, [this, before = std::move(before)](std::string_view text) {
    if (is_terminal()) before();
    m_file ? m_file->write(text) : write_to_standard_output(text);
  });
}

}  // namespace host::cli

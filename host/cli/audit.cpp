// SPDX-License-Identifier: MPL-2.0
#include <host/cli/audit.hpp>

#include <host/cli/arguments.hpp>
#include <host/cli/person.hpp>
#include <host/doctor/report.hpp>
#include <host/front/accounts.hpp>
#include <host/front/named_file.hpp>
#include <host/front/nobody.hpp>
#include <host/front/private_memory.hpp>
#include <host/front/setup.hpp>
#include <host/scan/audit.hpp>
#include <host/text/style.hpp>
#include <nssbridge/error.hpp>

#include <string.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>

namespace host::cli {
namespace {

namespace fs = std::filesystem;
using nssbridge::Error;
using nssbridge::Kind;

constexpr unsigned most_days = 36'500;
constexpr std::size_t most_octets_of_document = std::size_t{64} << 20;

nssbridge::Time moment(const std::optional<std::string>& typed) {
  if (!typed)
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  auto time = nssbridge::from_rfc3339(*typed);
  if (!time) time = nssbridge::from_rfc3339(*typed + "T00:00:00Z");
  if (!time) throw UsageError("--at takes a day or a moment in UTC, such as 2027-01-31 or 2027-01-31T12:00:00Z.");
  return *time;
}

unsigned days(const std::optional<std::string>& typed) {
  unsigned number = 30;
  if (!typed) return number;
  const char* end = typed->data() + typed->size();
  const auto read = std::from_chars(typed->data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || number > most_days)
    throw UsageError("--expiring takes a number of days, up to 36500.");
  return number;
}

scan::Wishes wishes_of(const Options& options) {
  scan::Wishes wishes;
  wishes.profiles = options.profiles;
  for (const auto& root : options.roots) {
    std::error_code failed;
    const auto real = fs::canonical(root, failed);
    wishes.roots.push_back(failed ? fs::absolute(root) : real);
  }
  wishes.own = options.profiles.empty() && options.roots.empty() && !options.all_users;
  if (options.all_users) {
    if (::geteuid() != 0) throw UsageError("--all-users enters the homes of all users, which only root may. Run it as root.");
    wishes.accounts = front::accounts_with_homes(options.homes.value_or("/home"));
  }
  wishes.at = moment(options.at);
  wishes.expiring_days = days(options.expiring);
  wishes.with_correspondents = options.with_correspondents;
  wishes.shared_primes = options.shared_primes;
  if (options.compromised)
    wishes.compromised =
        audit::known_keys_from(front::read_named_file(*options.compromised, audit::most_octets_of_known_keys));
  wishes.with_password = options.password_descriptors.contains("profile");
  wishes.command_line = true;
  wishes.user = scan::user_name();
  return wishes;
}

report::Format format_of(const Options& options) {
  if (options.json) return report::Format::json;
  return report::format_from(options.format.value_or("text")).value();
}

void write_to_standard_output(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (!written || std::fflush(stdout) != 0)
    throw Error(Kind::io_failure, "Standard output cannot be written, so the audit was stopped.");
}

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

nssbridge::Secret redaction_key(std::map<std::string, int>& descriptors) {
  const auto entry = descriptors.extract(redaction_key_role);
  if (entry.empty()) return report::random_redaction_key();
  auto octets = read_few(entry.mapped());
  auto key = report::redaction_key(octets);
  explicit_bzero(octets.data(), octets.size());
  return key;
}

/// Who collects profiles of others sees whom these write to only where that is wanted (rule N3).
scan::Presentation presentation_of(const Options& options, bool for_others, std::map<std::string, int>& descriptors) {
  scan::Presentation presentation;
  if (for_others && !options.with_correspondents) presentation.redaction = report::Redaction::correspondents;
  if (options.redact) presentation.redaction = report::Redaction::all;
  presentation.redaction_key = redaction_key(descriptors);
  return presentation;
}

bool reaches(const scan::Totals& totals, const std::string& threshold) {
  if (totals.error > 0) return true;
  if (threshold == "error") return false;
  return totals.warning > 0 || (threshold == "note" && totals.note > 0);
}

}  // namespace

Status audit_by_call(const nlohmann::json& params, const front::Cancellation& cancellation) {
  const auto report = report::make_report(report::Format::json, {false, ::isatty(STDOUT_FILENO) == 1}, write_to_standard_output);
  const front::Workers workers(front::find_setup(front::read_configuration()), cancellation);
  front::Nobody nobody;
  scan::audit(workers, nobody, scan::wishes_of(params), *report, {}, [](std::size_t, std::size_t) {});
  return done;
}

CollectedAudit audit_for_collector(const Options& options, const front::Workers& workers) {
  CollectedAudit collected;
  const auto wishes = wishes_of(options);
  const auto report = report::make_report(report::Format::json, {false, false}, [&](std::string_view text) {
    if (collected.document.size() + text.size() > most_octets_of_document)
      throw Error(Kind::too_large, "The audit of this computer has more than 64 MiB. Audit fewer profiles at once.");
    collected.document += text;
  });
  std::map<std::string, int> no_descriptors;
  auto presentation = presentation_of(options, true, no_descriptors);
  presentation.names_host = false;
  front::Nobody nobody;
  collected.totals = scan::audit(workers, nobody, wishes, *report, std::move(presentation),
                                 [&](std::size_t, std::size_t total) { collected.profiles = total; });
  return collected;
}

Status audit(const Options& options, const front::Cancellation& cancellation) {
  const auto wishes = wishes_of(options);
  const auto format = format_of(options);
  front::keep_memory_private();
  auto descriptors = options.password_descriptors;
  scan::Presentation presentation = presentation_of(options, options.all_users || !options.roots.empty(), descriptors);
  presentation.as_they_come = format == report::Format::text || format == report::Format::jsonl;
  std::optional<report::Baseline> baseline;
  if (options.baseline)
    presentation.baseline = &baseline.emplace(
        report::Baseline::read(front::read_named_file(*options.baseline, report::Baseline::most_octets)));
  DescriptorPasswords passwords(descriptors, cancellation);
  std::optional<doctor::ReportFile> file;
  if (options.out) file.emplace(*options.out);
  const bool to_terminal = !file && ::isatty(STDOUT_FILENO) == 1;
  Person person(std::move(passwords), Terminal::open(cancellation), Progress(::isatty(STDERR_FILENO) == 1 ? stderr : nullptr));
  const report::Sink sink = [&](std::string_view text) {
    if (to_terminal) person.finish();  // the line of progress goes before something else comes
    file ? file->write(text) : write_to_standard_output(text);
  };
  const auto report =
      report::make_report(format, {!file && text::Style::of(STDOUT_FILENO).has_colours(), to_terminal}, sink);
  const front::Workers workers(front::find_setup(front::read_configuration()), cancellation);
  scan::Totals totals;
  try {
    totals = scan::audit(workers, person, wishes, *report, std::move(presentation),
                         [&](std::size_t done, std::size_t total) { person.progress("check", done, total); });
  } catch (...) {
    person.finish();
    throw;
  }
  person.finish();
  return reaches(totals, options.fail_on.value_or("error")) || totals.unreachable > 0 ? not_all : done;
}

}  // namespace host::cli

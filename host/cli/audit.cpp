// SPDX-License-Identifier: MPL-2.0
#include <host/cli/audit.hpp>

#include <host/cli/arguments.hpp>
#include <host/cli/person.hpp>
#include <host/cli/report_options.hpp>
#include <host/front/accounts.hpp>
#include <host/front/named_file.hpp>
#include <host/front/nobody.hpp>
#include <host/front/private_memory.hpp>
#include <host/front/setup.hpp>
#include <host/scan/audit.hpp>
#include <nssbridge/error.hpp>

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <map>

namespace host::cli {
namespace {

namespace fs = std::filesystem;
using nssbridge::Error;
using nssbridge::Kind;

constexpr std::size_t most_octets_of_document = std::size_t{64} << 20;

scan::Wishes wishes_of(const Options& options) {
  scan::Wishes wishes;
  wishes.profiles = options.profiles;
  for (const auto& root : options.roots) {
    if (root.empty()) throw UsageError("--root takes a folder; its name is empty.");
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
  if (options.expiring) wishes.expiring_days = number_of(*options.expiring, "--expiring", "days", 0, 36'500);
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

/// Who collects profiles of others sees whom these write to only where that is wanted (rule N3).
scan::Presentation presentation_of(const Options& options, bool for_others, std::map<std::string, int>& descriptors) {
  scan::Presentation presentation;
  if (for_others && !options.with_correspondents) presentation.redaction = report::Redaction::correspondents;
  if (options.redact) presentation.redaction = report::Redaction::all;
  presentation.redaction_key = redaction_key(descriptors);
  return presentation;
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
  ReportOutput output(options);
  Person person(std::move(passwords), Terminal::open(cancellation), Progress(::isatty(STDERR_FILENO) == 1 ? stderr : nullptr));
  // The line of progress goes before something else comes.
  const auto report = output.report(format, [&person] { person.finish(); });
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
  return reaches(totals.findings, options) || totals.unreachable > 0 ? not_all : done;
}

}  // namespace host::cli

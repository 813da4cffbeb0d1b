// SPDX-License-Identifier: MPL-2.0
#include <host/cli/merge.hpp>
#include <host/cli/progress.hpp>
#include <host/cli/report_options.hpp>
#include <host/fleet/host_names.hpp>
#include <host/fleet/letters.hpp>
#include <host/fleet/merge.hpp>
#include <host/front/named_file.hpp>

#include <unistd.h>

#include <cstdio>

namespace host::cli {
namespace {

fleet::Wishes merge_wishes(const Options& options) {
  fleet::Wishes wishes;
  wishes.files.assign(options.files.begin(), options.files.end());
  if (options.database) wishes.database = *options.database;
  constexpr std::size_t most_octets_of_names = 8U << 20;
  if (options.hosts) wishes.expected = fleet::host_names_in(front::read_named_file(*options.hosts, most_octets_of_names));
  if (options.max_age) wishes.most_days = number_of(*options.max_age, "--max-age", "days", 0, 36'500);
  if (options.weeks) wishes.weeks = number_of(*options.weeks, "--weeks", "weeks", 1, 520);
  wishes.now = now();
  wishes.at = moment(options.at);
  // Whoever collects reports of others sees whom these write to only where that is wanted (rule N3).
  wishes.redaction = options.with_correspondents ? report::Redaction::none : report::Redaction::correspondents;
  if (options.redact) wishes.redaction = report::Redaction::all;
  auto descriptors = options.password_descriptors;
  wishes.redaction_key = redaction_key(descriptors);
  return wishes;
}

void write_letters(const Options& options, const std::vector<fleet::Forecast>& people, nssbridge::Time at) {
  if (!options.letters) return;
  const auto language = fleet::language_from(options.language.value_or("en")).value();
  const auto letters = fleet::write_letters(people, *options.letters, language, at);
  std::string words = "letters: " + std::to_string(letters.written) + " written, " + std::to_string(letters.there_already) + " there already";
  if (letters.without_address > 0) words += ", " + std::to_string(letters.without_address) + " people without an address to write to";
  std::fprintf(stderr, "%s\n", words.c_str());
}

}  // namespace

Status merge(const Options& options) {
  auto wishes = merge_wishes(options);
  const auto at = wishes.at;
  ReportOutput output(options);
  Progress progress(::isatty(STDERR_FILENO) == 1 ? stderr : nullptr);
  const auto report = output.report(format_of(options), [&progress] { progress.clear(); });
  const auto show = [&progress](std::size_t done, std::size_t total) { progress.show("check", done, total); };
  const auto totals = fleet::merge(std::move(wishes), *report, show, [&](const std::vector<fleet::Forecast>& people) {
    progress.clear();
    write_letters(options, people, at);
  });
  if (totals.files == 0) std::fputs("warning: There is no result where you named one. Of a folder, the files NAME.json are its results.\n", stderr);
  const bool all_known = totals.files > 0 && totals.unknown_hosts == 0 && totals.unreachable == 0;
  return reaches(totals.findings, options) || !all_known ? not_all : done;
}

}  // namespace host::cli

// SPDX-License-Identifier: MPL-2.0
#include <host/cli/command.hpp>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace host::cli {
namespace {

void add_merge(Command& audit, Options& options) {
  Command merge(audit, "merge", "Make one report of the results of many hosts");
  merge.app()->add_option("file", options.files, "Result files, HOST.json each, and folders of them")->type_name("FILE")->required();
  merge.value("--database", options.database, "FILE",
              "Keep in this file what is known, so that the next merge says what is new and gone (default: nothing is kept)");
  merge.value("--hosts", options.hosts, "FILE", "The hosts there should be, a name a line: one without a result was never reached");
  merge.value("--max-age", options.max_age, "DAYS", "An audit that is older is stale");
  merge.choice("--format", options.format, "text|json|jsonl|sarif|csv|html", "How the report is written (default: text)");
  merge.value("--out", options.out, "FILE", "Write the report into this new file; one that is there is never overwritten");
  merge.value("--at", options.at, "TIME", "Judge as if it were then: 2027-01-31, or with a time, 2027-01-31T12:00:00Z");
  merge.value("--weeks", options.weeks, "N", "How far the forecast of what ends goes (default: 12)");
  auto* letters = merge.value("--letters", options.letters, "DIR",
                              "Write into this folder, for each person of the forecast, a text to send and a calendar entry");
  merge.choice("--language", options.language, "en|de", "Of the letters (default: en)")->needs(letters);
  merge.flag("--with-correspondents", options.with_correspondents, "Also show the names of people to whom mail is written");
  auto* redact = merge.flag("--redact", options.redact, "Pseudonyms stand for names, addresses, paths, hosts and all the like");
  merge.descriptor("--redact-key-fd", redaction_key_role,
                   "Read the key of the pseudonyms (32 bytes) from this file descriptor, so that they are the same in every report "
                   "(default: others in each)");
  merge.choice("--fail-on", options.fail_on, "note|warning|error", "From which severity on the exit status is 1 (default: error)");
  letters->excludes(redact);
  merge.json();
  merge.footer("Exit status: 0, or 1 when there are findings of the severity --fail-on, or a host is not known from a believable and "
               "recent audit, 2 for wrong usage, 3 on an error.");
}

}  // namespace

void add_audit(CLI::App& app, Options& options) {
  Command audit(app, options, "audit", "Find what is wrong in certificate stores; changes nothing and leaves no trace");
  audit.values("--profile", options.profiles, "PROFILE",
               "Only this profile: its id or its folder. May be given several times (default: all of yours)");
  audit.values("--root", options.roots, "DIR",
               "All copies of profiles below this folder, collected from anywhere. May be given several times");
  auto* everybody = audit.flag("--all-users", options.all_users, "Every profile of every user of this computer; as root");
  audit.value("--homes", options.homes, "DIR",
              "With --all-users: the folder of the homes of users whom a directory service knows (default: /home)")
      ->needs(everybody);
  audit.choice("--format", options.format, "text|json|jsonl|sarif|prometheus|csv|html",
               "How the report is written (default: text)");
  audit.value("--out", options.out, "FILE", "Write the report into this new file; one that is there is never overwritten");
  audit.value("--at", options.at, "TIME", "Judge as if it were then: 2027-01-31, or with a time, 2027-01-31T12:00:00Z");
  audit.value("--expiring", options.expiring, "DAYS", "What counts as expiring soon (default: 30)");
  audit.value("--baseline", options.baseline, "FILE", "An earlier report (json, jsonl or sarif): say what is new, unchanged and gone");
  audit.flag("--with-correspondents", options.with_correspondents,
             "Also list other people's certificates; with --root and --all-users their names are shown only then");
  audit.value("--compromised", options.compromised, "FILE",
              "Keys that others know: the SHA-256 of a SubjectPublicKeyInfo a line, # begins a comment");
  audit.flag("--shared-primes", options.shared_primes,
             "Compare the keys of all certificates, other people's too, for primes in common (default: private keys only)");
  auto* redact = audit.flag("--redact", options.redact, "Pseudonyms stand for names, addresses, paths and all the like");
  audit.descriptor("--redact-key-fd", redaction_key_role,
                   "Read the key of the pseudonyms (32 bytes) from this file descriptor, so that they are the same in every report "
                   "(default: others in each)")
      ->needs(redact);
  audit.choice("--fail-on", options.fail_on, "note|warning|error",
               "From which severity on the exit status is 1 (default: error)");
  audit.descriptor("--primary-password-fd", "profile",
                   "Read the primary password from this file descriptor: tells also what only the password can tell");
  audit.json();
  audit.footer("Without a password nothing is guessed: what could not be known is listed as unknown. Exit status: 0, or 1 "
               "when there are findings of the severity --fail-on or something could not be looked at, 2 for wrong usage, 3 on an error.");
  add_merge(audit, options);
}

}  // namespace host::cli

// SPDX-License-Identifier: MPL-2.0
#include <host/audit/examination.hpp>

/// BACKUP-*: keys that lie about.
namespace host::audit {
namespace {

void check_backup(Examination& examination, const Backup& backup) {
  if (!backup.older_password) return;
  const auto& record = examination.facts().password;
  const bool bare = backup.opens_without_password && record && record->protects == true;
  Finding finding{.rule = RuleId("BACKUP-STALE-PASSWORD"),
                  .severity = bare ? Severity::error : Severity::warning,
                  .message = bare ? "A backup opens without a password, and the store no longer does."
                                  : "A backup opens with an older primary password."};
  finding.file = "certferry/backups/" + backup.name;
  examination.add(std::move(finding));
}

void check_key_file(Examination& examination, const LooseKeyFile& file, bool is_copy) {
  const bool readable = file.others_can_read && !is_copy;
  if (!file.weak && !file.empty_password && !readable) return;
  Finding finding{.rule = RuleId("BACKUP-LOOSE-P12"), .severity = Severity::note, .message = "A key file lies in the profile's folder."};
  finding.file = file.name;
  finding.evidence = {{"weakEncryption", file.weak}, {"emptyPassword", file.empty_password}, {"othersCanRead", readable}};
  examination.add(std::move(finding));
}

}  // namespace

void check_backups(Examination& examination) {
  const Facts& facts = examination.facts();
  if (facts.backups)
    for (const auto& backup : *facts.backups) check_backup(examination, backup);
  if (facts.key_files)
    for (const auto& file : *facts.key_files) check_key_file(examination, file, facts.is_copy);
}

}  // namespace host::audit

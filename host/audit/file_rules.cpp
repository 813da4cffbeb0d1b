// SPDX-License-Identifier: MPL-2.0
#include <host/audit/examination.hpp>

#include <algorithm>
#include <array>

/// STORE-*: the files of a profile, who can read or change them, and what could not be read.
namespace host::audit {
namespace {

constexpr std::array<std::string_view, 2> with_keys{"key4.db", "key3.db"};
constexpr std::array<std::string_view, 2> with_trust{"cert9.db", "cert8.db"};
constexpr std::array<std::string_view, 3> of_before_2018{"cert8.db", "key3.db", "secmod.db"};
constexpr unsigned others_read = 044, others_write = 022;

template <std::size_t count>
bool is_among(const std::array<std::string_view, count>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

std::string octal(unsigned mode) {
  std::string digits;
  for (const unsigned shift : {6U, 3U, 0U}) digits += static_cast<char>('0' + (mode >> shift & 7U));
  return digits;
}

Finding about(RuleId rule, Severity severity, const std::string& file, std::string message) {
  Finding finding{.rule = rule, .severity = severity, .message = std::move(message)};
  finding.file = file;
  return finding;
}

void add_permission(Examination& examination, const FileFact& file, Severity severity, const char* what, std::string message) {
  auto finding = about(RuleId("STORE-PERMISSIONS"), severity, file.name, std::move(message));
  finding.evidence = {{"mode", octal(file.mode)}};
  finding.subject = what;
  examination.add(std::move(finding));
}

void check_permissions(Examination& examination, const FileFact& file) {
  const bool folder = file.name == ".", keys = is_among(with_keys, file.name);
  if (!folder && !keys && !is_among(with_trust, file.name)) return;
  if (file.kind != FileFact::Kind::regular && !folder) return;
  if ((file.mode & others_write) != 0)
    add_permission(examination, file, Severity::error, "write",
                   folder ? "Others can put files into the profile's folder and take some away." : "Others can change this database.");
  if ((file.mode & others_read) != 0 && !folder)
    add_permission(examination, file, keys ? Severity::error : Severity::warning, "read",
                   keys ? "Others can read the private keys' database." : "Others can read this database.");
  if (file.owner == Owner::other || (file.owner == Owner::root && !folder))
    add_permission(examination, file, Severity::warning, "owner", "It belongs to another user than the profile's folder.");
}

struct TroubleText {
  Trouble::Kind kind;
  bool in_use;  ///< STORE-LOCKED, else STORE-CORRUPT
  std::string_view word, message;
};

constexpr std::array trouble_texts{
    TroubleText{Trouble::Kind::damaged, false, "damaged", "It is damaged, or holds what NSS never writes, and was not opened further."},
    TroubleText{Trouble::Kind::unreadable, false, "unreadable", "It cannot be read with the rights of this user."},
    TroubleText{Trouble::Kind::not_regular, false, "not-regular", "It is a link, a folder or a pipe in the place of a file, and was not opened."},
    TroubleText{Trouble::Kind::too_large, false, "too-large", "It is larger than such a file can be, and was not read."},
    TroubleText{Trouble::Kind::too_costly, false, "too-costly", "Reading this profile took more time or memory than any needs, and was ended."},
    TroubleText{Trouble::Kind::hot_journal, true, "hot-journal", "A write was broken off; the application mends that at its next start."},
    TroubleText{Trouble::Kind::write_ahead_log, true, "write-ahead-log", "It is in a mode of SQLite that NSS does not use, and there was no place for a private copy."},
    TroubleText{Trouble::Kind::locked, true, "locked", "Another program held it."},
};

void check_trouble(Examination& examination, const Trouble& trouble) {
  const auto& text = *std::ranges::find(trouble_texts, trouble.kind, &TroubleText::kind);
  auto finding = text.in_use ? about(RuleId("STORE-LOCKED"), Severity::warning, trouble.file, std::string(text.message))
                             : about(RuleId("STORE-CORRUPT"), Severity::error, trouble.file, std::string(text.message));
  finding.evidence = {{"reason", text.word}};
  finding.subject = text.word;
  examination.add(std::move(finding));
}

}  // namespace

void check_files(Examination& examination) {
  const Facts& facts = examination.facts();
  for (const auto& trouble : facts.troubles) check_trouble(examination, trouble);
  for (const auto& file : facts.files.value_or(std::vector<FileFact>{})) {
    if (is_among(of_before_2018, file.name))
      examination.add(about(RuleId("STORE-LEGACY-DB"), Severity::warning, file.name, "A database of before 2018 is still in the profile."));
    if (!facts.is_copy) check_permissions(examination, file);
  }
  if (facts.running == true && !facts.is_copy)
    examination.add({.rule = RuleId("STORE-LOCKED"),
                     .severity = Severity::note,
                     .message = "The application was running; what it wrote meanwhile may be missing here.",
                     .evidence = {{"reason", "running"}},
                     .subject = "running"});
}

}  // namespace host::audit

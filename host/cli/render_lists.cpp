// SPDX-License-Identifier: MPL-2.0
#include <host/cli/render.hpp>
#include <host/cli/words.hpp>
#include <host/text/table.hpp>

#include <nlohmann/json.hpp>

#include <vector>

namespace host::cli {
namespace {

using nlohmann::json;

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

std::string state_of(const json& profile) {
  std::vector<std::string> words;
  if (is_true(profile, "isDefault")) words.emplace_back("default");
  if (is_true(profile, "running")) words.emplace_back("running");
  if (is_true(profile, "passwordProtected")) words.emplace_back("primary password");
  if (text_of(profile, "format") == "dbm") words.emplace_back("old format");
  if (text_of(profile, "format") == "none") words.emplace_back("no certificates yet");
  if (text_of(profile, "packaging") != "native") words.push_back(text_of(profile, "packaging"));
  return words.empty() ? "-" : joined(words);
}

std::string key_in_words(const json& key) {
  const std::string algorithm = text_of(key, "algorithm");
  const std::string curve = text_of(key, "curve");
  std::string words = algorithm == "rsa" ? "RSA" : algorithm == "ec" ? "EC" : algorithm;
  if (!curve.empty()) return words + " " + curve;
  return member(key, "bits").is_number() ? words + " " + member(key, "bits").dump() : words;
}

std::string render_certificate(const json& certificate, const Style& style) {
  const std::string emails = addresses_of(certificate);
  const std::string title = emails.empty() ? text_of(certificate, "displayName") : emails;
  std::string shown = style.strong(title.empty() ? text_of(certificate, "subject") : title) + "\n";
  shown += "    subject      " + text_of(certificate, "subject") + "\n";
  shown += "    issuer       " + text_of(certificate, "issuer") + "\n";
  shown += "    valid        " + day_of(text_of(certificate, "notBefore")) + " to " +
           day_of(text_of(certificate, "notAfter")) + "\n";
  shown += "    key          " + key_in_words(member(certificate, "key")) +
           (is_true(certificate, "hasPrivateKey") ? ", private key here" : "") + "\n";
  const std::string trust = text_of(member(certificate, "trust"), "email");
  if (is_true(certificate, "isAuthority")) shown += "    authority    trust for e-mail: " + trust + "\n";
  const std::string token = text_of(certificate, "token");
  if (!token.empty()) shown += "    token        " + token + "\n";
  if (!is_true(certificate, "isAuthority")) {
    shown += verdict_lines("can sign     ", member(certificate, "canSign"), style, Commands::shown);
    shown += verdict_lines("can encrypt  ", member(certificate, "canEncrypt"), style, Commands::shown);
  }
  return shown + "    fingerprint  " + text_of(certificate, "fingerprint") + "\n";
}

std::string selection_in_words(const json& selection, const Style& style) {
  if (!selection.is_object()) return "none";
  const json& verdict = member(selection, "verdict");
  std::string words = short_fingerprint(member(selection, "fingerprint"));
  if (words == "none") words = "a certificate that is not in this profile";
  const json& reasons = member(verdict, "reasons");
  if (!reasons.empty() && text_of(reasons.front(), "kind") == "unknown") return words + "\n        " + text_of(reasons.front(), "message");
  if (is_true(verdict, "ok")) return words + " " + style.good("good");
  words += " " + style.bad("does not work");
  for (const json& reason : member(verdict, "reasons")) words += "\n        " + text_of(reason, "message");
  return words;
}

std::string candidates_in_words(const json& fingerprints) {
  std::vector<std::string> words;
  for (const json& fingerprint : fingerprints) words.push_back(short_fingerprint(fingerprint));
  return words.empty() ? "none" : joined(words);
}

}  // namespace

std::string addresses_of(const json& certificate) {
  std::vector<std::string> emails;
  for (const json& email : member(certificate, "emails")) emails.push_back(text_of(json{{"e", email}}, "e"));
  return joined(emails);
}

std::string verdict_lines(const char* label, const json& verdict, const Style& style, Commands commands) {
  if (!verdict.is_object()) return {};
  const bool ok = is_true(verdict, "ok");
  std::string lines = "    " + std::string(label) + (ok ? style.good("yes") : style.bad("no")) + "\n";
  for (const json& reason : member(verdict, "reasons")) {
    lines += "        " + text_of(reason, "message") + "\n";
    const std::string command = text_of(member(reason, "fix"), "command");
    if (commands == Commands::shown && !command.empty()) lines += "        try: " + command + "\n";
  }
  return lines;
}

std::string render_profiles(const json& result, const Style& style) {
  std::vector<std::vector<std::string>> rows{{"ID", "APPLICATION", "NAME", "STATE", "FOLDER"}};
  for (const json& profile : member(result, "profiles"))
    rows.push_back({text_of(profile, "id"), application_name(text_of(profile, "application")),
                    text_of(profile, "name"), state_of(profile), text_of(profile, "path")});
  if (rows.size() == 1)
    return "No profile of Firefox or Thunderbird was found. Start the application once to make one.\n";
  const std::string shown = text::table(rows);
  const std::size_t head = shown.find('\n');
  return style.strong(shown.substr(0, head)) + shown.substr(head);
}

std::string render_modules(const json& result, const Style& style) {
  if (!result.contains("modules")) return {};
  const json& modules = member(result, "modules");
  if (modules.empty()) return "The profile names no module for tokens.\n";
  std::string shown;
  for (const json& module : modules) {
    const std::string outcome = text_of(module, "outcome");
    shown += style.strong("tokens of " + text_of(module, "library")) + "\n";
    if (outcome == "missing") shown += "    there is no such file\n";
    if (outcome == "failed") shown += "    it could not be loaded, or ended in the middle\n";
    if (outcome == "read" && member(module, "tokens").empty()) shown += "    none is in\n";
    for (const json& token : member(module, "tokens"))
      shown += "    " + text_of(token, "label") +
               (is_true(token, "whole") ? "" : ": its PIN was not asked for, so it may hide something") + "\n";
  }
  return shown + style.warning("note: ") + "such a library is code of others, which ran with all of your rights.\n";
}

std::string render_certificates(const json& result, const Style& style) {
  std::string shown;
  for (const json& certificate : member(result, "certificates"))
    shown += (shown.empty() ? "" : "\n") + render_certificate(certificate, style);
  if (shown.empty()) shown = "No such certificate is in this profile.\n";
  const std::string modules = render_modules(result, style);
  return modules.empty() ? shown : shown + "\n" + modules;
}

std::string render_identity(const json& identity, const Style& style) {
  const std::string name = text_of(identity, "name");
  std::string shown = style.strong(text_of(identity, "id") + "  " + (name.empty() ? "" : name + " ") + "<" +
                                   text_of(identity, "email") + ">") +
                      "\n";
  shown += "    signing      " + selection_in_words(member(identity, "signing"), style) + "\n";
  shown += "    encryption   " + selection_in_words(member(identity, "encryption"), style) + "\n";
  shown += "    new mail is  " + std::string(is_true(identity, "signByDefault") ? "signed" : "not signed") +
           ", " + (text_of(identity, "encryptByDefault") == "required" ? "encrypted" : "not encrypted") +
           " by default\n";
  const json& newer = member(identity, "newer");
  if (member(newer, "signing").is_string() || member(newer, "encryption").is_string())
    shown += "    " + style.warning("renewed") + "      a newer certificate is in this profile; `certferry explain --fix` switches to it\n";
  if (const json& pending = member(identity, "pending"); pending.is_object())
    shown += "    " + style.warning("waiting") + "      until Thunderbird is closed: signing " +
             short_fingerprint(member(pending, "signing")) + ", encryption " +
             short_fingerprint(member(pending, "encryption")) + "\n";
  if (const json& dropped = member(identity, "dropped"); dropped.is_object())
    shown += "    " + style.warning("not done") + "     a selection that waited: " + text_of(dropped, "reason") + "\n";
  const json& candidates = member(identity, "candidates");
  shown += "    could use    signing: " + candidates_in_words(member(candidates, "signing")) +
           "; encryption: " + candidates_in_words(member(candidates, "encryption")) + "\n";
  return shown;
}

std::string render_identities(const json& result, const Style& style) {
  std::string shown;
  for (const json& identity : member(result, "identities"))
    shown += (shown.empty() ? "" : "\n") + render_identity(identity, style);
  return shown.empty() ? "This profile has no mail identity. Set up a mail account in Thunderbird first.\n"
                       : shown;
}

}  // namespace host::cli

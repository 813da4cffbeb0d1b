// SPDX-License-Identifier: MPL-2.0
#include <host/cli/render.hpp>
#include <host/cli/words.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace host::cli {
namespace {

using nlohmann::json;

bool is_run(const json& result) {
  return member(result, "backup").is_string() || result.contains("backup");
}

std::size_t count(const json& items, const char* name, const char* value) {
  return static_cast<std::size_t>(std::count_if(
      items.begin(), items.end(), [&](const json& item) { return member(item, name) == value; }));
}

std::string what_happens(const json& certificate, bool ran, const Style& style) {
  const std::string word = text_of(certificate, ran ? "outcome" : "action");
  if (word == "copied") return style.good("copied");
  if (word == "copy") return "will be copied";
  if (word == "present") return ran ? style.good("already there") : "is already there";
  if (word == "failed") return style.bad("failed");
  return ran ? "left out" : "will be left out";
}

std::string title_of(const json& certificate) {
  std::string title;
  for (const json& email : member(certificate, "emails"))
    title += (title.empty() ? "" : ", ") + text_of(json{{"e", email}}, "e");
  if (title.empty()) title = text_of(certificate, "subject");
  return title;
}

std::string checks_line(const json& checks, const Style& style) {
  if (!checks.is_object()) return {};
  constexpr std::array<std::pair<const char*, const char*>, 4> names{
      {{"keyMatches", "key matches"},
       {"chain", "chain is trusted"},
       {"signVerify", "signing works"},
       {"encryptDecrypt", "decrypting works"}}};
  std::string line;
  for (const auto& [name, words] : names) {
    const json& value = member(checks, name);
    const std::string mark = value.is_null() ? "not checked"
                             : value == true ? style.good("yes")
                                             : style.bad("NO");
    line += (line.empty() ? "" : ", ") + std::string(words) + ": " + mark;
  }
  return "      " + line + "\n";
}

std::string root_line(const json& root, bool ran, const Style& style) {
  const std::string action = text_of(root, "action");
  if (is_true(root, "byAdministrator")) return std::string("      root: trusted by the administrator of this computer\n");
  if (action == "carry")
    return "      root: its trust for e-mail " + std::string(ran ? "was taken over\n" : "is taken over\n");
  if (action != "ask") return {};
  if (is_true(root, "distrusted"))
    return "      root: " + style.warning("explicitly distrusted") +
           ", left so: " + text_of(root, "subject") + "\n";
  return "      root: " + style.warning("not trusted for e-mail") + ": " + text_of(root, "subject") + "\n" +
         fingerprint_groups(text_of(root, "fingerprint"), "            ");
}

std::string error_line(const json& item, const Style& style) {
  const std::string message = text_of(member(item, "error"), "message");
  return message.empty() ? std::string() : "      " + style.bad(message) + "\n";
}

std::string certificate_lines(const json& certificate, bool ran, const Style& style) {
  std::string lines = "  " + what_happens(certificate, ran, style) + ": " + title_of(certificate) + "  (" +
                      short_fingerprint(member(certificate, "fingerprint")) + "), valid to " +
                      day_of(text_of(certificate, "notAfter")) +
                      (is_true(certificate, "withoutKey") ? ", without a private key" : "") + "\n";
  if (text_of(certificate, "action") != "skip") {
    lines += checks_line(member(certificate, "checks"), style);
    for (const json& root : member(certificate, "roots")) lines += root_line(root, ran, style);
  }
  return lines + error_line(certificate, style);
}

bool is_correspondent(const json& certificate) { return certificate.contains("capabilities"); }

std::string correspondent_lines(const json& certificate, bool ran, const Style& style) {
  std::string lines = "  " + what_happens(certificate, ran, style) + ": " + title_of(certificate) + "  (" + short_fingerprint(member(certificate, "fingerprint")) +
                      "), valid to " + day_of(text_of(certificate, "notAfter")) + "\n";
  if (const auto reason = text_of(member(certificate, "reason"), "message"); !reason.empty()) lines += "      " + reason + "\n";
  for (const json& change : member(certificate, "changes"))
    lines += "      in use for " + text_of(change, "address") + ":\n" + fingerprint_groups(text_of(change, "used"), "            ");
  if (member(certificate, "capabilities") == "copy") lines += std::string("      how they encrypt ") + (ran ? "was taken over\n" : "is taken over\n");
  for (const json& root : member(certificate, "roots")) lines += root_line(root, ran, style);
  return lines + error_line(certificate, style);
}

/// Other people's. Whom the target knows already is only counted.
std::string correspondents_lines(const json& certificates, bool ran, const Style& style) {
  std::string lines;
  std::size_t known = 0;
  for (const json& certificate : certificates) {
    if (!is_correspondent(certificate)) continue;
    const bool nothing_new = member(certificate, "action") == "present" && member(certificate, "reason").is_null() && member(certificate, "capabilities") != "copy";
    if (nothing_new)
      ++known;
    else
      lines += correspondent_lines(certificate, ran, style);
  }
  if (known > 0) lines += "  already there: " + std::to_string(known) + "\n";
  return lines.empty() ? lines : style.strong("Other people") + "\n" + lines;
}

std::string identity_state(const json& identity, bool ran, const Style& style) {
  if (!ran) {
    const std::string action = text_of(identity, "action");
    if (action == "select") return "will use the certificate";
    return action == "keep" ? "keeps what it has" : "stays without";
  }
  const std::string outcome = text_of(identity, "outcome");
  if (outcome == "selected") return style.good("now uses the certificate");
  if (outcome == "pending") return style.warning("will use the certificate once Thunderbird is closed");
  if (outcome == "failed") return style.bad("could not be set up");
  return outcome == "kept" ? "keeps what it has" : "stays without";
}

std::string identity_lines(const json& identity, bool ran, const Style& style) {
  std::string lines = "  " + text_of(identity, "email") + " (" + text_of(identity, "id") +
                      "): " + identity_state(identity, ran, style) + "\n";
  const std::string action = text_of(identity, "action");
  if (action == "select") {
    lines += "      signing " + short_fingerprint(member(identity, "signing")) + ", encryption " +
             short_fingerprint(member(identity, "encryption"));
    lines += is_true(identity, "signByDefault") ? "; new mail is signed\n" : "\n";
  }
  return lines + error_line(identity, style);
}

/// What came from the file beside a whole backup's key file.
std::string beside_lines(const json& beside, bool ran, const Style& style) {
  const json& trust = member(beside, "trust");
  const json& profiles = member(beside, "smimeProfiles");
  const auto number = [&](const char* name) { return std::to_string(member(profiles, name).get<std::size_t>()); };
  std::string lines = style.strong("From the file beside it") + "\n  trust for e-mail: " + std::to_string(count(trust, "action", "carry")) +
                      (ran ? " taken over, " : " will be taken over, ") + std::to_string(count(trust, "action", "ask")) + " not yet, " +
                      std::to_string(count(trust, "action", "present") + count(trust, "action", "builtin")) + " already there\n";
  for (const json& root : trust)
    if (member(root, "action") == "ask") lines += root_line(root, ran, style);
  return lines + "  how correspondents encrypt: " + number("copy") + (ran ? " taken over, " : " will be taken over, ") + number("present") +
         " already there\n" + error_line(beside, style);
}

/// The full names of roots that nobody trusts yet, each once.
std::vector<std::string> roots_to_trust(const json& result) {
  std::vector<std::string> names;
  const auto add = [&](const json& roots) {
    for (const json& root : roots) {
      const std::string name = text_of(root, "fingerprint");
      const bool asked = member(root, "action") == "ask" && !is_true(root, "distrusted");
      if (asked && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  };
  for (const json& certificate : member(result, "certificates")) add(member(certificate, "roots"));
  add(member(member(result, "beside"), "trust"));
  return names;
}

/// "Firefox (default-release)"; the id where nothing more is known.
std::string profile_in_words(const json& result, const char* end) {
  const json& profile = member(result, (std::string(end) + "Profile").c_str());
  const std::string name = text_of(profile, "name");
  if (!profile.is_object()) return text_of(result, end);
  return application_name(text_of(profile, "application")) + (name.empty() ? "" : " (" + name + ")");
}

std::string summary(const json& result, bool ran) {
  const json& certificates = member(result, "certificates");
  const bool of_file = member(result, "from").is_null();
  const std::string way = " from " + (of_file ? std::string("the file") : profile_in_words(result, "from")) + " to " +
                          profile_in_words(result, "to");
  if (!ran)
    return count_of(count(certificates, "action", "copy"), "certificate") + " would be copied" + way +
           ". Nothing was changed.\n";
  const std::size_t copied = count(certificates, "outcome", "copied");
  const std::size_t present = count(certificates, "outcome", "present");
  std::string line = count_of(copied, "certificate") + " copied" + way;
  if (present > 0) line += ", " + std::to_string(present) + " already there";
  return line + ".\n";
}

std::string next_steps(const json& result, bool ran, const Style& style) {
  std::string steps;
  const json& certificates = member(result, "certificates");
  const bool others = std::any_of(certificates.begin(), certificates.end(), is_correspondent);
  const std::string command = member(result, "from").is_null()
                                  ? "certferry import --profile " + text_of(result, "to") + " FILE"
                                  : std::string("certferry migrate") + (others ? " --correspondents" : "");
  for (const std::string& root : roots_to_trust(result))
    steps += "  If you know that this root is genuine, trust it: " + command + " --trust-root " + root + "\n";
  const json& identities = member(result, "identities");
  if (ran && count(identities, "outcome", "pending") > 0)
    steps += "  Close Thunderbird when it suits you; the selection is then made by itself.\n";
  if (!ran && count(certificates, "action", "copy") > 0)
    steps += "  Run the same command without --dry-run to do it.\n";
  if (ran && count(identities, "outcome", "selected") > 0)
    steps += "  Start Thunderbird and write a mail: its S/MIME menu offers to sign and to encrypt.\n";
  return steps.empty() ? std::string() : style.strong("What to do next") + "\n" + steps;
}

}  // namespace

std::string render_migration(const json& result, const Style& style) {
  const bool ran = is_run(result);
  std::string shown = style.strong(summary(result, ran));
  for (const json& certificate : member(result, "certificates"))
    if (!is_correspondent(certificate)) shown += certificate_lines(certificate, ran, style);
  shown += correspondents_lines(member(result, "certificates"), ran, style);
  if (const json& beside = member(result, "beside"); beside.is_object()) shown += beside_lines(beside, ran, style);
  if (const json& identities = member(result, "identities"); !identities.empty()) {
    shown += style.strong("Mail identities") + "\n";
    for (const json& identity : identities) shown += identity_lines(identity, ran, style);
  }
  for (const json& warning : member(result, "warnings"))
    shown += style.warning("warning: ") + text_of(warning, "message") + "\n" + fix_lines(member(warning, "fix"), "  ");
  const std::string backup = text_of(result, "backup");
  if (!backup.empty())
    shown += "The state before is kept: certferry restore --profile " + text_of(result, "to") + " " + backup +
             "\n";
  return shown + next_steps(result, ran, style);
}

}  // namespace host::cli

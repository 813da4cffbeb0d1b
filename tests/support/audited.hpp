// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/report/report.hpp>

#include <array>
#include <string>

/// Profiles as an audit gives them, for tests of reports.
namespace tests {

inline constexpr std::array all_formats{host::report::Format::text,  host::report::Format::json,
                                        host::report::Format::jsonl, host::report::Format::sarif,
                                        host::report::Format::prometheus, host::report::Format::csv,
                                        host::report::Format::html};

inline const std::string biting_name = "Eve\"; </script><img src=x>\n\x1B[2J\u202E=cmd()";

inline nlohmann::json audited_certificate(char digit, const std::string& subject, const std::string& email) {
  return {{"fingerprint", std::string(64, digit)},
          {"subject", subject},
          {"issuer", "CN=Example CA,O=Example"},
          {"serial", "0a1b2c"},
          {"notBefore", "2025-01-01T00:00:00Z"},
          {"notAfter", "2027-03-01T12:00:00Z"},
          {"emails", {email}},
          {"nickname", "nick " + subject},
          {"displayName", subject},
          {"dbKey", "AAAAAAAAAAAAAAADAAAAHA=="},
          {"key", {{"algorithm", "rsa"}, {"bits", 2048}}},
          {"hasPrivateKey", true},
          {"isAuthority", false},
          {"token", nullptr},
          {"trust", {{"email", "none"}, {"web", "none"}}},
          {"canSign", {{"ok", true}, {"reasons", nlohmann::json::array()}}},
          {"canEncrypt", {{"ok", true}, {"reasons", nlohmann::json::array()}}}};
}

/// Alice's Thunderbird: one identity with one certificate, an error and a note of that, and a warning of the store.
inline nlohmann::json audited_profile(const std::string& name = "default-release") {
  const auto certificate = audited_certificate('a', "CN=Alice", "alice@example.org");
  const nlohmann::json selection{{"fingerprint", std::string(64, 'a')},
                                 {"dbKey", certificate["dbKey"]},
                                 {"displayName", "Alice"},
                                 {"verdict", certificate["canSign"]}};
  return {{"id", "0123456789abcdef"},
          {"application", "thunderbird"},
          {"path", "/home/alice/.thunderbird/x.default"},
          {"user", "alice"},
          {"name", name},
          {"identities",
           {{{"id", "id1"}, {"name", "Alice"}, {"email", "alice@example.org"}, {"signing", selection},
             {"encryption", selection}, {"signByDefault", true}, {"encryptByDefault", "off"}}}},
          {"certificates", {certificate}},
          {"findings",
           {{{"rule", "EKU-ABSENT"}, {"severity", "note"}, {"message", "It does not say what it is for."},
             {"reference", "CA/Browser Forum S/MIME BR, 7.1.2.3 f"}, {"certificate", std::string(64, 'a')},
             {"evidence", nlohmann::json::object()}, {"key", std::string(64, '1')}},
            {{"rule", "CERT-EXPIRED"}, {"severity", "error"}, {"message", "The selected certificate has expired."},
             {"reference", "RFC 5280, 4.1.2.5"}, {"certificate", std::string(64, 'a')}, {"identity", "id1"},
             {"evidence", {{"notAfter", "2027-03-01T12:00:00Z"}}},
             {"fix", {{"text", "Select another certificate."}, {"command", "certferry explain --profile 0123456789abcdef"}}},
             {"key", std::string(64, '2')}},
            {{"rule", "STORE-NO-PASSWORD"}, {"severity", "warning"}, {"message", "The keys have no primary password."},
             {"reference", "NSS"}, {"evidence", {{"file", "key4.db"}, {"rounds", 1}}}, {"key", std::string(64, '3')}}}},
          {"summary", {{"error", 1}, {"warning", 1}, {"note", 1}}}};
}

/// The same with a name that bites wherever a name stands.
inline nlohmann::json profile_that_bites() {
  nlohmann::json profile = audited_profile(biting_name);
  profile["path"] = "/home/" + biting_name;
  for (const char* member : {"subject", "issuer", "nickname", "displayName"})
    profile["certificates"][0][member] = biting_name;
  profile["certificates"][0]["emails"] = {biting_name};
  for (nlohmann::json& finding : profile["findings"]) finding["message"] = biting_name;
  return profile;
}

/// A prime shared across profiles, a finding that is gone, and a home that cannot be entered.
inline host::report::Tail full_tail() {
  nlohmann::json across = audited_profile();
  across["certificates"] = across["identities"] = nlohmann::json::array();
  across["findings"] = nlohmann::json::array({across["findings"][1]});
  across["findings"][0]["rule"] = "KEY-FACTORABLE";
  return {.across = {across},
          .gone = {{{"rule", "SIG-WEAK"}, {"message", "It was signed with SHA-1."}, {"profile", "p"}}},
          .unreachable = {{{"path", "/home/bob"}, {"message", "It cannot be entered."}}}};
}

inline host::report::Head audit_head() {
  return {.version = "1.2.3", .nss = "3.125", .time = 1795000000, .at = 1795000000, .host = "desk"};
}

/// The whole report of these profiles.
inline std::string report_of(host::report::Format format, const std::vector<nlohmann::json>& profiles,
                             const host::report::Tail& tail = {}, const host::report::Looks& looks = {}) {
  std::string text;
  const auto report = host::report::make_report(format, looks, [&text](std::string_view piece) { text += piece; });
  report->begin(audit_head());
  for (const auto& profile : profiles) report->profile(profile);
  report->end(tail);
  return text;
}

}  // namespace tests

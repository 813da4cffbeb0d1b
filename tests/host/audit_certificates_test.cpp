// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/builtin_roots.hpp>

#include <doctest/doctest.h>

#include "audit_profile.hpp"

using namespace tests;
using nssbridge::Certificate;
using nssbridge::Time;

namespace {

constexpr Time one_day = 86'400;

/// A profile whose one personal certificate is this.
std::string said_of(const std::string& name, const std::string& rule, bool selected = false) {
  AuditProfile profile;
  const auto& certificate = profile.add_with_key(name);
  if (selected) profile.select(certificate);
  return profile.said(rule);
}

std::string said_of_changed(const std::string& rule, auto change) {
  AuditProfile profile;
  profile.add_with_key(changed(profile.get("plain"), change));
  return profile.said(rule);
}

/// A certificate whose chain ends in a root that the application ships: such a root, with the fields of another one.
Certificate public_one(Time not_before, Time days, const char* policy) {
  Certificate certificate = nssbridge::builtin_roots().front().certificate;
  certificate.is_authority = false;
  certificate.extended_usages = {{"1.3.6.1.5.5.7.3.4"}};
  certificate.not_before = not_before;
  certificate.not_after = not_before + days * one_day - 1;
  certificate.policies = {policy};
  return certificate;
}

std::string said_of_public(const std::string& rule, Time not_before, Time days, const char* policy) {
  AuditProfile profile;
  profile.facts.at = not_before + one_day;
  profile.add_with_key(public_one(not_before, days, policy));
  return profile.said(rule);
}

constexpr const char* strict = "2.23.140.1.5.1.3";
constexpr const char* legacy = "2.23.140.1.5.3.1";
constexpr Time in_2022 = 1'640'995'200, in_2024 = 1'704'067'200, july_14 = 1'752'451'200, july_15 = 1'752'537'600;

}  // namespace

TEST_CASE("a good certificate gives no finding about itself") {
  AuditProfile profile;
  const auto plain = profile.add_with_key("plain");
  profile.select(plain);
  for (const auto& finding : profile.examine()) {
    CAPTURE(finding.rule.name());
    CHECK(finding.certificate != plain.fingerprint);
  }
}

TEST_CASE("CERT-EXPIRED: an error where it is selected, a note where it reads old mail or is an authority's") {
  CHECK(said_of("expired", "CERT-EXPIRED") == "note");
  CHECK(said_of("expired", "CERT-EXPIRED", true) == "error");
  CHECK(said_of("plain", "CERT-EXPIRED", true).empty());
  AuditProfile profile;
  profile.add("by-expired");
  CHECK(profile.said("CERT-EXPIRED").empty());
  profile.add_with_key("under-expired");
  const auto found = of_rule(profile.examine(), "CERT-EXPIRED");
  REQUIRE(found.size() == 1);
  CHECK(found[0].certificate == profile.get("by-expired").fingerprint);
  CHECK(found[0].severity == host::audit::Severity::note);
  AuditProfile other_time;
  other_time.add_with_key("plain");
  other_time.facts.at = other_time.get("plain").not_after;
  CHECK(other_time.said("CERT-EXPIRED").empty());
  ++other_time.facts.at;
  CHECK(other_time.said("CERT-EXPIRED") == "note");
}

TEST_CASE("CERT-EXPIRING: within the days asked for, unless something lasts longer and this is not selected") {
  AuditProfile profile;
  const auto ending = profile.add_with_key(
      changed(profile.get("plain"), [&](Certificate& each) { each.not_after = profile.facts.at + 10 * one_day; }));
  CHECK(profile.said("CERT-EXPIRING") == "warning");
  CHECK(of_rule(profile.examine(), "CERT-EXPIRING")[0].evidence["days"] == 10);
  profile.facts.expiring_days = 10;
  CHECK(profile.said("CERT-EXPIRING").empty());
  profile.facts.expiring_days = 11;
  CHECK(profile.said("CERT-EXPIRING") == "warning");
  profile.add_with_key("plain");
  CHECK(profile.said("CERT-EXPIRING").empty());
  profile.select(ending);
  CHECK(profile.said("CERT-EXPIRING") == "warning");
}

TEST_CASE("CERT-EXPIRING: an authority that ends before a certificate in use below it, unless its renewed one is there") {
  AuditProfile profile;
  const auto issuer = changed(profile.get("by-expired"), [&](Certificate& each) { each.not_after = profile.facts.at + 10 * one_day; });
  const auto leaf = profile.add_with_key("under-expired");
  REQUIRE(leaf.not_after > issuer.not_after);
  CHECK(profile.said("CERT-EXPIRING").empty());
  profile.add(issuer);
  const auto found = of_rule(profile.examine(), "CERT-EXPIRING");
  REQUIRE(found.size() == 1);
  CHECK(found[0].certificate == issuer.fingerprint);
  CHECK(found[0].evidence["days"] == 10);
  CHECK(found[0].evidence["below"] == leaf.fingerprint.hex());
  profile.facts.expiring_days = 10;
  CHECK(profile.said("CERT-EXPIRING").empty());
  profile.facts.expiring_days = 30;
  profile.add(changed(issuer, [&](Certificate& each) {
    each.not_after += 100 * one_day;
    each.fingerprint = profile.get("plain").fingerprint;
  }));
  CHECK(profile.said("CERT-EXPIRING").empty());
}

TEST_CASE("CERT-NOT-YET-VALID") {
  CHECK(said_of("not-yet-valid", "CERT-NOT-YET-VALID") == "warning");
  CHECK(said_of("plain", "CERT-NOT-YET-VALID").empty());
}

TEST_CASE("CERT-VALIDITY-TOO-LONG: public ones, from the day on which a limit was") {
  const std::string rule = "CERT-VALIDITY-TOO-LONG";
  CHECK(said_of_public(rule, in_2024, 826, strict) == "note");
  CHECK(said_of_public(rule, in_2024, 825, strict).empty());
  CHECK(said_of_public(rule, in_2024, 1185, legacy).empty());
  CHECK(said_of_public(rule, in_2024, 1186, legacy) == "note");
  CHECK(said_of_public(rule, in_2022, 2000, strict).empty());
  AuditProfile of_a_private_root;
  of_a_private_root.add_with_key(
      changed(of_a_private_root.get("plain"), [](Certificate& each) { each.not_after = each.not_before + 2000 * one_day; }));
  CHECK(of_a_private_root.said(rule).empty());
}

TEST_CASE("CERT-LEGACY-PROFILE: public ones, issued after Legacy ended") {
  const std::string rule = "CERT-LEGACY-PROFILE";
  CHECK(said_of_public(rule, july_15, 365, legacy) == "note");
  CHECK(said_of_public(rule, july_14, 365, legacy).empty());
  CHECK(said_of_public(rule, july_15, 365, strict).empty());
  CHECK(said_of_public(rule, july_15, 365, "2.23.140.1.2.1").empty());
}

TEST_CASE("SIG-WEAK: by the hash, milder for old mail, a note for roots") {
  CHECK(said_of("signed-md5-rsa", "SIG-WEAK") == "error");
  CHECK(said_of("signed-sha1-rsa", "SIG-WEAK") == "warning");
  CHECK(said_of("signed-sha512-rsa", "SIG-WEAK").empty());
  AuditProfile profile;
  profile.trust(profile.add("sha1-root"), AuditProfile::Stated::must_verify, AuditProfile::Stated::authority);
  CHECK(profile.said("SIG-WEAK") == "note");
  profile.add("by-sha1");
  CHECK(profile.said("SIG-WEAK") == "note");
  profile.add_with_key("under-sha1");
  CHECK(profile.said("SIG-WEAK") == "warning note");
  CHECK(said_of_changed("SIG-WEAK", [](Certificate& each) {
          each.signature_algorithm = "md5-rsa";
          each.not_after = each.not_before;
        }) == "warning");
}

TEST_CASE("EKU-*: what extended key usage says") {
  CHECK(said_of("client-auth-only", "EKU-NO-EMAIL") == "error");
  CHECK(said_of_changed("EKU-NO-EMAIL", [](Certificate& each) {
          each.extended_usages = {{"1.3.6.1.5.5.7.3.2"}};
          each.emails.clear();
        }) == "note");
  CHECK(said_of("client-auth-and-email", "EKU-NO-EMAIL").empty());
  CHECK(said_of("any-usage-only", "EKU-NO-EMAIL").empty());
  CHECK(said_of("any-usage-only", "EKU-ANY-ONLY") == "warning");
  CHECK(said_of("any-and-email", "EKU-ANY-ONLY").empty());
  CHECK(said_of("no-extended-usage", "EKU-ABSENT") == "note");
  CHECK(said_of("plain", "EKU-ABSENT").empty());
  CHECK(said_of("netscape-email-only", "EKU-ABSENT").empty());
}

TEST_CASE("KU-NO-SIGN and KU-NO-ENCRYPT: an error where it is selected for that, a note where another one can") {
  CHECK(said_of("encrypt-only", "KU-NO-SIGN") == "warning");
  CHECK(said_of("encrypt-only", "KU-NO-SIGN", true) == "error");
  CHECK(said_of("encrypt-only", "KU-NO-ENCRYPT").empty());
  CHECK(said_of("non-repudiation-only", "KU-NO-SIGN").empty());
  CHECK(said_of("sign-only", "KU-NO-ENCRYPT") == "warning");
  CHECK(said_of("sign-only", "KU-NO-ENCRYPT", true) == "error");
  CHECK(said_of("agreement-only-rsa", "KU-NO-ENCRYPT") == "warning");
  CHECK(said_of("ec-agreement-only", "KU-NO-ENCRYPT").empty());
  CHECK(said_of("ec-encipherment-only", "KU-NO-ENCRYPT") == "warning");
  CHECK(said_of("no-key-usage", "KU-NO-SIGN").empty());
  AuditProfile pair;
  const auto signs = pair.add_with_key("sign-only"), encrypts = pair.add_with_key("encrypt-only");
  CHECK(pair.said("KU-NO-SIGN") == "note");
  CHECK(pair.said("KU-NO-ENCRYPT") == "note");
  auto& who = pair.identity();
  who.signing = pair.stored(signs);
  who.encryption = pair.stored(encrypts);
  CHECK(pair.said("KU-NO-SIGN") == "note");
  CHECK(pair.said("KU-NO-ENCRYPT") == "note");
}

TEST_CASE("KU-NOT-CRITICAL and KU-ON-EE-CERTSIGN") {
  CHECK(said_of("key-usage-not-critical", "KU-NOT-CRITICAL") == "note");
  CHECK(said_of("plain", "KU-NOT-CRITICAL").empty());
  CHECK(said_of("no-key-usage", "KU-NOT-CRITICAL").empty());
  CHECK(said_of("may-sign-certificates", "KU-ON-EE-CERTSIGN") == "warning");
  CHECK(said_of("plain", "KU-ON-EE-CERTSIGN").empty());
  CHECK(said_of("authority-as-person", "KU-ON-EE-CERTSIGN").empty());
}

TEST_CASE("what only reads old mail need not be mended") {
  for (const std::string rule : {"EKU-ABSENT", "KU-NOT-CRITICAL", "KU-ON-EE-CERTSIGN", "KU-NO-ENCRYPT", "SAN-NO-EMAIL"}) {
    CAPTURE(rule);
    const auto spoil = [](Certificate& each) {
      each.extended_usages.reset();
      each.key_usage = nssbridge::KeyUsage{.key_cert_sign = true};
      each.key_usage_critical = false;
      each.emails.clear();
    };
    CHECK_FALSE(said_of_changed(rule, spoil).empty());
    CHECK(said_of_changed(rule, [&](Certificate& each) {
            spoil(each);
            each.not_after = each.not_before;
          }).empty());
  }
}

TEST_CASE("SAN-NO-EMAIL and SAN-EAI-ONLY") {
  CHECK(said_of("no-address", "SAN-NO-EMAIL") == "warning");
  CHECK(said_of("address-in-subject", "SAN-NO-EMAIL") == "warning");
  CHECK(said_of("two-addresses", "SAN-NO-EMAIL").empty());
  CHECK(said_of("utf8-address", "SAN-NO-EMAIL").empty());
  CHECK(said_of("utf8-address", "SAN-EAI-ONLY") == "warning");
  CHECK(said_of("plain", "SAN-EAI-ONLY").empty());
  CHECK(said_of_changed("SAN-NO-EMAIL", [](Certificate& each) {
          each.emails.clear();
          each.extended_usages = {{"1.3.6.1.5.5.7.3.2"}};
        }).empty());
}

TEST_CASE("CHAIN-INCOMPLETE and CHAIN-ROOT-NOT-EMAIL: an error where it is selected") {
  CHECK(said_of("under-absent", "CHAIN-INCOMPLETE") == "warning");
  CHECK(said_of("under-absent", "CHAIN-INCOMPLETE", true) == "error");
  CHECK(said_of("plain", "CHAIN-INCOMPLETE", true).empty());
  for (const bool selected : {false, true}) {
    AuditProfile profile;
    const auto root = profile.add("untrusted");
    const auto& leaf = profile.add_with_key("from-untrusted");
    if (selected) profile.select(leaf);
    CHECK(profile.said("CHAIN-ROOT-NOT-EMAIL") == (selected ? "error" : "warning"));
    CHECK(of_rule(profile.examine(), "CHAIN-ROOT-NOT-EMAIL")[0].evidence["root"] == root.fingerprint.hex());
    profile.facts.trust.reset();
    CHECK(profile.said("CHAIN-ROOT-NOT-EMAIL").empty());
  }
  CHECK(said_of("plain", "CHAIN-ROOT-NOT-EMAIL", true).empty());
  for (const bool is_copy : {false, true}) {  // of another system perhaps, whose own roots count
    AuditProfile profile;
    profile.add("untrusted");
    profile.add_with_key("from-untrusted");
    profile.facts.preferences.emplace();
    profile.facts.is_copy = is_copy;
    CHECK(of_rule(profile.examine(), "CHAIN-ROOT-NOT-EMAIL")[0].evidence["mayComeFromSystem"] == is_copy);
  }
  CHECK(said_of_changed("CHAIN-INCOMPLETE", [](Certificate& each) { each.issuer_der.back() ^= 1; }) == "warning");
  CHECK(said_of_changed("CHAIN-INCOMPLETE", [](Certificate& each) {
          each.issuer_der.back() ^= 1;
          each.not_after = each.not_before;
        }).empty());
}

// SPDX-License-Identifier: MPL-2.0
#include <doctest/doctest.h>

#include "audit_profile.hpp"

using namespace tests;
using nssbridge::Certificate;

namespace {

const host::audit::Finding only(AuditProfile& profile, const std::string& rule) {
  const auto found = of_rule(profile.examine(), rule);
  REQUIRE(found.size() == 1);
  return found[0];
}

}  // namespace

TEST_CASE("ID-CERT-MISSING: nothing has that issuer and serial, or only a name is stored") {
  AuditProfile profile;
  auto& who = profile.identity();
  who.signing = profile.stored(profile.get("plain"));
  const auto finding = only(profile, "ID-CERT-MISSING");
  CHECK(finding.severity == host::audit::Severity::error);
  CHECK(finding.identity == "id1");
  CHECK(finding.subject == "signing");
  CHECK(finding.evidence["displayName"] == "Leaf plain");
  CHECK(finding.fix->command == "certferry explain --profile 'a-profile' --identity 'id1'");
  profile.facts.modules->push_back({.name = "A card", .library = "card.so", .place = {}});
  CHECK(profile.said("ID-CERT-MISSING") == "warning");
  who.signing->db_key.clear();
  CHECK(profile.said("ID-CERT-MISSING") == "error");
  profile.add_with_key("plain");
  who.signing = profile.stored(profile.get("plain"));
  CHECK(profile.said("ID-CERT-MISSING").empty());
  who.signing.reset();
  CHECK(profile.said("ID-CERT-MISSING").empty());
}

TEST_CASE("a copy gives no command, as its profile would not be found") {
  AuditProfile profile;
  profile.identity().signing = profile.stored(profile.get("plain"));
  profile.facts.is_copy = true;
  CHECK_FALSE(only(profile, "ID-CERT-MISSING").fix.has_value());
}

TEST_CASE("ID-CERT-NO-KEY: the certificate is there, its key surely not") {
  AuditProfile profile;
  profile.select(profile.add("plain"));
  CHECK(profile.said("ID-CERT-NO-KEY") == "error error");
  profile.facts.modules->push_back({.name = "A card", .library = "card.so", .place = {}});
  CHECK(profile.said("ID-CERT-NO-KEY") == "warning warning");
  profile.facts.keys.reset();
  CHECK(profile.said("ID-CERT-NO-KEY").empty());
  AuditProfile whole;
  whole.select(whole.add_with_key("plain"));
  CHECK(whole.said("ID-CERT-NO-KEY").empty());
}

TEST_CASE("ID-CERT-UNUSABLE: refused for that use by one verifier or the other") {
  AuditProfile profile;
  profile.select(profile.add_with_key("sign-only"));
  auto finding = only(profile, "ID-CERT-UNUSABLE");
  CHECK(finding.severity == host::audit::Severity::error);
  CHECK(finding.subject == "encryption");
  CHECK(finding.evidence["verifier"] == "thunderbird");
  CHECK(finding.evidence["reasons"][0]["kind"] == "no-encryption-usage");

  AuditProfile classic;
  classic.select(classic.add_with_key("critical-policies"));
  finding = only(classic, "ID-CERT-UNUSABLE");
  CHECK(finding.subject == "encryption");
  CHECK(finding.evidence["verifier"] == "nss-classic");

  AuditProfile good;
  good.select(good.add_with_key("plain"));
  CHECK(good.said("ID-CERT-UNUSABLE").empty());
  good.facts.trust.reset();
  CHECK(good.said("ID-CERT-UNUSABLE").empty());
}

TEST_CASE("ID-ADDRESS-MISMATCH: it has addresses, and not this one") {
  AuditProfile profile;
  profile.select(profile.add_with_key("plain"));
  CHECK(profile.said("ID-ADDRESS-MISMATCH").empty());
  profile.facts.identities->front().email = "Alice@Example.TEST";
  CHECK(profile.said("ID-ADDRESS-MISMATCH").empty());
  profile.facts.identities->front().email = "bob@example.test";
  CHECK(profile.said("ID-ADDRESS-MISMATCH") == "warning warning");
  AuditProfile without;
  without.select(without.add_with_key("no-address"));
  CHECK(without.said("ID-ADDRESS-MISMATCH").empty());
}

TEST_CASE("ID-NEWER-AVAILABLE: one that serves as well and for longer, and the command that selects it") {
  AuditProfile profile;
  const auto older = profile.add_with_key("plain");
  profile.select(older);
  CHECK(profile.said("ID-NEWER-AVAILABLE").empty());
  const auto newer =
      profile.add_with_key(changed(older, [](Certificate& each) { each.not_after += 1000; }));
  const auto found = of_rule(profile.examine(), "ID-NEWER-AVAILABLE");
  REQUIRE(found.size() == 2);
  CHECK(found[0].certificate == older.fingerprint);
  CHECK(found[0].evidence["newer"] == newer.fingerprint.hex());
  CHECK(found[0].fix->command ==
        "certferry select --profile 'a-profile' --identity 'id1' --signing " + newer.fingerprint.hex());
  profile.facts.identities->front().signing = profile.stored(newer);
  CHECK(only(profile, "ID-NEWER-AVAILABLE").subject == "encryption");
  profile.facts.identities->front().encryption = profile.stored(newer);
  CHECK(profile.said("ID-NEWER-AVAILABLE").empty());

  AuditProfile useless;
  useless.select(useless.add_with_key("plain"));
  useless.add_with_key(changed(useless.get("plain"), [](Certificate& each) {
    each.not_after += 1000;
    each.emails = {"bob@example.test"};
  }));
  useless.add_with_key(changed(useless.get("sign-only"), [](Certificate& each) { each.not_after += 1000; }));
  CHECK(only(useless, "ID-NEWER-AVAILABLE").subject == "signing");
}

TEST_CASE("ID-SIGN-ONLY and ID-REQUIRE-ENC-NO-CERT") {
  AuditProfile profile;
  const auto plain = profile.add_with_key("plain");
  auto& who = profile.identity();
  CHECK(profile.said("ID-SIGN-ONLY").empty());
  who.signing = profile.stored(plain);
  CHECK(profile.said("ID-SIGN-ONLY") == "note");
  CHECK(profile.said("ID-REQUIRE-ENC-NO-CERT").empty());
  who.encrypt_by_default = true;
  CHECK(only(profile, "ID-REQUIRE-ENC-NO-CERT").severity == host::audit::Severity::error);
  who.has_openpgp_key = true;
  CHECK(profile.said("ID-REQUIRE-ENC-NO-CERT").empty());
  who.has_openpgp_key = false;
  who.encryption = profile.stored(plain);
  CHECK(profile.said("ID-SIGN-ONLY").empty());
  CHECK(profile.said("ID-REQUIRE-ENC-NO-CERT").empty());
  who.encryption = profile.stored(profile.add_with_key("sign-only"));
  CHECK(profile.said("ID-REQUIRE-ENC-NO-CERT") == "error");
}

TEST_CASE("nothing is said about identities that are not known, and that is told") {
  AuditProfile profile;
  profile.facts.identities.reset();
  profile.add("expired");
  for (const auto& finding : profile.examine()) CHECK_FALSE(finding.identity.has_value());
  const auto has = [&](const std::string& word) { return std::ranges::count(host::audit::unknown_in(profile.facts), word) == 1; };
  CHECK(has("identities"));
  profile.facts.application = "firefox";
  CHECK_FALSE(has("identities"));
  CHECK_FALSE(has("private-keys"));
  profile.facts.keys.reset();
  CHECK(has("private-keys"));
  CHECK_FALSE(has("primary-password"));
  profile.facts.password->protects.reset();
  CHECK(has("primary-password"));
  CHECK(has("running"));
  CHECK(has("permissions"));
  profile.facts.is_copy = true;
  CHECK_FALSE(has("running"));
  CHECK_FALSE(has("permissions"));
}

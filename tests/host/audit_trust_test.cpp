// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/builtin_roots.hpp>

#include <doctest/doctest.h>

#include "audit_profile.hpp"

using namespace tests;
using nssbridge::Trust;
using nssbridge::TrustEncoding;
using nssbridge::TrustPair;
using Stated = AuditProfile::Stated;

namespace {

const nssbridge::BuiltinRoot& shipped(bool web, bool email) {
  for (const auto& root : nssbridge::builtin_roots())
    if (root.web_trusted == web && root.email_trusted == email) return root;
  throw std::runtime_error("no such root is shipped");
}

std::string said_of_shipped(Stated web, Stated email, const std::string& rule = "TRUST-BUILTIN-EDITED") {
  AuditProfile profile;
  profile.trust(shipped(true, true).certificate, web, email);
  return profile.said(rule);
}

}  // namespace

TEST_CASE("TRUST-USER-CA-WEB and TRUST-USER-CA-EMAIL: what no application ships") {
  AuditProfile profile;
  CHECK(profile.said("TRUST-USER-CA-EMAIL") == "warning");
  CHECK(profile.said("TRUST-USER-CA-WEB").empty());
  const auto& other = profile.add("untrusted");
  profile.trust(other, Stated::authority, Stated::must_verify);
  const auto found = of_rule(profile.examine(), "TRUST-USER-CA-WEB");
  REQUIRE(found.size() == 1);
  CHECK(found[0].certificate == other.fingerprint);
  CHECK(found[0].severity == host::audit::Severity::error);
  CHECK(found[0].evidence["web"] == "authority");
  CHECK(profile.said("TRUST-USER-CA-EMAIL") == "warning");
  profile.trust(profile.add("expired-root"), Stated::authority, Stated::nothing);
  CHECK(profile.said("TRUST-USER-CA-WEB") == "error warning");
  profile.facts.trust->clear();
  CHECK(profile.said("TRUST-USER-CA-EMAIL").empty());
}

TEST_CASE("a record that is bound to another certificate says nothing") {
  AuditProfile profile;
  profile.trust(profile.add("untrusted"), Stated::authority, Stated::authority);
  profile.facts.trust->back().bound_hash[0] ^= 1;
  CHECK(profile.said("TRUST-USER-CA-WEB").empty());
  CHECK(profile.said("TRUST-USER-CA-EMAIL") == "warning");
}

TEST_CASE("TRUST-BUILTIN-EDITED: distrusted or widened, whether the profile has the certificate or not") {
  CHECK(said_of_shipped(Stated::authority, Stated::authority).empty());
  CHECK(said_of_shipped(Stated::nothing, Stated::nothing).empty());
  CHECK(said_of_shipped(Stated::distrusted, Stated::authority) == "note");
  CHECK(said_of_shipped(Stated::authority, Stated::must_verify) == "note");
  CHECK(said_of_shipped(Stated::authority, Stated::authority, "TRUST-USER-CA-WEB").empty());
  AuditProfile widened;
  const auto& for_mail = shipped(false, true).certificate;
  widened.add(for_mail);
  widened.trust(for_mail, Stated::authority, Stated::authority);
  CHECK(widened.said("TRUST-BUILTIN-EDITED") == "note");
  CHECK(widened.said("TRUST-USER-CA-WEB").empty());
}

TEST_CASE("TRUST-PEER-OVERRIDE: a certificate by itself, and exceptions for websites") {
  AuditProfile profile;
  CHECK(profile.said("TRUST-PEER-OVERRIDE").empty());
  profile.trust(profile.add("peer-leaf"), Stated::must_verify, Stated::peer);
  CHECK(profile.said("TRUST-PEER-OVERRIDE") == "warning");
  profile.facts.overrides = {{{"intranet.example:443"}, {"printer.example:443"}}};
  const auto found = of_rule(profile.examine(), "TRUST-PEER-OVERRIDE");
  REQUIRE(found.size() == 3);
  CHECK(key_of(found[1], "p") != key_of(found[2], "p"));
  CHECK(found[1].file == "cert_override.txt");
}

TEST_CASE("TRUST-STALE-DUPLICATE: both classes, and they contradict each other") {
  AuditProfile profile;
  const auto& authority = profile.add("untrusted");
  profile.trust(authority, Stated::must_verify, Stated::authority);
  profile.trust(authority, Stated::must_verify, Stated::authority, TrustEncoding::legacy);
  CHECK(profile.said("TRUST-STALE-DUPLICATE").empty());
  profile.facts.trust->back().email = Stated::must_verify;
  CHECK(profile.said("TRUST-STALE-DUPLICATE") == "warning");
  CHECK(of_rule(profile.examine(), "TRUST-USER-CA-EMAIL").size() == 2);
}

TEST_CASE("TRUST-TAMPERED: only after a login, where NSS makes something else of a record") {
  AuditProfile profile;
  const auto root = profile.get("root");
  const nssbridge::TrustMap::key_type name{root.issuer_der, root.serial};
  CHECK(profile.said("TRUST-TAMPERED").empty());
  profile.facts.authentic_trust = nssbridge::TrustMap{{name, TrustPair{Trust::trusted, Trust::none}}};
  CHECK(profile.said("TRUST-TAMPERED").empty());
  profile.facts.authentic_trust = nssbridge::TrustMap{};
  const auto found = of_rule(profile.examine(), "TRUST-TAMPERED");
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == host::audit::Severity::error);
  CHECK(found[0].certificate == root.fingerprint);
  CHECK(found[0].evidence["stated"]["email"] == "trusted");
  CHECK(found[0].evidence["verified"]["email"] == "none");
}

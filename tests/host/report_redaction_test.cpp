// SPDX-License-Identifier: MPL-2.0
#include <host/report/redaction.hpp>

#include <doctest/doctest.h>

#include <vector>

#include "support/audited.hpp"
#include "support/kind_of.hpp"

using host::report::Format;
using host::report::Redaction;
using host::report::Redactor;
using nlohmann::json;
using nssbridge::Kind;
using tests::audit_head;
using tests::audited_profile;

namespace {

nssbridge::Secret key(char octet) {
  return nssbridge::Secret(std::string(32, octet));
}

/// Names that stand nowhere else, wherever the shape has a place for one; also where it has none.
struct Seeded {
  std::vector<std::string> seeds;
  json profile, across, gone, unreachable, fleet_host, fleet_certificate;
  host::report::Head head = audit_head();

  std::string seed(const std::string& prefix = "seed") {
    seeds.push_back(prefix + "Q" + std::to_string(seeds.size()) + "Z");
    return seeds.back();
  }
  std::string seeded_fingerprint() {
    const char digits[] = {"0123456789abcdef"[seeds.size() / 16], "0123456789abcdef"[seeds.size() % 16]};
    std::string fingerprint;
    while (fingerprint.size() < 64) fingerprint += std::string(digits, 2) + "5a";
    seeds.push_back(fingerprint);
    return fingerprint;
  }
  json verdict() {
    return {{"ok", false}, {"reasons", {{{"kind", "expired"}, {"message", seed()}, {"fix", {{"text", seed()}, {"command", seed()}}}}}}};
  }
  json certificate(bool personal) {
    return {{"fingerprint", seeded_fingerprint()}, {"subject", "CN=" + seed()}, {"issuer", "CN=" + seed()},
            {"serial", seed()}, {"notBefore", "2025-01-01T00:00:00Z"}, {"notAfter", "2026-01-01T00:00:00Z"},
            {"emails", {seed() + "@example.org"}}, {"nickname", seed()}, {"displayName", seed()}, {"dbKey", seed()},
            {"key", {{"algorithm", "rsa"}, {"bits", 2048}}}, {"hasPrivateKey", personal}, {"isAuthority", false},
            {"token", seed()}, {"trust", {{"email", "none"}, {"web", "none"}}}, {"canSign", verdict()},
            {"canEncrypt", verdict()}, {"added", {{"later", seed()}}}};
  }
  json finding(const std::string& rule, const json& about) {
    return {{"rule", rule}, {"severity", "note"}, {"message", seed()}, {"reference", seed()}, {"certificate", about["fingerprint"]},
            {"identity", seed()}, {"file", seed()}, {"added", seed()}, {"key", seeded_fingerprint()},
            {"evidence", {{"address", seed()}, {"list", {seed(), {{"deep", seed()}}}}, {seed("a@b "), 3}, {"rounds", 1}}},
            {"fix", {{"text", seed()}, {"command", seed()}, {"call", {{"method", seed()}, {"params", {{"profile", seed()}}}}}}}};
  }
  Seeded() {
    const json own = certificate(true);
    const json selection{{"fingerprint", own["fingerprint"]}, {"dbKey", seed()}, {"displayName", seed()}, {"verdict", verdict()}};
    profile = {{"id", seed()}, {"application", "thunderbird"}, {"path", "/home/" + seed()}, {"user", seed()}, {"name", seed()},
               {"identities", {{{"id", seed()}, {"name", seed()}, {"email", seed() + "@example.org"}, {"signing", selection},
                                {"encryption", selection}, {"signByDefault", true}, {"encryptByDefault", "off"},
                                {"candidates", {seeded_fingerprint()}}}}},
               {"certificates", {own, certificate(false)}}, {"unknown", {seed()}}, {"added", seed()}};
    profile["findings"] = {finding("CERT-EXPIRED", own), finding("PEER-EXPIRED", profile["certificates"][1]),
                           finding(seed(), own)};
    across = profile;
    gone = finding("SIG-WEAK", own);
    gone["profile"] = seed();
    unreachable = {{"path", "/home/" + seed()}, {"user", seed()}, {"message", seed()}};
    head.host = seed();
    profile["hosts"] = profile["findings"][0]["hosts"] = gone["hosts"] = {seed(), seed()};
    profile["findings"][0]["newOn"] = profile["findings"][0]["goneOn"] = {seed(), seed()};
    unreachable["host"] = seed();
    fleet_host = {{"host", seed()}, {"state", "failed"}, {"message", seed()}, {"version", seed()}, {"nss", seed()}, {"error", 0}};
    fleet_certificate = certificate(true);
    fleet_certificate.update({{"hosts", {seed(), seed()}}, {"own", true}});
  }
  std::string report(Format format, const Redactor& redactor) const {
    std::string text;
    const auto made = host::report::make_report(format, {}, [&text](std::string_view piece) { text += piece; });
    made->begin(redactor.head(head));
    made->profile(redactor.profile(profile));
    made->certificate(redactor.fleet_certificate(fleet_certificate));
    made->end({.across = {redactor.profile(across)}, .gone = {redactor.gone(gone)}, .unreachable = {redactor.unreachable(unreachable)},
               .hosts = {redactor.fleet_host(fleet_host)}});
    return text;
  }
};

}  // namespace

TEST_CASE("with --redact no name stands in any format, wherever it stood") {
  const Seeded seeded;
  REQUIRE(seeded.seeds.size() > 100);
  const Redactor none(Redaction::none, key('k')), all(Redaction::all, key('k'));
  const std::string shown = seeded.report(Format::json, none);
  for (const std::string& seed : seeded.seeds) CHECK(shown.find(seed) != std::string::npos);
  for (const Format format : tests::all_formats) {
    const std::string redacted = seeded.report(format, all);
    CHECK(redacted.find(std::string(32, 'k')) == std::string::npos);
    for (const std::string& seed : seeded.seeds) {
      CAPTURE(seed);
      CHECK(redacted.find(seed) == std::string::npos);
    }
  }
}

TEST_CASE("what is no name stays: rules, severities, days, numbers, and what a certificate can do") {
  const Redactor all(Redaction::all, key('k'));
  json profile = audited_profile();
  profile["copy"] = true;
  const json shown = all.profile(profile);
  CHECK(shown["copy"] == true);
  CHECK(shown["summary"] == profile["summary"]);
  CHECK(shown["application"] == "thunderbird");
  CHECK(shown["certificates"][0]["notAfter"] == profile["certificates"][0]["notAfter"]);
  CHECK(shown["certificates"][0]["key"] == profile["certificates"][0]["key"]);
  CHECK(shown["certificates"][0]["canSign"]["ok"] == true);
  CHECK(shown["identities"][0]["id"] == "id1");
  CHECK(shown["findings"][1]["rule"] == "CERT-EXPIRED");
  CHECK(shown["findings"][1]["severity"] == "error");
  CHECK(shown["findings"][1]["message"] == "A certificate has expired.");
  CHECK(shown["findings"][1]["evidence"] == profile["findings"][1]["evidence"]);
  CHECK(shown["findings"][2]["evidence"]["rounds"] == 1);
}

TEST_CASE("one name has one pseudonym wherever it stands, with one key everywhere and with another nowhere") {
  const Redactor first(Redaction::all, key('k')), again(Redaction::all, key('k')), other(Redaction::all, key('l'));
  const json shown = first.profile(audited_profile());
  CHECK(shown["certificates"][0]["fingerprint"] == shown["findings"][1]["certificate"]);
  CHECK(shown["certificates"][0]["fingerprint"] == shown["identities"][0]["signing"]["fingerprint"]);
  CHECK(shown["certificates"][0]["emails"][0] == shown["identities"][0]["email"]);
  CHECK(shown["certificates"][0]["fingerprint"].get<std::string>().size() == 64);
  CHECK(again.profile(audited_profile()) == shown);
  CHECK(other.profile(audited_profile())["certificates"][0]["fingerprint"] != shown["certificates"][0]["fingerprint"]);
  CHECK(first.key_name() != other.key_name());
}

TEST_CASE("without --redact only correspondents lose their names, and a finding that says nothing counts as theirs") {
  const Redactor redactor(Redaction::correspondents, key('k'));
  json profile = audited_profile();
  const json own = profile;
  json peer = profile["findings"][0];
  peer["certificate"] = std::string(64, 'c');
  peer["evidence"] = {{"address", "bob@example.org"}};
  profile["findings"].push_back(peer);
  peer["role"] = "authority";
  profile["findings"].push_back(peer);
  peer.erase("certificate");
  peer.erase("role");
  peer["rule"] = "PEER-WEAK-CIPHER";
  profile["findings"].push_back(peer);
  const json shown = redactor.profile(profile);
  for (const char* member : {"id", "path", "name", "user", "certificates", "identities"}) CHECK(shown[member] == own[member]);
  for (std::size_t at = 0; at < 3; ++at) CHECK(shown["findings"][at] == own["findings"][at]);
  CHECK(shown["findings"][3]["certificate"] != std::string(64, 'c'));
  CHECK(shown["findings"][3]["redacted"] == true);
  CHECK(shown["findings"][3].dump().find("bob") == std::string::npos);
  CHECK(shown["findings"][3]["key"] != peer["key"]);
  CHECK(shown["findings"][4] == profile["findings"][4]);
  CHECK(shown["findings"][5].dump().find("bob") == std::string::npos);
  CHECK(redactor.head(audit_head()).host == "desk");
}

TEST_CASE("whoever is a correspondent is one, whatever the certificate says of itself and whether it is listed") {
  const Redactor redactor(Redaction::correspondents, key('k'));
  json friends = tests::audited_certificate('d', "E=dora@friends.test,CN=Dora", "dora@friends.test");
  friends.update({{"issuer", friends["subject"]}, {"hasPrivateKey", false}, {"isAuthority", true}});
  json mine = friends, root = friends;
  mine.update({{"fingerprint", std::string(64, 'e')}, {"hasPrivateKey", true}});
  root.update({{"fingerprint", std::string(64, 'f')}, {"emails", json::array()}});
  json profile = audited_profile();
  profile["certificates"] = {friends, mine, root};
  const auto shown_with = [&](char digit, const char* role) {
    json finding = audited_profile()["findings"][1];
    finding.update({{"certificate", std::string(64, digit)}, {"role", role}, {"evidence", {{"subject", friends["subject"]}}}});
    finding.erase("identity");
    profile["findings"] = json::array({finding});
    const json shown = redactor.profile(profile);
    return shown["findings"][0] == finding;
  };
  CHECK_FALSE(shown_with('d', "authority"));
  CHECK_FALSE(shown_with('d', "correspondent"));
  CHECK_FALSE(shown_with('f', "correspondent"));
  CHECK(shown_with('e', "personal"));
  CHECK(shown_with('f', "authority"));
  CHECK(shown_with('9', "authority"));
  const json shown = redactor.profile(profile)["certificates"];
  CHECK(shown[0].dump().find("ora") == std::string::npos);
  CHECK(shown[1] == mine);
  CHECK(shown[2] == root);
}

TEST_CASE("what is gone of a correspondent, or of nobody knows whom, has no true fingerprint") {
  const Redactor redactor(Redaction::correspondents, key('k'));
  json gone = audited_profile()["findings"][1];
  gone["profile"] = "p";
  const auto is_shown = [&] { return redactor.gone(gone).dump().find(std::string(64, 'a')) != std::string::npos; };
  CHECK_FALSE(is_shown());
  gone["role"] = "correspondent";
  CHECK_FALSE(is_shown());
  for (const char* role : {"personal", "authority"}) {
    gone["role"] = role;
    CHECK(is_shown());
  }
}

TEST_CASE("a key for redaction has 32 octets or 64 digits") {
  CHECK(host::report::redaction_key(std::string(32, 'k')).expose() == std::string(32, 'k'));
  std::string digits;
  while (digits.size() < 64) digits += "6B";
  CHECK(host::report::redaction_key(digits).expose() == std::string(32, 'k'));
  CHECK(host::report::redaction_key(digits + "\n").expose() == std::string(32, 'k'));
  for (const std::string& bad : {std::string(), std::string("short"), std::string(31, 'k'), digits + "\n\n", std::string(64, 'x')})
    CHECK(tests::kind_of([&] { host::report::redaction_key(bad); }) == Kind::invalid_request);
  const auto first = host::report::random_redaction_key(), second = host::report::random_redaction_key();
  CHECK(first.size() == 32);
  CHECK(first.expose() != second.expose());
}

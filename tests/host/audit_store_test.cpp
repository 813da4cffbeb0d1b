// SPDX-License-Identifier: MPL-2.0
#include <doctest/doctest.h>

#include "audit_profile.hpp"

using namespace tests;
using host::audit::FileFact;
using host::audit::Owner;
using host::audit::Trouble;
using nssbridge::Certificate;

namespace {

std::string said_of_file(const std::string& name, unsigned mode, Owner owner = Owner::us, bool is_copy = false) {
  AuditProfile profile;
  const auto kind = name == "." ? FileFact::Kind::folder : FileFact::Kind::regular;
  profile.facts.files = {{FileFact{name, kind, mode, owner}}};
  profile.facts.is_copy = is_copy;
  return profile.said("STORE-PERMISSIONS");
}

std::string said_of_trouble(Trouble::Kind kind, const std::string& rule) {
  AuditProfile profile;
  profile.facts.troubles = {{"cert9.db", kind}};
  return profile.said(rule);
}

std::string said_of_module(std::optional<host::audit::Module::Place> place, const std::string& library = "/usr/lib/card.so") {
  AuditProfile profile;
  profile.facts.modules = {{{"A card", library, place}}};
  return profile.said("MOD-UNKNOWN");
}

/// SMIMECapabilities of these OBJECT IDENTIFIERs' content.
nssbridge::Bytes capabilities(std::initializer_list<nssbridge::Bytes> names) {
  const auto element = [](std::uint8_t tag, const nssbridge::Bytes& content) {
    nssbridge::Bytes der{tag};
    der.push_back(static_cast<std::uint8_t>(content.size()));
    for (const auto octet : content) der.push_back(octet);
    return der;
  };
  nssbridge::Bytes list;
  for (const auto& name : names)
    for (const auto octet : element(0x30, element(0x06, name))) list.push_back(octet);
  return element(0x30, list);
}

const nssbridge::Bytes aes256{0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2A},
    triple_des{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x03, 0x07}, unheard_of{0x2A, 0x03};

}  // namespace

TEST_CASE("STORE-NO-PASSWORD: keys, and the empty password opens them") {
  AuditProfile profile;
  profile.add_with_key("plain");
  CHECK(profile.said("STORE-NO-PASSWORD").empty());
  profile.facts.password->protects.reset();
  CHECK(profile.said("STORE-NO-PASSWORD").empty());
  profile.facts.password->protects = false;
  CHECK(profile.said("STORE-NO-PASSWORD") == "warning");
  profile.facts.password->protects.reset();
  profile.facts.empty_password_opens = true;
  CHECK(profile.said("STORE-NO-PASSWORD") == "warning");
  profile.facts.keys->clear();
  CHECK(profile.said("STORE-NO-PASSWORD").empty());
}

TEST_CASE("STORE-WEAK-KDF: the record of the password, or the attributes of a single key") {
  AuditProfile profile;
  profile.add_with_key("plain");
  CHECK(profile.said("STORE-WEAK-KDF").empty());
  profile.facts.keys->front().fewest_iterations = 1;
  const auto found = of_rule(profile.examine(), "STORE-WEAK-KDF");
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == host::audit::Severity::warning);
  CHECK(found[0].evidence["weakKeys"] == 1);
  CHECK(found[0].evidence["fewestRoundsOfAKey"] == 1);
  CHECK(found[0].evidence["rounds"] == 10'000);
  profile.facts.keys->front().encrypted = 0;
  CHECK(profile.said("STORE-WEAK-KDF").empty());
  profile.facts.password->iterations = 9'999;
  CHECK(profile.said("STORE-WEAK-KDF") == "warning");
  profile.facts.password->iterations = 10'000;
  profile.facts.password->pbes2 = false;
  CHECK(profile.said("STORE-WEAK-KDF") == "warning");
  profile.facts.password->protects = false;
  CHECK(profile.said("STORE-WEAK-KDF").empty());
  profile.facts.password->protects.reset();
  CHECK(profile.said("STORE-WEAK-KDF").empty());
}

TEST_CASE("STORE-LEGACY-DB and STORE-NSS-TOO-OLD") {
  AuditProfile profile;
  profile.facts.files = {{FileFact{"cert9.db"}, FileFact{"key4.db"}}};
  CHECK(profile.said("STORE-LEGACY-DB").empty());
  CHECK(profile.said("STORE-NSS-TOO-OLD").empty());
  profile.facts.files->push_back({"key3.db"});
  profile.facts.files->push_back({"secmod.db"});
  profile.facts.nss_too_old = true;
  CHECK(profile.said("STORE-LEGACY-DB") == "warning warning");
  CHECK(profile.said("STORE-NSS-TOO-OLD") == "error");
}

TEST_CASE("STORE-PERMISSIONS: who else can read or change what, and never of a copy") {
  for (const std::string name : {"key4.db", "cert9.db", "."}) CHECK(said_of_file(name, name == "." ? 0700 : 0600).empty());
  CHECK(said_of_file(".", 0755).empty());
  CHECK(said_of_file("key4.db", 0640) == "error");
  CHECK(said_of_file("key3.db", 0604) == "error");
  CHECK(said_of_file("cert9.db", 0644) == "warning");
  CHECK(said_of_file("cert9.db", 0620) == "error");
  CHECK(said_of_file(".", 0770) == "error");
  CHECK(said_of_file("key4.db", 0600, Owner::other) == "warning");
  CHECK(said_of_file("key4.db", 0600, Owner::root) == "warning");
  CHECK(said_of_file("handlers.json", 0666, Owner::other).empty());
  CHECK(said_of_file("key4.db", 0666, Owner::other, true).empty());
}

TEST_CASE("STORE-CORRUPT and STORE-LOCKED: what could not be read, and why") {
  for (const auto kind : {Trouble::Kind::damaged, Trouble::Kind::unreadable, Trouble::Kind::not_regular, Trouble::Kind::too_large, Trouble::Kind::too_costly}) {
    CHECK(said_of_trouble(kind, "STORE-CORRUPT") == "error");
    CHECK(said_of_trouble(kind, "STORE-LOCKED").empty());
  }
  for (const auto kind : {Trouble::Kind::hot_journal, Trouble::Kind::write_ahead_log, Trouble::Kind::locked}) {
    CHECK(said_of_trouble(kind, "STORE-LOCKED") == "warning");
    CHECK(said_of_trouble(kind, "STORE-CORRUPT").empty());
  }
  AuditProfile profile;
  profile.facts.running = false;
  CHECK(profile.said("STORE-LOCKED").empty());
  profile.facts.running = true;
  CHECK(profile.said("STORE-LOCKED") == "note");
  profile.facts.is_copy = true;
  CHECK(profile.said("STORE-LOCKED").empty());
}

TEST_CASE("STORE-DUPLICATE: the same certificate again, said once") {
  AuditProfile profile;
  profile.add("plain");
  CHECK(profile.said("STORE-DUPLICATE").empty());
  profile.add("plain");
  profile.add("plain");
  CHECK(profile.said("STORE-DUPLICATE") == "note");
}

TEST_CASE("MOD-UNKNOWN and MOD-DUPLICATE") {
  using Place = host::audit::Module::Place;
  CHECK(said_of_module(Place{true, true}) == "warning");
  CHECK(said_of_module(std::nullopt) == "warning");
  CHECK(said_of_module(Place{false, true}) == "error");
  CHECK(said_of_module(Place{true, false}) == "error");
  CHECK(said_of_module(Place{true, true}, "/usr/lib/firefox/libosclientcerts.so").empty());
  CHECK(said_of_module(Place{true, false}, "/home/eve/libosclientcerts.so") == "error");
  AuditProfile profile;
  profile.facts.modules = {{{"One", "/usr/lib/a.so", {}}, {"Two", "/usr/lib/b.so", {}}}};
  CHECK(profile.said("MOD-DUPLICATE").empty());
  profile.facts.modules->push_back({"Three", "/usr/lib/a.so", {}});
  CHECK(profile.said("MOD-DUPLICATE") == "warning");
  profile.facts.modules = {{{"OpenSC", "/usr/lib/opensc-pkcs11.so", {}}, {"One PIN", "/usr/lib/onepin-opensc-pkcs11.so", {}}}};
  CHECK(profile.said("MOD-DUPLICATE") == "warning");
  profile.facts.is_copy = true;
  profile.facts.modules = {{{"Windows", "C:\\cards\\card.dll", {}}}};
  CHECK(profile.said("MOD-UNKNOWN") == "warning");
}

TEST_CASE("PREF-WEAK: three preferences, each by its name") {
  AuditProfile profile;
  profile.facts.preferences = host::audit::Preferences{.accepts_sha1_signatures = false, .ocsp = 1, .encryption_disables_itself = false, .enterprise_roots = {}};
  CHECK(profile.said("PREF-WEAK").empty());
  profile.facts.preferences = host::audit::Preferences{.accepts_sha1_signatures = true, .ocsp = 0, .encryption_disables_itself = true, .enterprise_roots = {}};
  CHECK(profile.said("PREF-WEAK") == "warning warning warning");
  profile.facts.preferences->decided_by_user_js = {"security.OCSP.enabled"};
  std::map<std::string, std::string> deciding;
  for (const auto& finding : profile.examine())
    if (finding.rule.name() == "PREF-WEAK") deciding[finding.evidence["preference"]] = *finding.file + (finding.fix ? " by another fix" : "");
  CHECK(deciding == std::map<std::string, std::string>{{"mail.e2ee.auto_disable", "prefs.js"},
                                                       {"mail.smime.accept_insecure_sha1_message_signatures", "prefs.js"},
                                                       {"security.OCSP.enabled", "user.js by another fix"}});
  profile.facts.preferences = host::audit::Preferences{};
  CHECK(profile.said("PREF-WEAK").empty());
}

TEST_CASE("PEER-EXPIRED: nothing else serves for the address") {
  AuditProfile profile;
  profile.add("expired");
  CHECK(profile.said("PEER-EXPIRED") == "note");
  profile.add("upper-case-address");
  CHECK(profile.said("PEER-EXPIRED").empty());
  AuditProfile others;
  others.add("key-ed25519");
  CHECK(others.said("PEER-EXPIRED") == "note");
  CHECK(others.said("PEER-WEAK-CIPHER").empty());
  others.facts.keys.reset();
  CHECK(others.said("PEER-EXPIRED").empty());
  AuditProfile own;
  own.add_with_key("expired");
  CHECK(own.said("PEER-EXPIRED").empty());
}

TEST_CASE("PEER-WEAK-CIPHER: what NSS would encrypt with") {
  AuditProfile profile;
  const auto peer = profile.add("plain");
  CHECK(profile.said("PEER-WEAK-CIPHER").empty());  // of the software nothing is known: AES by the key
  const auto learn = [&](nssbridge::Bytes list) {
    profile.facts.smime_profiles = {{nssbridge::SmimeProfile{peer.subject_der, "alice@example.test", std::move(list), {}}}};
  };
  learn(capabilities({unheard_of, aes256, triple_des}));
  CHECK(profile.said("PEER-WEAK-CIPHER").empty());
  learn(capabilities({triple_des, aes256}));
  CHECK(profile.said("PEER-WEAK-CIPHER") == "note");
  CHECK(of_rule(profile.examine(), "PEER-WEAK-CIPHER")[0].evidence["cipher"] == "3des-cbc");
  learn({0x30, 0x05});
  CHECK(profile.said("PEER-WEAK-CIPHER") == "note");
  learn(capabilities({aes256}));
  CHECK(profile.said("PEER-WEAK-CIPHER").empty());
  AuditProfile with_own;  // of the own software nothing is known: it is not expected to know AES-256
  with_own.add("plain");
  with_own.select(with_own.add_with_key("pair-encryption"));
  with_own.facts.smime_profiles = profile.facts.smime_profiles;
  CHECK(with_own.said("PEER-WEAK-CIPHER") == "note");
  CHECK(of_rule(with_own.examine(), "PEER-WEAK-CIPHER")[0].evidence["cipher"] == "rc2-40-cbc");
  profile.facts.smime_profiles.reset();
  CHECK(profile.said("PEER-WEAK-CIPHER").empty());
  profile.facts.smime_profiles.emplace();
  profile.facts.application = "firefox";
  CHECK(profile.said("PEER-WEAK-CIPHER").empty());
}

TEST_CASE("BACKUP-STALE-PASSWORD and BACKUP-LOOSE-P12") {
  AuditProfile profile;
  profile.facts.backups = {{{.name = "20261124T101500Z"}}};
  profile.facts.key_files = {{{.name = "alice.p12"}}};
  CHECK(profile.said("BACKUP-STALE-PASSWORD").empty());
  CHECK(profile.said("BACKUP-LOOSE-P12").empty());
  profile.facts.backups->front().older_password = true;
  CHECK(profile.said("BACKUP-STALE-PASSWORD") == "warning");
  profile.facts.backups->front().opens_without_password = true;
  CHECK(profile.said("BACKUP-STALE-PASSWORD") == "error");
  profile.facts.password->protects = false;
  CHECK(profile.said("BACKUP-STALE-PASSWORD") == "warning");
  profile.facts.key_files->front().others_can_read = true;
  CHECK(profile.said("BACKUP-LOOSE-P12") == "note");
  profile.facts.is_copy = true;
  CHECK(profile.said("BACKUP-LOOSE-P12").empty());
  profile.facts.key_files->front().weak = true;
  CHECK(profile.said("BACKUP-LOOSE-P12") == "note");
}

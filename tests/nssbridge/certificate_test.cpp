// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/certificate.hpp>

#include <doctest/doctest.h>

#include <random>

#include "support/kind_of.hpp"
#include "support/nss_fixtures.hpp"
#include "support/verdict_fixtures.hpp"

using namespace nssbridge;
using tests::kind_of;

namespace {

const Certificate& get(const std::string& name) {
  return tests::VerdictCertificates::all().get(name);
}

}  // namespace

TEST_CASE("a selection's dbKey is the one that Thunderbird stores") {
  Library library;
  CHECK(get("stored-selection").db_key ==
        "AAAAAAAAAAAAAAAUAAAAHGW5Rds4j7xwBbuesB/m0inIG1j4MBoxGDAWBgNVBAMMD1Rlc3QgSXNzdWluZyBDQQ==");
  library.close();
}

TEST_CASE("the display name is the last common name, else unit, organisation, the whole name") {
  Library library;
  CHECK(get("plain").display_name == "Leaf plain");
  CHECK(get("name-several-common-names").display_name == "Last");
  CHECK(get("name-unit-only").display_name == "Unit");
  CHECK(get("name-organisation-only").display_name == "Organisation alone");
  CHECK(get("name-country-only").display_name == "C=DE");
  CHECK(get("name-address-only").display_name == "E=alice@example.test");
  CHECK(get("name-empty-common-name").display_name == "Behind an empty name");
  CHECK(get("name-two-in-one-component").display_name == "Both");
  CHECK(get("no-subject").display_name == "alice@example.test");
  library.close();
}

TEST_CASE("names in all encodings become UTF-8") {
  Library library;
  CHECK(get("name-utf-8").display_name == "\u017b\u00f3\u0142\u0107 \u6f22\u5b57 \U0001f511");
  CHECK(get("name-bmp").display_name == "\u017b\u00f3\u0142\u0107");
  CHECK(get("name-latin-1-as-t61").display_name == "J\u00fcrgen");
  CHECK(get("name-latin-1-as-utf-8").display_name == "J\u00fcrgen");
  // NSS writes C0 characters so, and Thunderbird stores what NSS writes.
  CHECK(get("name-control-characters").display_name == "line\\0afeed\\09tab\\1b[31m\u202edetrevni");
  CHECK(get("name-long").display_name == std::string(10000, 'x'));
  for (const auto& name : tests::VerdictCertificates::all().leaves()) {
    CAPTURE(name);
    const auto& certificate = get(name);
    for (const auto& text : {certificate.subject, certificate.issuer, certificate.display_name})
      CHECK(to_valid_utf8(text) == text);
  }
  library.close();
}

TEST_CASE("serial numbers keep their octets") {
  Library library;
  CHECK(to_hex(get("negative-serial").serial) == "ff");
  CHECK(to_hex(get("serial-leading-zero").serial) == "00ff");
  CHECK(to_hex(get("serial-zero").serial) == "00");
  CHECK(get("serial-of-100-octets").serial.size() == 101);
  CHECK(to_hex(get("stored-selection").serial) == "65b945db388fbc7005bb9eb01fe6d229c81b58f8");
  library.close();
}

TEST_CASE("addresses come from the alternative names first, as they are written, and once") {
  Library library;
  using Addresses = std::vector<std::string>;
  CHECK(get("plain").emails == Addresses{"alice@example.test"});
  CHECK(get("two-addresses").emails == Addresses{"bob@example.test", "alice@example.test"});
  CHECK(get("upper-case-address").emails == Addresses{"ALICE@Example.Test"});
  CHECK(get("address-in-subject").emails == Addresses{"alice@example.test"});
  CHECK(get("address-in-subject").emails_only_in_dn);
  CHECK_FALSE(get("plain").emails_only_in_dn);
  CHECK(get("mail-in-subject").emails == Addresses{"alice@example.test"});
  CHECK(get("name-address-only").emails == Addresses{"alice@example.test"});
  CHECK_FALSE(get("name-address-only").emails_only_in_dn);
  CHECK(get("directory-name-with-address").emails == Addresses{"alice@example.test"});
  CHECK(get("no-address").emails.empty());
  CHECK(get("no-octets-in-address").emails.empty());
  CHECK(get("utf8-address").emails.empty());
  CHECK(get("utf8-address").has_utf8_address);
  CHECK_FALSE(get("plain").has_utf8_address);
  CHECK(get("nul-in-address").emails == Addresses{std::string("alice@example.test\0.evil.test", 29)});
  library.close();
}

TEST_CASE("keys are told by kind, size and curve, and have the identifier that NSS gives them") {
  Library library;
  CHECK(get("plain").key == PublicKeyInfo{"rsa", 2048, {}});
  CHECK(get("key-rsa1016").key.bits == 1016);
  CHECK(get("key-P-256").key == PublicKeyInfo{"ec", 256, "P-256"});
  CHECK(get("key-P-384").key == PublicKeyInfo{"ec", 384, "P-384"});
  CHECK(get("key-P-521").key == PublicKeyInfo{"ec", 521, "P-521"});
  CHECK(get("key-secp256k1").key == PublicKeyInfo{"ec", 256, "1.3.132.0.10"});
  CHECK(get("key-ed25519").key == PublicKeyInfo{"ed25519", 256, {}});
  library.close();
}

TEST_CASE("an RSA key gives the numbers that it is made of") {
  Library library;
  const auto numbers = rsa_numbers(get("plain"));
  REQUIRE(numbers.has_value());
  CHECK(numbers->modulus.size() == 257);
  CHECK(to_hex(numbers->exponent) == "010001");
  CHECK_FALSE(rsa_numbers(get("key-P-256")).has_value());
  auto cut = get("plain");
  cut.spki.resize(100);
  CHECK_FALSE(rsa_numbers(cut).has_value());
  library.close();
}

TEST_CASE("the key identifier is the CKA_ID that NSS gives the private key") {
  for (const std::string name : {"rsa2048", "p256"}) {
    CAPTURE(name);
    tests::NssProfile profile;
    profile.import_pkcs12(name);
    Library library(profile.folder(), Library::Access::read_only);
    const auto keys = library.main().private_keys();
    REQUIRE(keys.size() == 1);
    CHECK(keys[0].key_id == tests::certificate(name).key_id);
    library.close();
  }
}

TEST_CASE("extensions are read, and what is absent is told from what is empty") {
  Library library;
  CHECK(get("plain").key_usage->digital_signature);
  CHECK(get("plain").key_usage->key_encipherment);
  CHECK_FALSE(get("plain").key_usage->non_repudiation);
  CHECK_FALSE(get("no-key-usage").key_usage.has_value());
  CHECK(get("empty-key-usage").key_usage.has_value());
  CHECK(get("plain").extended_usages == std::vector<std::string>{"1.3.6.1.5.5.7.3.4"});
  CHECK_FALSE(get("no-extended-usage").extended_usages.has_value());
  CHECK(get("unreadable-extended-usage").extended_usages == std::vector<std::string>{});
  CHECK(get("netscape-email-only").netscape_type == 0x20U);
  CHECK(get("root").is_authority);
  CHECK(get("version-1-root").is_authority);
  CHECK_FALSE(get("by-version-1").is_authority);
  CHECK_FALSE(get("version-1").is_authority);
  CHECK(get("by-path-length-0").path_length == 0);
  CHECK_FALSE(get("root").path_length.has_value());
  CHECK(get("unknown-critical-extension").unknown_critical_extension);
  CHECK(get("netscape-critical").unknown_critical_extension);
  CHECK_FALSE(get("unknown-extension").unknown_critical_extension);
  CHECK_FALSE(get("critical-policies").unknown_critical_extension);
  CHECK(get("extension-twice").repeated_extension);
  CHECK(get("algorithms-differ").malformed);
  CHECK_FALSE(get("plain").malformed);
  CHECK(get("plain").key_usage_critical);
  CHECK_FALSE(get("key-usage-not-critical").key_usage_critical);
  CHECK(get("critical-policies").policies == std::vector<std::string>{"1.2.3.4"});
  CHECK(get("plain").policies.empty());
  library.close();
}

TEST_CASE("signature algorithms have names") {
  Library library;
  for (const std::string name :
       {"md5-rsa", "sha1-rsa", "sha224-rsa", "sha384-rsa", "sha512-rsa", "sha256-rsa-pss", "rsa-pss"})
    CHECK(get("signed-" + name).signature_algorithm == name);
  CHECK(get("plain").signature_algorithm == "sha256-rsa");
  CHECK(get("under-P-384").signature_algorithm == "ecdsa-sha256");
  library.close();
}

TEST_CASE("validity is read in both forms of time") {
  Library library;
  const auto now = tests::VerdictCertificates::all().now();
  constexpr Time day = 86400, minute = 60;
  CHECK(get("after-2050").not_after > now + 15000 * day - 5 * minute);
  CHECK(get("after-2050").not_after <= now + 15000 * day);
  CHECK(get("plain").not_before <= now - day);
  library.close();
}

TEST_CASE("what is not one certificate is a bad file") {
  Library library;
  const Bytes whole = get("plain").der;
  auto refused = [](const Bytes& der) { return kind_of([&] { decode_certificate(der); }) == Kind::bad_file; };
  CHECK(refused({}));
  CHECK(refused({0x30}));
  CHECK(refused({0x30, 0x00}));
  CHECK(refused({0x30, 0x80, 0x00, 0x00}));
  Bytes longer = whole;
  longer.push_back(0);
  CHECK(refused(longer));
  for (std::size_t length = 0; length < whole.size(); length += 7)
    CHECK(refused(Bytes(whole.begin(), whole.begin() + length)));
  library.close();
}

TEST_CASE("damaged certificates are refused or read, and leave nothing behind in NSS") {
  Library library;
  std::mt19937 random(20261124);
  const auto& made = tests::VerdictCertificates::all();
  for (const auto& name : made.leaves()) {
    const Bytes der = get(name).der;
    for (int round = 0; round < 200; ++round) {
      Bytes damaged = der;
      for (unsigned changes = 1 + random() % 4; changes > 0; --changes)
        damaged[random() % damaged.size()] = static_cast<std::uint8_t>(random());
      Certificate decoded;
      const auto kind = kind_of([&] { decoded = decode_certificate(damaged); });
      const bool refused = kind == Kind::bad_file;
      CHECK((refused || (!kind && decoded.der == damaged)));
    }
  }
  library.close();
}

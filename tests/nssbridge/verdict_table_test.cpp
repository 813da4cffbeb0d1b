// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/verdict.hpp>

#include <doctest/doctest.h>

#include "support/verdict_fixtures.hpp"

using namespace nssbridge;

namespace {

/// A leaf of tests/support/verdict_certificates.py: the verifier's and the picker's answer for signing and
/// encryption, and the kinds of reasons for each. tests/end_to_end/test_verdict_agreement.py asks the real
/// Thunderbird the same.
struct Row {
  std::string name, accepted, offered, signing, encryption;
};

const std::vector<Row> rows{
    {"plain", "11", "11", "", ""},
    {"no-key-usage", "11", "11", "", ""},
    {"sign-only", "10", "10", "", "no-encryption-usage"},
    {"non-repudiation-only", "10", "10", "", "no-encryption-usage"},
    {"encrypt-only", "01", "01", "no-signing-usage", ""},
    {"agreement-only-rsa", "01", "00", "no-signing-usage", ""},
    {"data-encipherment-only", "00", "00", "no-signing-usage", "no-encryption-usage"},
    {"empty-key-usage", "00", "00", "no-signing-usage", "no-encryption-usage"},
    {"key-usage-not-critical", "11", "11", "", ""},
    {"may-sign-certificates", "11", "11", "", ""},
    {"no-extended-usage", "11", "11", "", ""},
    {"any-usage-only", "00", "00", "no-email-usage", "no-email-usage"},
    {"any-and-email", "11", "11", "", ""},
    {"client-auth-only", "00", "00", "no-email-usage", "no-email-usage"},
    {"client-auth-and-email", "11", "11", "", ""},
    {"email-and-ocsp", "00", "11", "no-email-usage", "no-email-usage"},
    {"extended-usage-critical", "11", "11", "", ""},
    {"netscape-email-only", "11", "11", "", ""},
    {"netscape-server-only", "11", "00", "", ""},
    {"netscape-client-only", "11", "11", "", ""},
    {"netscape-critical", "00", "00", "unknown", "unknown"},
    {"authority-as-person", "00", "00", "no-email-usage", "no-email-usage"},
    {"authority-without-usages", "00", "11", "no-email-usage", "no-email-usage"},
    {"not-an-authority", "11", "11", "", ""},
    {"unknown-extension", "11", "11", "", ""},
    {"unknown-critical-extension", "00", "00", "unknown", "unknown"},
    {"critical-policies", "11", "11", "", ""},
    {"extension-twice", "00", "00", "unknown", "unknown"},
    {"unreadable-extended-usage", "00", "11", "no-email-usage", "no-email-usage"},
    {"signature-spoilt", "00", "11", "chain-incomplete", "chain-incomplete"},
    {"algorithms-differ", "00", "11", "unknown", "unknown"},
    {"version-1", "11", "11", "no-address", "no-address"},
    {"no-subject", "11", "11", "", ""},
    {"negative-serial", "11", "11", "", ""},
    {"long-serial", "11", "11", "", ""},
    {"expired", "00", "00", "expired", "expired"},
    {"not-yet-valid", "00", "00", "not-yet-valid", "not-yet-valid"},
    {"valid-in-some-hours", "00", "11", "not-yet-valid", "not-yet-valid"},
    {"valid-the-wrong-way-round", "00", "00", "unknown not-yet-valid expired",
     "unknown not-yet-valid expired"},
    {"signed-md5-rsa", "00", "11", "weak-signature unknown", "weak-signature unknown"},
    {"signed-sha1-rsa", "00", "11", "weak-signature", "weak-signature"},
    {"signed-sha224-rsa", "00", "11", "weak-signature", "weak-signature"},
    {"signed-sha384-rsa", "11", "11", "", ""},
    {"signed-sha512-rsa", "11", "11", "", ""},
    {"signed-sha256-rsa-pss", "11", "11", "", ""},
    {"signed-rsa-pss", "00", "11", "weak-signature", "weak-signature"},
    {"key-rsa512", "00", "11", "weak-key", "weak-key"},
    {"key-rsa1016", "00", "11", "weak-key", "weak-key"},
    {"key-rsa1024", "11", "11", "weak-key", "weak-key"},
    {"key-rsa3072", "11", "11", "", ""},
    {"key-rsa4096", "11", "11", "", ""},
    {"key-P-256", "11", "11", "", ""},
    {"key-P-384", "11", "11", "", ""},
    {"key-P-521", "11", "11", "", ""},
    {"key-secp256k1", "00", "11", "unsupported-key", "unsupported-key"},
    {"key-ed25519", "00", "10", "unsupported-key", "unsupported-key no-encryption-usage"},
    {"ec-sign-only", "10", "11", "", "no-encryption-usage"},
    {"ec-agreement-only", "01", "01", "no-signing-usage", ""},
    {"ec-encipherment-only", "01", "00", "no-signing-usage", ""},
    {"ec-no-key-usage", "11", "11", "", ""},
    {"no-address", "11", "11", "no-address", "no-address"},
    {"other-address", "11", "00", "", ""},
    {"two-addresses", "11", "11", "", ""},
    {"upper-case-address", "11", "11", "", ""},
    {"address-in-subject", "11", "11", "", ""},
    {"other-address-in-subject", "11", "00", "", ""},
    {"mail-in-subject", "11", "11", "", ""},
    {"second-address-in-subject", "11", "00", "", ""},
    {"host-only", "11", "11", "no-address", "no-address"},
    {"under-usual", "11", "11", "", ""},
    {"under-no-key-usage", "11", "11", "", ""},
    {"under-for-email", "11", "11", "", ""},
    {"under-for-web", "00", "11", "no-email-usage", "no-email-usage"},
    {"under-for-any", "00", "11", "no-email-usage", "no-email-usage"},
    {"under-expired", "00", "11", "expired", "expired"},
    {"under-not-yet-valid", "00", "11", "not-yet-valid", "not-yet-valid"},
    {"under-no-authority", "00", "11", "chain-incomplete", "chain-incomplete"},
    {"under-no-basic-constraints", "00", "11", "chain-incomplete", "chain-incomplete"},
    {"under-no-certificate-signing", "00", "11", "chain-incomplete", "chain-incomplete"},
    {"under-version-1", "00", "11", "chain-incomplete", "chain-incomplete"},
    {"under-sha1", "00", "11", "weak-signature", "weak-signature"},
    {"under-unknown-critical", "00", "11", "unknown", "unknown"},
    {"under-path-length-0", "11", "11", "", ""},
    {"under-distrusted", "00", "11", "root-not-trusted", "root-not-trusted"},
    {"under-absent", "00", "11", "chain-incomplete", "chain-incomplete"},
    {"under-rsa1024", "11", "11", "", ""},
    {"under-rsa512", "00", "11", "weak-key unknown", "weak-key unknown"},
    {"under-P-384", "11", "11", "", ""},
    {"under-secp256k1", "00", "11", "chain-incomplete", "chain-incomplete"},
    {"under-path-length-0-and-another", "00", "11", "chain-incomplete", "chain-incomplete"},
    {"within-host", "11", "11", "", ""},
    {"within-other-host", "00", "11", "chain-incomplete", "chain-incomplete"},
    {"within-domain", "11", "11", "", ""},
    {"within-own-domain", "00", "11", "chain-incomplete", "chain-incomplete"},
    {"within-address", "11", "11", "", ""},
    {"within-not-host", "00", "11", "chain-incomplete", "chain-incomplete"},
    {"within-not-other-host", "11", "11", "", ""},
    {"within-web", "11", "11", "", ""},
    {"within-two", "11", "11", "", ""},
    {"within-directory", "11", "11", "", ""},
    {"within-empty-directory", "11", "11", "", ""},
    {"within-not-directory", "00", "11", "chain-incomplete", "chain-incomplete"},
    {"within-not-empty-directory", "00", "11", "chain-incomplete", "chain-incomplete"},
    {"within-directory-not", "00", "11", "chain-incomplete", "chain-incomplete"},
    {"within-host-by-subject", "11", "11", "", ""},
    {"within-other-host-by-subject", "00", "11", "chain-incomplete", "chain-incomplete"},
    {"within-other-host-without-address", "11", "11", "no-address", "no-address"},
    {"within-host-and-web", "11", "11", "", ""},
    {"within-host-two-levels", "11", "11", "", ""},
    {"within-host-two-levels-not", "00", "00", "chain-incomplete", "chain-incomplete"},
    {"from-untrusted", "00", "11", "root-not-trusted", "root-not-trusted"},
    {"from-distrusted-root", "00", "11", "root-not-trusted", "root-not-trusted"},
    {"from-peer-root", "00", "11", "root-not-trusted", "root-not-trusted"},
    {"from-expired-root", "00", "11", "expired", "expired"},
    {"from-sha1-root", "11", "11", "", ""},
    {"from-md5-root", "11", "11", "", ""},
    {"from-web-root", "00", "11", "no-email-usage", "no-email-usage"},
    {"from-version-1-root", "11", "11", "", ""},
    {"from-path-length-root", "11", "11", "", ""},
    {"from-rsa1024-root", "11", "11", "", ""},
    {"from-path-length-root-too-deep", "00", "11", "chain-incomplete", "chain-incomplete"},
    {"from-anchored", "11", "11", "", ""},
    {"from-anchored-sha1", "11", "11", "", ""},
    {"from-crossed", "11", "11", "", ""},
    {"from-one-of-two-keys", "11", "11", "", ""},
    {"from-renewed", "11", "11", "", ""},
    {"below-5-authorities", "11", "11", "", ""},
    {"below-6-authorities", "11", "11", "", ""},
    {"below-7-authorities", "00", "11", "chain-incomplete", "chain-incomplete"},
    {"self-signed", "00", "11", "root-not-trusted", "root-not-trusted"},
    {"self-signed-trusted", "11", "11", "", ""},
    {"self-signed-peer", "00", "11", "root-not-trusted", "root-not-trusted"},
    {"distrusted-leaf", "00", "11", "root-not-trusted", "root-not-trusted"},
    {"peer-leaf", "11", "11", "", ""},
    {"anchor-leaf", "11", "11", "", ""},
    {"name-several-common-names", "11", "11", "", ""},
    {"name-unit-only", "11", "11", "", ""},
    {"name-organisation-only", "11", "11", "", ""},
    {"name-country-only", "11", "11", "", ""},
    {"name-address-only", "11", "11", "", ""},
    {"name-empty-common-name", "11", "11", "", ""},
    {"name-utf-8", "11", "11", "", ""},
    {"name-bmp", "11", "11", "", ""},
    {"name-latin-1-as-t61", "11", "11", "", ""},
    {"name-latin-1-as-utf-8", "11", "11", "", ""},
    {"name-special-characters", "11", "11", "", ""},
    {"name-control-characters", "11", "11", "", ""},
    {"name-nul", "11", "11", "", ""},
    {"name-long", "11", "11", "", ""},
    {"name-over-64-kib", "00", "00", "unknown", "unknown"},
    {"name-two-in-one-component", "11", "11", "", ""},
    {"serial-leading-zero", "11", "11", "", ""},
    {"serial-zero", "11", "11", "", ""},
    {"serial-of-100-octets", "11", "11", "", ""},
    {"after-2050", "11", "11", "", ""},
    {"nul-in-address", "11", "00", "", ""},
    {"no-octets-in-address", "11", "11", "no-address", "no-address"},
    {"directory-name-with-address", "11", "11", "", ""},
    {"directory-name-with-other-address", "11", "00", "", ""},
    {"stored-selection", "11", "11", "", ""},
};

}  // namespace

TEST_CASE("each certificate is judged as Thunderbird's verifier and picker judge it") {
  Library library;
  const auto& made = tests::VerdictCertificates::all();
  {
    const Verifier verifier = made.verifier();
    const std::string address = "alice@example.test";
    for (const auto& row : rows) {
      CAPTURE(row.name);
      const auto& certificate = made.get(row.name);
      const auto signing = verifier.verdict(certificate, Purpose::signing);
      const auto encryption = verifier.verdict(certificate, Purpose::encryption);
      CHECK(tests::digits(signing.ok, encryption.ok) == row.accepted);
      CHECK(tests::digits(verifier.offered(certificate, Purpose::signing, &address),
                          verifier.offered(certificate, Purpose::encryption, &address)) == row.offered);
      CHECK(tests::kinds(signing) == row.signing);
      CHECK(tests::kinds(encryption) == row.encryption);
    }
  }
  library.close();
}

TEST_CASE("the table names every certificate that is made") {
  Library library;
  std::vector<std::string> named;
  for (const auto& row : rows) named.push_back(row.name);
  CHECK(named == tests::VerdictCertificates::all().leaves());
  library.close();
}

// SPDX-License-Identifier: MPL-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <set>

#include "audit_profile.hpp"
#include "support/nss_fixtures.hpp"

using namespace tests;

namespace {

std::filesystem::path corpora() {
  if (const char* named = std::getenv("CERTFERRY_CORPORA")) return named;
  return std::filesystem::path(CERTFERRY_TEST_CHECKOUT).parent_path() / "shared" / "corpora";
}

bool is_here(const char* folder) {
  const bool here = std::filesystem::exists(corpora() / folder);
  if (!here) MESSAGE("skipped: there is no " << (corpora() / folder));
  return here;
}

nssbridge::Certificate read_pem(const std::filesystem::path& file) {
  const auto text = file_bytes(file);
  const auto begin = text.find('\n', text.find("-----BEGIN CERTIFICATE-----")), end = text.find("-----END", begin);
  std::string base64 = text.substr(begin, end - begin);
  std::erase_if(base64, [](unsigned char c) { return std::isspace(c) != 0; });
  return nssbridge::decode_certificate(nssbridge::from_base64(base64).value());
}

/// What the rules whose ids begin so say of a certificate that is somebody's own, the day after it was issued.
std::string said_of(const std::filesystem::path& file, const std::string& rules) {
  AuditProfile profile;
  auto certificate = read_pem(file);
  profile.facts.at = certificate.not_before + 86'400;
  profile.add_with_key(std::move(certificate));
  std::set<std::string> ids;
  for (const auto& finding : profile.examine())
    if (finding.certificate != profile.get("root").fingerprint && finding.rule.name().starts_with(rules))
      ids.emplace(finding.rule.name());
  std::string text;
  for (const auto& id : ids) text += (text.empty() ? "" : " ") + id;
  return text;
}

/// A file of zlint's whose name tells what is right or wrong with it in a respect that rules of ours are about too.
struct Row {
  const char *file, *rules, *expected;
};

constexpr const char *no_sign = "KU-NO-SIGN", *no_encrypt = "KU-NO-ENCRYPT", *neither = "KU-NO-ENCRYPT KU-NO-SIGN",
                     *issuer = "KU-ON-EE-CERTSIGN", *sign_issuer = "KU-NO-ENCRYPT KU-ON-EE-CERTSIGN",
                     *encrypt_issuer = "KU-NO-SIGN KU-ON-EE-CERTSIGN",
                     *only_issuer = "KU-NO-ENCRYPT KU-NO-SIGN KU-ON-EE-CERTSIGN";

constexpr Row rows[]{
    {"ec_legacy_digital_signature_key_agreement_content_commitment_decipher_only_ku", "KU-", ""},
    {"ec_legacy_digital_signature_ku", "KU-", no_encrypt},
    {"ec_legacy_key_agreement_cert_sign_ku", "KU-", encrypt_issuer},
    {"ec_legacy_key_agreement_encipher_only_ku", "KU-", no_sign},
    {"ec_multipurpose_digital_signature_content_commitment_ku", "KU-", no_encrypt},
    {"ec_multipurpose_digital_signature_key_agreement_cert_sign_ku", "KU-", issuer},
    {"ec_multipurpose_key_agreement_decipher_only", "KU-", no_sign},
    {"ec_no_key_usages", "KU-", neither},
    {"ec_strict_cert_sign_ku", "KU-", only_issuer},
    {"ec_strict_digital_signature_cert_sign_ku", "KU-", sign_issuer},
    {"ec_strict_digital_signature_key_agreement_content_commitment_encipher_only_ku", "KU-", ""},
    {"ec_strict_key_agreement_ku", "KU-", no_sign},
    {"ed25519_legacy_digital_signature_ku", "K", "KEY-UNSUPPORTED KU-NO-ENCRYPT"},
    {"ed25519_multipurpose_digital_signature_content_commitment_ku", "K", "KEY-UNSUPPORTED KU-NO-ENCRYPT"},
    {"ed25519_strict_cert_sign_ku", "KU-", only_issuer},
    {"rsa_legacy_digital_signature_cert_sign_ku", "KU-", sign_issuer},
    {"rsa_legacy_digital_signature_key_encipherment_cert_sign_ku", "KU-", issuer},
    {"rsa_legacy_digital_signature_key_encipherment_content_commitment_data_encipherment_ku", "KU-", ""},
    {"rsa_legacy_digital_signature_ku", "KU-", no_encrypt},
    {"rsa_legacy_key_encipherment_ku", "KU-", no_sign},
    {"rsa_multipurpose_cert_sign_ku", "KU-", only_issuer},
    {"rsa_multipurpose_digital_signature_content_commitment_ku", "KU-", no_encrypt},
    {"rsa_multipurpose_key_encipherment_cert_sign_ku", "KU-", encrypt_issuer},
    {"rsa_multipurpose_key_encipherment_data_encipherment_ku", "KU-", no_sign},
    {"rsa_no_key_usages", "KU-", neither},
    {"rsa_strict_cert_sign_ku", "KU-", only_issuer},
    {"rsa_strict_digital_signature_cert_sign_ku", "KU-", sign_issuer},
    {"rsa_strict_digital_signature_content_commitment_ku", "KU-", no_encrypt},
    {"rsa_strict_digital_signature_key_encipherment_cert_sign_ku", "KU-", issuer},
    {"rsa_strict_digital_signature_key_encipherment_content_commitment_ku", "KU-", ""},
    {"rsa_strict_digital_signature_ku", "KU-", no_encrypt},
    {"rsa_strict_key_encipherment_cert_sign_ku", "KU-", encrypt_issuer},
    {"rsa_strict_key_encipherment_ku", "KU-", no_sign},
    {"with_non_critical_ku_extension", "KU-NOT", "KU-NOT-CRITICAL"},
    {"mailboxValidatedLegacyWithoutEmailProtectionEKU", "EKU-", "EKU-ABSENT"},
    {"sm0_alg_xxx_effx_pqfx", "EKU-", "EKU-NO-EMAIL"},
    {"sm0_subx_cpx_efx", "EKU-", "EKU-NO-EMAIL"},
    {"sub0_smx_ovx_cnex_cnox_effx", "EKU-", "EKU-NO-EMAIL"},
    {"sub1_sm0_ovx_cnex_cnox_effx", "EKU-", "EKU-NO-EMAIL"},
    {"sm1_alg_xxx_eff0_pqfx", "EKU-", ""},
    {"sub1_sm1_ov1_cne1_cno0_eff1", "EKU-", ""},
    {"individualValidatedStrictWithServerAuthEKU", "EKU-", ""},  // beside e-mail protection, and no rule of ours forbids that
    {"organizationValidatedMultipurposeWithServerAuthEKU", "EKU-", ""},
    {"no_email_present", "SAN-", "SAN-NO-EMAIL"},
    {"single_email_present", "SAN-", ""},
    {"multiple_email_present", "SAN-", ""},
    {"email_with_multiple_values", "SAN-", ""},
    {"with_subject_alternative_name", "SAN-", ""},
    {"with_subject_alternative_name_no_br", "SAN-", ""},
    {"without_subject_alternative_name", "SAN-", "SAN-NO-EMAIL"},
    {"noEmailAddressInSubjectDN", "SAN-", "SAN-NO-EMAIL"},
    {"oneEmailAddressInSubjectDN", "SAN-", "SAN-NO-EMAIL"},
    {"twoEmailAddressesInSubjectDN", "SAN-", "SAN-NO-EMAIL"},
    {"sm1_alg_ed25519_eff1_pqfx", "KEY-", "KEY-UNSUPPORTED"},
    {"sm1_alg_gost_eff1_pqfx", "KEY-", "KEY-UNSUPPORTED"},
    {"sm1_alg_mld44_eff1_pqf1", "KEY-", "KEY-UNSUPPORTED"},
    {"sm1_alg_mld65_eff1_pqf1", "KEY-", "KEY-UNSUPPORTED"},
    {"sm1_alg_mld87_eff1_pqf1", "KEY-", "KEY-UNSUPPORTED"},
    {"sm1_alg_mlk512_eff1_pqf1", "KEY-", "KEY-UNSUPPORTED"},
    {"sm1_alg_mlk768_eff1_pqf1", "KEY-", "KEY-UNSUPPORTED"},
    {"sm1_alg_mlk1024_eff1_pqf1", "KEY-", "KEY-UNSUPPORTED"},
    {"sm1_alg_p224_eff1_pqfx", "KEY-", "KEY-UNSUPPORTED"},
    {"sm1_alg_p256_eff1_pqfx", "KEY-", ""},
    {"sm1_alg_p384_eff1_pqfx", "KEY-", ""},
    {"sm1_alg_p521_eff1_pqfx", "KEY-", ""},
    {"sm1_alg_rsa_eff1_pqfx", "KEY-", ""},
};

}  // namespace

TEST_CASE("zlint's certificates: the rules say what the names of the files say") {
  if (!is_here("zlint-smime")) return;
  const auto folder = corpora() / "zlint-smime";
  for (const auto& row : rows) {
    CAPTURE(row.file);
    CHECK(said_of(folder / (std::string(row.file) + ".pem"), row.rules) == row.expected);
  }
}

TEST_CASE("zlint's certificates: each can be judged, whatever its name is about") {
  if (!is_here("zlint-smime")) return;
  std::size_t judged = 0;
  for (const auto& entry : std::filesystem::directory_iterator(corpora() / "zlint-smime")) {
    if (entry.path().extension() != ".pem") continue;
    CAPTURE(entry.path().filename().string());
    CHECK_NOTHROW(said_of(entry.path(), ""));
    ++judged;
  }
  CHECK(judged > std::size(rows));
}

TEST_CASE("keys of the faulty chips are told from others") {
  if (!is_here("roca")) return;
  CHECK(said_of(corpora() / "roca" / "cert01.pem", "KEY-ROCA").empty());
  CHECK(said_of(corpora() / "roca" / "cert04.pem", "KEY-ROCA") == "KEY-ROCA");
  CHECK(said_of(corpora() / "roca" / "cert05.pem", "KEY-ROCA") == "KEY-ROCA");
}

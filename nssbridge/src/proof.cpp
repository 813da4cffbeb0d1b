// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/proof.hpp>

#include <nssbridge/version.hpp>

#include "certificate_parts.hpp"
#include "check.hpp"
#include "proof_cms.hpp"
#include "token_native.hpp"

#include <prerror.h>
#include <secerr.h>

#include <algorithm>
#include <chrono>

namespace nssbridge {
namespace {

bool may_sign(const Certificate& certificate) {
  const auto& usage = certificate.key_usage;
  return !usage || usage->digital_signature || usage->non_repudiation;
}

bool may_encrypt(const Certificate& certificate) {
  const auto& usage = certificate.key_usage;
  return !usage || usage->key_encipherment || usage->key_agreement;
}

/// Kinds of keys that S/MIME in NSS knows at all.
bool is_usable(const PublicKeyInfo& key) {
  return key.algorithm == "rsa" || (key.algorithm == "ec" && key.bits != 0);
}

bool library_can_encrypt(const PublicKeyInfo& key) {
  return key.algorithm == "rsa" || !older(Library::version(), "3.101");
}

CertificateHandle find_certificate(PK11SlotInfo* slot, const Certificate& certificate) {
  SECItem der = borrowed(certificate.der);
  return CertificateHandle(PK11_FindCertFromDERCertItem(slot, &der, nullptr));
}

/// A copy of the key that lives as long as this process: softoken reads and decrypts the stored one for every
/// operation, which costs eight times 10,000 rounds under a primary password.
PrivateKeyHandle session_copy(PK11SlotInfo* slot, SECKEYPrivateKey* stored) {
  return PrivateKeyHandle(PK11_CopyTokenPrivKeyToSessionPrivKey(slot, stored));
}

Time now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// An expired certificate is judged as of its last moment.
Time moment_for(const Certificate& certificate) {
  return std::min(now(), certificate.not_after);
}

/// Errors that speak of the leaf's own usages: what the chain above it is worth remains open.
bool is_about_usage(PRErrorCode error) {
  return error == SEC_ERROR_INADEQUATE_KEY_USAGE || error == SEC_ERROR_INADEQUATE_CERT_TYPE;
}

/// NSS's classic verifier, which Thunderbird's signing asks beside its own
/// (NSS_CMSSignerInfo_AddSMIMEEncKeyPrefs).
bool classic_verifier_accepts(CERTCertificate* certificate, SECCertificateUsage usage, Time at) {
  const auto time = static_cast<PRTime>(at) * PR_USEC_PER_SEC;
  if (CERT_VerifyCertificate(CERT_GetDefaultCertDB(), certificate, PR_TRUE, usage, time, nullptr, nullptr,
                             nullptr) == SECSuccess)
    return true;
  return is_about_usage(PR_GetError());
}

bool chain_holds(CERTCertificate* certificate, const Certificate& value, const Verifier& verifier) {
  const Time at = moment_for(value);
  const auto chain = verifier.chain(value, at);
  if (!chain.root_trusted || !chain.problems.empty()) return false;
  const bool stands_in_database = !find_builtin_root(chain.certificates.back()->fingerprint);
  if (!stands_in_database) return true;
  const auto usage = may_sign(value) ? certificateUsageEmailSigner : certificateUsageEmailRecipient;
  return classic_verifier_accepts(certificate, usage, at);
}

void try_key(CERTCertificate* certificate, const Certificate& value, SECKEYPrivateKey* key, Checks& checks) {
  if (!is_usable(value.key)) return;
  if (may_sign(value)) checks.sign_verify = signs_and_verifies(certificate, key);
  if (may_encrypt(value) && library_can_encrypt(value.key))
    checks.encrypt_decrypt = encrypts_and_decrypts(certificate, key);
  const bool tried = checks.sign_verify || checks.encrypt_decrypt;
  checks.key_matches =
      tried ? checks.sign_verify == true || checks.encrypt_decrypt == true : belongs_to(certificate, key);
}

}  // namespace

Checks prove(Library& library, const StoredCertificate& stored, const Verifier& verifier) {
  require_login(library.main());
  PK11SlotInfo* slot = library.main().native().slot.get();
  const Certificate& value = stored.certificate;
  Checks checks;
  const CertificateHandle certificate = find_certificate(slot, value);
  if (!certificate) {
    checks.key_matches = false;
    return checks;
  }
  checks.chain = chain_holds(certificate.get(), value, verifier);
  const PrivateKeyHandle key(PK11_FindPrivateKeyFromCert(slot, certificate.get(), nullptr));
  if (!key) {
    checks.key_matches = false;
    return checks;
  }
  const PrivateKeyHandle copy = session_copy(slot, key.get());
  try_key(certificate.get(), value, copy ? copy.get() : key.get(), checks);
  return checks;
}

}  // namespace nssbridge

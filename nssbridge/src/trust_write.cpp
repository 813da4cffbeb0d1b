// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/error.hpp>
#include <nssbridge/trust.hpp>

#include "check.hpp"
#include "stored_form.hpp"
#include "token_native.hpp"
#include "trust_classes.hpp"
#include "trust_record.hpp"

#include <pkcs11n.h>

namespace nssbridge {
namespace {

CK_ULONG trusted_value(TrustEncoding encoding) {
  return encoding == TrustEncoding::modern ? modern_trust::anchor : CKT_NSS_TRUSTED_DELEGATOR;
}

void require_writable_encoding(TrustEncoding encoding) {
  if (encoding == TrustEncoding::modern && !library_knows_modern_trust())
    throw Error(Kind::nss_too_old, "The target profile keeps its trust in a form that the NSS in use cannot write. Install a "
                                   "current Firefox or Thunderbird, whose NSS is then used.");
}

/// Values and order are those of nssToken_ImportTrust.
void add_modern(Attributes& object, const Certificate& authority) {
  object.bytes(modern_trust::certificate_hash, bound_hash(TrustEncoding::modern, authority.der))
      .number(modern_trust::hash_algorithm, CKM_SHA256)
      .number(modern_trust::server_auth, modern_trust::must_verify)
      .number(modern_trust::client_auth, modern_trust::must_verify)
      .number(modern_trust::code_signing, modern_trust::must_verify)
      .number(modern_trust::email_protection, modern_trust::anchor);
}

void add_legacy(Attributes& object, const Certificate& authority) {
  Bytes md5(16);
  check(PK11_HashBuf(SEC_OID_MD5, md5.data(), authority.der.data(), static_cast<PRInt32>(authority.der.size())),
        "NSS could not hash a certificate. Try again; if it stays so, reinstall NSS.");
  object.bytes(CKA_CERT_SHA1_HASH, bound_hash(TrustEncoding::legacy, authority.der))
      .bytes(CKA_CERT_MD5_HASH, md5)
      .number(CKA_TRUST_SERVER_AUTH, CKT_NSS_MUST_VERIFY_TRUST)
      .number(CKA_TRUST_CLIENT_AUTH, CKT_NSS_MUST_VERIFY_TRUST)
      .number(CKA_TRUST_CODE_SIGNING, CKT_NSS_MUST_VERIFY_TRUST)
      .number(CKA_TRUST_EMAIL_PROTECTION, CKT_NSS_TRUSTED_DELEGATOR)
      .flag(CKA_TRUST_STEP_UP_APPROVED, false);
}

void create_record(const Session& session, const Certificate& authority, TrustEncoding encoding) {
  auto object = Attributes::token_object(trust_class(encoding));
  object.bytes(CKA_ISSUER, authority.issuer_der).bytes(CKA_SERIAL_NUMBER, serial_der(authority));
  if (encoding == TrustEncoding::modern)
    add_modern(object, authority);
  else
    add_legacy(object, authority);
  session.create(std::move(object));
}

}  // namespace

bool add_email_trust(Token& token, const Certificate& authority, TrustEncoding encoding) {
  const Session& session = token.native().session;
  const auto record = find_trust_record(session, authority);
  const TrustEncoding used = record ? record->encoding : encoding;
  require_writable_encoding(used);
  if (!record) {
    create_record(session, authority, used);
    return true;
  }
  AttributeReader email(session, {email_attribute(used)});
  const Trust present = email.read(record->handle) ? meaning(used, email.number(0)) : Trust::none;
  if (present == Trust::distrusted) return false;
  if (!is_bound_to(session, *record, authority)) {
    // NSS ignores it for this certificate. Softoken keeps one record for an issuer and serial: creating replaces it.
    create_record(session, authority, used);
  } else if (present != Trust::trusted) {
    Attributes change;
    change.number(email_attribute(used), trusted_value(used));
    session.change(record->handle, std::move(change));
  }
  return true;
}

}  // namespace nssbridge

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

/// What a record says besides e-mail.
struct OtherBits {
  CK_ULONG server_auth, client_auth, code_signing;
  bool step_up = false;  ///< CKA_TRUST_STEP_UP_APPROVED, legacy only
};

/// `email`: trusted or distrusted.
CK_ULONG value_of(Trust email, TrustEncoding encoding) {
  const bool modern = encoding == TrustEncoding::modern;
  if (email == Trust::trusted) return modern ? modern_trust::anchor : CKT_NSS_TRUSTED_DELEGATOR;
  return modern ? modern_trust::not_trusted : CKT_NSS_NOT_TRUSTED;
}

/// As NSS writes what nothing was said about.
OtherBits unsaid(TrustEncoding encoding) {
  const CK_ULONG value = encoding == TrustEncoding::modern ? modern_trust::must_verify : CKT_NSS_MUST_VERIFY_TRUST;
  return {value, value, value};
}

OtherBits other_bits(const Session& session, const TrustRecord& record) {
  const bool modern = record.encoding == TrustEncoding::modern;
  AttributeReader reader(session, {modern ? modern_trust::server_auth : CK_ATTRIBUTE_TYPE{CKA_TRUST_SERVER_AUTH},
                                   modern ? modern_trust::client_auth : CK_ATTRIBUTE_TYPE{CKA_TRUST_CLIENT_AUTH},
                                   modern ? modern_trust::code_signing : CK_ATTRIBUTE_TYPE{CKA_TRUST_CODE_SIGNING},
                                   CKA_TRUST_STEP_UP_APPROVED});
  OtherBits bits = unsaid(record.encoding);
  if (!reader.read(record.handle)) return bits;
  return {reader.number(0).value_or(bits.server_auth), reader.number(1).value_or(bits.client_auth),
          reader.number(2).value_or(bits.code_signing), reader.flag(3).value_or(false)};
}

void require_writable_encoding(TrustEncoding encoding) {
  if (encoding == TrustEncoding::modern && !library_knows_modern_trust())
    throw Error(Kind::nss_too_old, "The target profile keeps its trust in a form that the NSS in use cannot write. Install a "
                                   "current Firefox or Thunderbird, whose NSS is then used.");
}

/// Attributes and their order are those of nssToken_ImportTrust.
void add_modern(Attributes& object, const Certificate& authority, Trust email, const OtherBits& others) {
  object.bytes(modern_trust::certificate_hash, bound_hash(TrustEncoding::modern, authority.der))
      .number(modern_trust::hash_algorithm, CKM_SHA256)
      .number(modern_trust::server_auth, others.server_auth)
      .number(modern_trust::client_auth, others.client_auth)
      .number(modern_trust::code_signing, others.code_signing)
      .number(modern_trust::email_protection, value_of(email, TrustEncoding::modern));
}

void add_legacy(Attributes& object, const Certificate& authority, Trust email, const OtherBits& others) {
  Bytes md5(16);
  check(PK11_HashBuf(SEC_OID_MD5, md5.data(), authority.der.data(), static_cast<PRInt32>(authority.der.size())),
        "NSS could not hash a certificate. Try again; if it stays so, reinstall NSS.");
  object.bytes(CKA_CERT_SHA1_HASH, bound_hash(TrustEncoding::legacy, authority.der))
      .bytes(CKA_CERT_MD5_HASH, md5)
      .number(CKA_TRUST_SERVER_AUTH, others.server_auth)
      .number(CKA_TRUST_CLIENT_AUTH, others.client_auth)
      .number(CKA_TRUST_CODE_SIGNING, others.code_signing)
      .number(CKA_TRUST_EMAIL_PROTECTION, value_of(email, TrustEncoding::legacy))
      .flag(CKA_TRUST_STEP_UP_APPROVED, others.step_up);
}

/// Softoken keeps one record of a kind for an issuer and serial: one that is there is overwritten, in one transaction.
void write_record(const Session& session, const Certificate& authority, TrustEncoding encoding, Trust email,
                  const OtherBits& others) {
  auto object = Attributes::token_object(trust_class(encoding));
  object.bytes(CKA_ISSUER, authority.issuer_der).bytes(CKA_SERIAL_NUMBER, serial_der(authority));
  if (encoding == TrustEncoding::modern)
    add_modern(object, authority, email, others);
  else
    add_legacy(object, authority, email, others);
  session.create(std::move(object));
}

std::optional<CK_ULONG> email_value(const Session& session, const TrustRecord& record) {
  AttributeReader reader(session, {email_attribute(record.encoding)});
  return reader.read(record.handle) ? reader.number(0) : std::nullopt;
}

/// The record is there, says `email` (nothing: cannot be authenticated) and not the opposite of what is wanted.
void complete_record(const Session& session, const Certificate& authority, const TrustRecord& record,
                     std::optional<CK_ULONG> email, Trust wanted) {
  if (!is_bound_to(session, record, authority)) {
    // About another certificate, so NSS ignores it for this one.
    write_record(session, authority, record.encoding, wanted, unsaid(record.encoding));
  } else if (!email) {
    // Softoken does not change an attribute that it cannot authenticate.
    write_record(session, authority, record.encoding, wanted, other_bits(session, record));
  } else if (meaning(record.encoding, email) != wanted) {
    Attributes change;
    change.number(email_attribute(record.encoding), value_of(wanted, record.encoding));
    session.change(record.handle, std::move(change));
  }
}

bool state(Token& token, const Certificate& certificate, TrustEncoding encoding, Trust wanted, Trust opposite) {
  require_login(token);
  const Session& session = token.native().session;
  const auto record = find_trust_record(session, certificate);
  require_writable_encoding(record ? record->encoding : encoding);
  if (!record) {
    write_record(session, certificate, encoding, wanted, unsaid(encoding));
    return true;
  }
  const auto email = email_value(session, *record);
  if (meaning(record->encoding, email) == opposite) return false;
  complete_record(session, certificate, *record, email, wanted);
  return true;
}

}  // namespace

bool add_email_trust(Token& token, const Certificate& authority, TrustEncoding encoding) {
  return state(token, authority, encoding, Trust::trusted, Trust::distrusted);
}

bool add_email_distrust(Token& token, const Certificate& certificate, TrustEncoding encoding) {
  return state(token, certificate, encoding, Trust::distrusted, Trust::trusted);
}

}  // namespace nssbridge

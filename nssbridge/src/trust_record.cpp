// SPDX-License-Identifier: MPL-2.0
#include "trust_record.hpp"

#include <nssbridge/version.hpp>

#include "check.hpp"
#include "stored_form.hpp"
#include "trust_classes.hpp"
#include "trust_values.hpp"

#include <pkcs11n.h>
#include <secoidt.h>

#include <algorithm>

namespace nssbridge {

bool library_knows_modern_trust() { return !older(Library::version(), "3.114"); }

CK_OBJECT_CLASS trust_class(TrustEncoding encoding) {
  return encoding == TrustEncoding::modern ? modern_trust::object_class : CKO_NSS_TRUST;
}

CK_ATTRIBUTE_TYPE email_attribute(TrustEncoding encoding) {
  return encoding == TrustEncoding::modern ? modern_trust::email_protection : CKA_TRUST_EMAIL_PROTECTION;
}

static_assert(legacy_value::peer == CKT_NSS_TRUSTED && legacy_value::authority == CKT_NSS_TRUSTED_DELEGATOR &&
              legacy_value::must_verify == CKT_NSS_MUST_VERIFY_TRUST && legacy_value::unknown == CKT_NSS_TRUST_UNKNOWN &&
              legacy_value::not_trusted == CKT_NSS_NOT_TRUSTED);

Trust meaning(TrustEncoding encoding, std::optional<CK_ULONG> value) {
  if (!value || *value > UINT32_MAX) return Trust::none;
  return effect_of(stated_trust(encoding, static_cast<std::uint32_t>(*value)));
}

Bytes bound_hash(TrustEncoding encoding, BytesView der) {
  const bool modern = encoding == TrustEncoding::modern;
  Bytes hash(modern ? 32 : 20);
  check(PK11_HashBuf(modern ? SEC_OID_SHA256 : SEC_OID_SHA1, hash.data(), der.data(), static_cast<PRInt32>(der.size())),
        "NSS could not hash a certificate. Try again; if it stays so, reinstall NSS.");
  return hash;
}

std::optional<TrustRecord> find_trust_record(const Session& session, const Certificate& certificate,
                                             TrustEncoding encoding) {
  auto wanted = Attributes::token_object(trust_class(encoding));
  wanted.bytes(CKA_ISSUER, certificate.issuer_der).bytes(CKA_SERIAL_NUMBER, serial_der(certificate));
  const auto handle = session.find_first(std::move(wanted));
  if (!handle) return std::nullopt;
  return TrustRecord{*handle, encoding};
}

std::optional<TrustRecord> find_trust_record(const Session& session, const Certificate& certificate) {
  const auto modern = find_trust_record(session, certificate, TrustEncoding::modern);
  return modern ? modern : find_trust_record(session, certificate, TrustEncoding::legacy);
}

bool is_bound_to(const Session& session, const TrustRecord& record, const Certificate& certificate) {
  const bool modern = record.encoding == TrustEncoding::modern;
  AttributeReader reader(session, {modern ? modern_trust::certificate_hash : CK_ATTRIBUTE_TYPE{CKA_CERT_SHA1_HASH}});
  if (!reader.read(record.handle)) return false;
  const auto hash = reader.bytes(0);
  return hash && std::ranges::equal(*hash, bound_hash(record.encoding, certificate.der));
}

}  // namespace nssbridge

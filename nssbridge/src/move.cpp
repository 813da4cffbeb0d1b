// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/move.hpp>

#include "check.hpp"
#include "token_native.hpp"

#include <pkcs11n.h>
#include <string.h>

#include <array>

namespace nssbridge {
namespace {

constexpr const char* cannot_read_key =
    "NSS could not read the private key in the source profile. Start the application that owns it and check that the "
    "certificate works there.";
constexpr const char* cannot_write_key =
    "NSS could not write the private key to the target profile. Check that the disk is not full and the profile "
    "writable, then run the command again: it continues where it stopped.";
constexpr const char* cannot_wrap = "NSS could not prepare the transfer of keys. Try again; if it stays so, reinstall NSS.";

/// A wrapped key: for RSA-16384 about 9,300 bytes. Asked for its size first, softoken would decrypt the key twice.
constexpr std::size_t wrapped_key_limit = 16384;

std::optional<CK_OBJECT_HANDLE> find_key(const Session& session, CK_OBJECT_CLASS object_class, const Bytes& key_id) {
  auto wanted = Attributes::token_object(object_class);
  wanted.bytes(CKA_ID, key_id);
  return session.find_first(std::move(wanted));
}

/// The public key inside a certificate, of a kind whose private key NSS can wrap.
PublicKeyHandle public_key_of(const Certificate& certificate) {
  if (certificate.key.algorithm != "rsa" && certificate.key.algorithm != "ec")
    throw Error(Kind::not_eligible, "Only RSA and elliptic-curve keys can be moved; this certificate has another kind of key.");
  constexpr const char* bad_key = "The certificate's public key cannot be used by NSS, so its private key is not moved.";
  SECItem der{siBuffer, const_cast<unsigned char*>(certificate.spki.data()),
              static_cast<unsigned>(certificate.spki.size())};
  KeyInfoHandle info(check(SECKEY_DecodeDERSubjectPublicKeyInfo(&der), bad_key));
  return PublicKeyHandle(check(SECKEY_ExtractPublicKey(info.get()), bad_key));
}

/// What softoken files an EC key under (CKA_NSS_DB): the point. For RSA it takes the modulus from the key itself.
BytesView ec_point(const SECKEYPublicKey& key) { return {key.u.ec.publicValue.data, key.u.ec.publicValue.len}; }

/// NSS's default attributes come from softoken; these are what an import through PKCS#12 adds to them.
Attributes private_key_template(const StoredCertificate& certificate, const std::string& label, const SECKEYPublicKey& key) {
  auto object = Attributes::token_object(CKO_PRIVATE_KEY);
  object.number(CKA_KEY_TYPE, key.keyType == ecKey ? CKK_EC : CKK_RSA)
      .flag(CKA_PRIVATE, true)
      .flag(CKA_SENSITIVE, true)
      .text(CKA_LABEL, label)
      .bytes(CKA_ID, certificate.certificate.key_id)
      .bytes(CKA_SUBJECT, certificate.certificate.subject_der);
  if (key.keyType == ecKey) object.bytes(CKA_NSS_DB, ec_point(key));
  return object;
}

/// The name under which the certificate stands in the target, so that key and certificate agree.
std::string label_in(const Session& session, const StoredCertificate& certificate) {
  auto wanted = Attributes::token_object(CKO_CERTIFICATE);
  wanted.bytes(CKA_VALUE, certificate.certificate.der);
  AttributeReader reader(session, {CKA_LABEL});
  const auto handle = session.find_first(std::move(wanted));
  if (!handle || !reader.read(*handle)) return certificate.nickname;
  const auto label = reader.bytes(0).value_or(BytesView{});
  return {label.begin(), label.end()};
}

}  // namespace

struct Mover::State {
  Token& from;
  Token& to;
  SymmetricKeyHandle source_wrapping_key;
  SymmetricKeyHandle target_wrapping_key;
};

Mover::Mover(Token& from, Token& to) {
  require_login(from);
  require_login(to);
  constexpr int aes_256 = 32;
  auto* source_slot = from.native().slot.get();
  auto* target_slot = to.native().slot.get();
  SymmetricKeyHandle source(
      check(PK11_KeyGen(source_slot, CKM_AES_KEY_GEN, nullptr, aes_256, nullptr), cannot_wrap));
  SymmetricKeyHandle target(
      check(PK11_MoveSymKey(target_slot, CKA_UNWRAP, CKF_UNWRAP, PR_FALSE, source.get()), cannot_wrap));
  m_state.reset(new State{from, to, std::move(source), std::move(target)});
}

Mover::~Mover() = default;

namespace {

/// The private key in the source that belongs to the certificate.
CK_OBJECT_HANDLE source_key(const Session& session, const Bytes& key_id) {
  // In a database or, out of a key file, in memory.
  Attributes wanted;
  wanted.number(CKA_CLASS, CKO_PRIVATE_KEY).bytes(CKA_ID, key_id);
  const auto handle = session.find_first(std::move(wanted));
  AttributeReader reader(session, {CKA_EXTRACTABLE});
  if (!handle || !reader.read(*handle))
    throw Error(Kind::no_private_key, "The source has this certificate without its private key, so it cannot be "
                                      "moved. Look for the profile or the file that holds the key.");
  if (!reader.flag(0).value_or(false))
    throw Error(Kind::key_not_extractable, "The private key was stored as one that must not leave its profile, so it cannot be "
                                           "moved. Ask the issuer for a new certificate for the other application.");
  return *handle;
}

Bytes wrap(const Session& session, PK11SymKey* wrapping_key, CK_OBJECT_HANDLE key) {
  CK_MECHANISM mechanism{CKM_AES_KEY_WRAP_KWP, nullptr, 0};
  Bytes wrapped(wrapped_key_limit);
  CK_ULONG size = wrapped.size();
  check_rv(session.functions()->C_WrapKey(session.handle(), &mechanism, PK11_GetSymKeyHandle(wrapping_key), key,
                                          wrapped.data(), &size),
           cannot_read_key);
  wrapped.resize(size);
  return wrapped;
}

void unwrap(const Session& session, PK11SymKey* wrapping_key, Bytes wrapped, Attributes object) {
  CK_MECHANISM mechanism{CKM_AES_KEY_WRAP_KWP, nullptr, 0};
  CK_OBJECT_HANDLE made = CK_INVALID_HANDLE;
  const CK_RV rv =
      session.functions()->C_UnwrapKey(session.handle(), &mechanism, PK11_GetSymKeyHandle(wrapping_key), wrapped.data(),
                                       wrapped.size(), object.data(), object.size(), &made);
  explicit_bzero(wrapped.data(), wrapped.size());
  check_rv(rv, cannot_write_key);
}

/// An application that is not logged in tells by this object that the certificate is the person's own.
Copied store_public_key(const Token::Native& to, const Bytes& key_id, SECKEYPublicKey* key) {
  if (find_key(to.session, CKO_PUBLIC_KEY, key_id)) return Copied::present;
  if (PK11_ImportPublicKey(to.slot.get(), key, PR_TRUE) == CK_INVALID_HANDLE) fail(cannot_write_key);
  return Copied::written;
}

}  // namespace

Copied Mover::copy_key(const StoredCertificate& certificate) {
  const auto& from = m_state->from.native();
  const auto& to = m_state->to.native();
  const Bytes& key_id = certificate.certificate.key_id;
  const auto present = find_key(to.session, CKO_PRIVATE_KEY, key_id);
  const PublicKeyHandle public_key = public_key_of(certificate.certificate);
  const auto source = present ? CK_INVALID_HANDLE : source_key(from.session, key_id);
  // The private key last: as long as it is missing, a second run knows that there is something left to do.
  const Copied wrote_public = store_public_key(to, key_id, public_key.get());
  if (present) return wrote_public;
  unwrap(to.session, m_state->target_wrapping_key.get(), wrap(from.session, m_state->source_wrapping_key.get(), source),
         private_key_template(certificate, label_in(to.session, certificate), *public_key));
  return Copied::written;
}

}  // namespace nssbridge

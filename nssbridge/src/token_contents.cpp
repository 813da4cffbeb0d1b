// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/error.hpp>

#include "parallel.hpp"
#include "token_native.hpp"

namespace nssbridge {
namespace {

Bytes copy(std::optional<BytesView> view) { return view ? Bytes(view->begin(), view->end()) : Bytes{}; }

std::string copy_text(std::optional<BytesView> view) {
  return view ? std::string(view->begin(), view->end()) : std::string{};
}

std::string algorithm_name(std::optional<CK_ULONG> key_type) {
  if (key_type == CKK_RSA) return "rsa";
  if (key_type == CKK_EC) return "ec";
  return "other";
}

/// Decodes what has only its DER so far, and takes out what is no certificate. Returns how many were none.
std::size_t decode_all(std::vector<StoredCertificate>& certificates) {
  in_parallel(certificates.size(), [&](std::size_t i) {
    auto& certificate = certificates[i].certificate;
    try {
      certificate = decode_certificate(certificate.der);
    } catch (const Error&) {
      certificate.der.clear();
    }
  });
  return std::erase_if(certificates, [](const auto& stored) { return stored.certificate.der.empty(); });
}

}  // namespace

std::vector<StoredCertificate> Token::certificates(std::size_t* undecodable) const {
  const Session& session = native().session;
  AttributeReader reader(session, {CKA_VALUE, CKA_LABEL, CKA_ID});
  std::vector<StoredCertificate> certificates;
  for (auto handle : session.find(Attributes::token_object(CKO_CERTIFICATE))) {
    if (!reader.read(handle)) continue;
    auto& stored = certificates.emplace_back();
    stored.certificate.der = copy(reader.bytes(0));
    stored.nickname = copy_text(reader.bytes(1));
    stored.key_id = copy(reader.bytes(2));
    stored.handle = handle;
  }
  const auto unreadable = decode_all(certificates);
  if (undecodable != nullptr) *undecodable = unreadable;
  return certificates;
}

std::vector<StoredKey> Token::private_keys() const {
  require_login(*this);
  const Session& session = native().session;
  AttributeReader reader(session, {CKA_ID, CKA_KEY_TYPE, CKA_EXTRACTABLE});
  std::vector<StoredKey> keys;
  for (auto handle : session.find(Attributes::token_object(CKO_PRIVATE_KEY)))
    if (reader.read(handle))
      keys.push_back({copy(reader.bytes(0)), algorithm_name(reader.number(1)), reader.flag(2).value_or(false), handle});
  return keys;
}

std::set<Bytes> Token::public_key_ids() const {
  const Session& session = native().session;
  AttributeReader reader(session, {CKA_ID});
  std::set<Bytes> ids;
  for (auto handle : session.find(Attributes::token_object(CKO_PUBLIC_KEY)))
    if (reader.read(handle)) ids.insert(copy(reader.bytes(0)));
  return ids;
}

}  // namespace nssbridge

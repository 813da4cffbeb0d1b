// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/error.hpp>

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

}  // namespace

std::vector<StoredCertificate> Token::certificates(std::size_t* undecodable) const {
  const Session& session = native().session;
  AttributeReader reader(session, {CKA_VALUE, CKA_LABEL, CKA_ID});
  std::vector<StoredCertificate> certificates;
  std::size_t unreadable = 0;
  for (auto handle : session.find(Attributes::token_object(CKO_CERTIFICATE))) {
    if (!reader.read(handle)) continue;
    try {
      certificates.push_back({decode_certificate(reader.bytes(0).value_or(BytesView{})), copy_text(reader.bytes(1)),
                              copy(reader.bytes(2)), handle});
    } catch (const Error&) {
      ++unreadable;
    }
  }
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

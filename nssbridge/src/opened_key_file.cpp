// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/opened_key_file.hpp>

#include <nssbridge/error.hpp>

#include "certificate_parts.hpp"
#include "key_file_opening.hpp"
#include "password_cipher.hpp"
#include "public_material.hpp"
#include "token_native.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace nssbridge {

using key_file::Bag;
using key_file::File;

namespace {

struct MemoryKey {
  CK_OBJECT_HANDLE handle;
  Bytes material;
  bool paired = false;
};

/// By its handle: a key in memory is not found by its CKA_ID in every NSS.
std::optional<Bytes> sign(const Session& session, const MemoryKey& key, bool elliptic, BytesView hash) {
  CK_MECHANISM mechanism{elliptic ? CKM_ECDSA : CKM_RSA_PKCS, nullptr, 0};
  // Exactly: NSS 3.87 stretches a signature of ECDSA over all the room that there is.
  Bytes signature(elliptic ? 2 * key.material.size() : key.material.size());
  CK_ULONG size = signature.size();
  const auto& functions = *session.functions();
  if (functions.C_SignInit(session.handle(), &mechanism, key.handle) != CKR_OK ||
      functions.C_Sign(session.handle(), const_cast<CK_BYTE_PTR>(hash.data()), hash.size(), signature.data(), &size) != CKR_OK)
    return std::nullopt;
  signature.resize(size);
  return signature;
}

bool is_good(const Bytes& signature, const Certificate& certificate, BytesView hash) {
  const SECItem spki = borrowed(certificate.spki), signed_hash = borrowed(hash), value = borrowed(signature);
  const KeyInfoHandle info(SECKEY_DecodeDERSubjectPublicKeyInfo(&spki));
  const PublicKeyHandle key(info ? SECKEY_ExtractPublicKey(info.get()) : nullptr);
  return key && PK11_Verify(key.get(), &value, &signed_hash, nullptr) == SECSuccess;
}

}  // namespace

struct OpenedKeyFile::State {
  explicit State(Token memory) : token(std::move(memory)) {}

  Token token;
  std::vector<StoredCertificate> certificates;
  std::vector<MemoryKey> keys;
  std::set<Bytes> key_ids;
  std::size_t unsupported_keys = 0, damaged_keys = 0, unreadable_certificates = 0;

  const Session& session() const { return token.native().session; }
  void add_certificate(const Bag& bag);
  void add_key(const KeyFileOpening::Key& key);
};

void OpenedKeyFile::State::add_certificate(const Bag& bag) {
  const auto same = [&](const auto& stored) { return stored.certificate.der == bag.content; };
  if (const auto known = std::ranges::find_if(certificates, same); known != certificates.end()) {
    if (known->nickname.empty()) known->nickname = bag.name;
    return;
  }
  try {
    certificates.push_back({decode_certificate(bag.content), bag.name, {}, 0});
  } catch (const Error&) {
    ++unreadable_certificates;
  }
}

void OpenedKeyFile::State::add_key(const KeyFileOpening::Key& key) {
  auto material = key.handle ? public_material(session(), *key.handle) : Bytes{};
  if (material.empty()) {
    // NSS takes keys of kinds that no mail is signed with, too.
    ++(key.usable_kind && !key.handle ? damaged_keys : unsupported_keys);
    return;
  }
  const auto same = [&](const MemoryKey& known) { return known.material == material; };
  if (std::ranges::any_of(keys, same)) return;
  keys.push_back({*key.handle, std::move(material)});
}

OpenedKeyFile::OpenedKeyFile(std::unique_ptr<State> state) : m_state(std::move(state)) {}
OpenedKeyFile::OpenedKeyFile(OpenedKeyFile&&) noexcept = default;
OpenedKeyFile::~OpenedKeyFile() = default;

bool OpenedKeyFile::may_try_empty_first(const File& file) {
  constexpr std::uint64_t of_empty = 2, of_others = 3;
  try {
    key_file::rounds(file, {of_empty + of_others, of_empty + of_others});
    return true;
  } catch (const Error&) {
    return false;
  }
}

std::optional<OpenedKeyFile> OpenedKeyFile::open(Library& library, const File& file, const Secret& password) {
  KeyFileOpening opening(file, password);
  const auto bags = opening.bags();
  if (!bags) return std::nullopt;
  OpenedKeyFile opened(std::make_unique<State>(library.memory()));
  auto& state = *opened.m_state;
  for (const auto& bag : *bags) {
    if (bag.kind == Bag::Kind::certificate) state.add_certificate(bag);
    if (bag.kind == Bag::Kind::key) state.add_key(KeyFileOpening::import(state.session(), bag));
    if (bag.kind != Bag::Kind::shrouded_key) continue;
    const auto key = opening.unwrap(state.session(), bag);
    if (!key) return std::nullopt;
    state.add_key(*key);
  }
  opened.pair(state.certificates);
  return opened;
}

const std::set<Bytes>& OpenedKeyFile::pair(const std::vector<StoredCertificate>& certificates) {
  std::map<Bytes, Bytes> ids;
  for (const auto& stored : certificates)
    if (auto material = public_material(stored.certificate); !material.empty())
      ids.emplace(std::move(material), stored.certificate.key_id);
  for (auto& key : m_state->keys) {
    const auto found = ids.find(key.material);
    if (key.paired || found == ids.end()) continue;
    Attributes id;
    id.bytes(CKA_ID, found->second);
    m_state->session().change(key.handle, std::move(id));
    m_state->key_ids.insert(found->second);
    key.paired = true;
  }
  return m_state->key_ids;
}

bool OpenedKeyFile::signs_for(const Certificate& certificate) const {
  const auto material = public_material(certificate);
  const auto key = std::ranges::find(m_state->keys, material, &MemoryKey::material);
  if (material.empty() || key == m_state->keys.end()) return false;
  std::array<std::uint8_t, 32> hash;
  hash.fill(0x5A);
  const auto signature = sign(m_state->session(), *key, certificate.key.algorithm == "ec", hash);
  return signature && is_good(*signature, certificate, hash);
}

Token& OpenedKeyFile::token() { return m_state->token; }
const std::vector<StoredCertificate>& OpenedKeyFile::certificates() const { return m_state->certificates; }
std::size_t OpenedKeyFile::keys() const { return m_state->keys.size(); }
std::size_t OpenedKeyFile::unsupported_keys() const { return m_state->unsupported_keys; }
std::size_t OpenedKeyFile::damaged_keys() const { return m_state->damaged_keys; }
std::size_t OpenedKeyFile::unreadable_certificates() const { return m_state->unreadable_certificates; }

std::size_t OpenedKeyFile::keys_without_certificate() const {
  return static_cast<std::size_t>(std::ranges::count(m_state->keys, false, &MemoryKey::paired));
}

}  // namespace nssbridge

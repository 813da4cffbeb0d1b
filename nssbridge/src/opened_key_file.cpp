// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/opened_key_file.hpp>

#include <nssbridge/error.hpp>

#include "der_reader.hpp"
#include "password_cipher.hpp"
#include "password_forms.hpp"
#include "public_material.hpp"
#include "token_native.hpp"

#include <algorithm>
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

/// Right by its padding, and a private key by its looks.
bool is_private_key_info(BytesView clear) {
  DerReader whole(clear);
  auto info = DerReader(whole.content_of(0x30).value_or(BytesView{}));
  if (!info.content_of(0x02)) return false;
  auto algorithm = DerReader(info.content_of(0x30).value_or(BytesView{}));
  return algorithm.content_of(0x06).has_value() && info.content_of(0x04).has_value();
}

[[noreturn]] void refuse_damaged_inside() {
  throw Error(Kind::bad_file, "The password is right, but a part of the file cannot be decrypted with it: that part is damaged, or "
                              "has a password of its own. Have the file made again with one password.");
}

}  // namespace

struct OpenedKeyFile::State {
  explicit State(Token memory) : token(std::move(memory)) {}

  Token token;
  std::vector<StoredCertificate> certificates;
  std::vector<MemoryKey> keys;
  std::set<Bytes> key_ids;
  std::size_t unsupported_keys = 0, unreadable_certificates = 0;

  const Session& session() const { return token.native().session; }
  void add_certificate(const Bag& bag);
  void add_key(std::optional<CK_OBJECT_HANDLE> handle);
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

void OpenedKeyFile::State::add_key(std::optional<CK_OBJECT_HANDLE> handle) {
  auto material = handle ? public_material(session(), *handle) : Bytes{};
  if (material.empty()) {
    ++unsupported_keys;
    return;
  }
  const auto same = [&](const MemoryKey& key) { return key.material == material; };
  if (std::ranges::any_of(keys, same)) return;
  keys.push_back({*handle, std::move(material)});
}

namespace {

/// One try with one password.
class Opening {
 public:
  Opening(const File& file, const Secret& password) : m_file(file), m_forms(password) {
    m_spent = key_file::rounds(file, m_forms.count());
  }

  bool password_is_right() const {
    if (!m_file.mac) return true;
    const auto& forms = m_forms.forms_for(m_file.mac->derivation);
    return std::ranges::any_of(forms, [&](const auto& form) { return verifies(*m_file.mac, form.octets()); });
  }

  /// The bags of a sealed safe; nothing where no form opens it.
  std::optional<std::vector<Bag>> unseal(const key_file::SealedSafe& safe) {
    for (const auto& form : m_forms.forms_for(safe.algorithm)) {
      const auto clear = decrypt(derive_cipher(safe.algorithm, form.octets()), safe.octets);
      auto bags = clear ? bags_in(*clear) : std::nullopt;
      if (!bags) continue;
      // What is inside a sealed safe could not be counted before.
      File inner;
      inner.bags = std::move(*bags);
      m_spent = key_file::rounds(inner, m_forms.count(), m_spent);
      return std::move(inner.bags);
    }
    return std::nullopt;
  }

  enum class Key { opened, unsupported, closed };
  Key unwrap(const Session& session, const Bag& bag, CK_OBJECT_HANDLE& handle) const {
    for (const auto& form : m_forms.forms_for(bag.algorithm)) {
      const auto cipher = derive_cipher(bag.algorithm, form.octets());
      if (const auto key = unwrap_private_key(session, cipher, bag.content)) {
        handle = *key;
        return Key::opened;
      }
      const auto clear = decrypt(cipher, bag.content);
      if (clear && is_private_key_info(*clear)) return Key::unsupported;
    }
    return Key::closed;
  }

 private:
  /// One wrong key in 256 leaves a padding that looks right.
  static std::optional<std::vector<Bag>> bags_in(BytesView clear) {
    try {
      return key_file::read_safe(clear);
    } catch (const Error& error) {
      if (error.kind() != Kind::bad_file) throw;
      return std::nullopt;
    }
  }

  const File& m_file;
  PasswordForms m_forms;
  std::uint64_t m_spent = 0;
};

}  // namespace

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
  Opening opening(file, password);
  if (!opening.password_is_right()) return std::nullopt;
  OpenedKeyFile opened(std::make_unique<State>(library.memory()));
  auto& state = *opened.m_state;
  auto bags = file.bags;
  for (const auto& safe : file.sealed) {
    auto inner = opening.unseal(safe);
    if (!inner && !file.mac) return std::nullopt;
    if (!inner) refuse_damaged_inside();
    std::ranges::move(*inner, std::back_inserter(bags));
    if (bags.size() > key_file::most_bags) refuse_damaged_inside();
  }
  for (const auto& bag : bags) {
    if (bag.kind == Bag::Kind::certificate) state.add_certificate(bag);
    if (bag.kind == Bag::Kind::key) state.add_key(import_private_key(state.session(), bag.content));
    if (bag.kind != Bag::Kind::shrouded_key) continue;
    CK_OBJECT_HANDLE handle = CK_INVALID_HANDLE;
    switch (opening.unwrap(state.session(), bag, handle)) {
      case Opening::Key::opened: state.add_key(handle); break;
      case Opening::Key::unsupported: state.add_key(std::nullopt); break;
      case Opening::Key::closed:
        if (!file.mac) return std::nullopt;
        refuse_damaged_inside();
    }
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

Token& OpenedKeyFile::token() { return m_state->token; }
const std::vector<StoredCertificate>& OpenedKeyFile::certificates() const { return m_state->certificates; }
std::size_t OpenedKeyFile::keys() const { return m_state->keys.size(); }
std::size_t OpenedKeyFile::unsupported_keys() const { return m_state->unsupported_keys; }
std::size_t OpenedKeyFile::unreadable_certificates() const { return m_state->unreadable_certificates; }

std::size_t OpenedKeyFile::keys_without_certificate() const {
  return static_cast<std::size_t>(std::ranges::count(m_state->keys, false, &MemoryKey::paired));
}

}  // namespace nssbridge

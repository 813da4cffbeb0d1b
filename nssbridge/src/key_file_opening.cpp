// SPDX-License-Identifier: MPL-2.0
#include "key_file_opening.hpp"

#include <nssbridge/error.hpp>

#include "der_reader.hpp"
#include "der_tags.hpp"
#include "password_cipher.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

namespace nssbridge {

using key_file::Bag;
using key_file::File;
using std::string_view_literals::operator""sv;

namespace {

/// rsaEncryption (RFC 8017), id-ecPublicKey (RFC 5480), and the curves P-256, P-384, P-521.
constexpr auto rsa = "\x2A\x86\x48\x86\xF7\x0D\x01\x01\x01"sv;
constexpr auto elliptic = "\x2A\x86\x48\xCE\x3D\x02\x01"sv;
constexpr std::array curves{"\x2A\x86\x48\xCE\x3D\x03\x01\x07"sv, "\x2B\x81\x04\x00\x22"sv, "\x2B\x81\x04\x00\x23"sv};

/// The algorithm of what is a private key by its looks: identifier, and behind it the curve where there is one.
struct KeyKind {
  std::string_view algorithm, curve;
  bool is_usable() const { return algorithm == rsa || (algorithm == elliptic && std::ranges::find(curves, curve) != curves.end()); }
};

std::string_view text_of(std::optional<BytesView> octets) {
  const auto view = octets.value_or(BytesView{});
  return {reinterpret_cast<const char*>(view.data()), view.size()};
}

/// Of octets that came out right by their padding. Points into them.
std::optional<KeyKind> kind_of_private_key(BytesView clear) {
  DerReader whole(clear);
  auto info = DerReader(whole.content_of(der::sequence_tag).value_or(BytesView{}));
  if (!info.content_of(der::integer_tag)) return std::nullopt;
  auto algorithm = DerReader(info.content_of(der::sequence_tag).value_or(BytesView{}));
  const auto identifier = algorithm.content_of(der::oid_tag);
  if (!identifier || !info.content_of(der::octets_tag)) return std::nullopt;
  return KeyKind{text_of(identifier), text_of(algorithm.content_of(der::oid_tag))};
}

[[noreturn]] void refuse_damaged_inside() {
  throw Error(Kind::bad_file, "The password is right, but a part of the file cannot be decrypted with it: that part is damaged, or "
                              "has a password of its own. Have the file made again with one password.");
}

/// One wrong key in 256 leaves a padding that looks right.
std::optional<std::vector<Bag>> bags_in(BytesView clear) {
  try {
    return key_file::read_safe(clear);
  } catch (const Error& error) {
    if (error.kind() != Kind::bad_file) throw;
    return std::nullopt;
  }
}

}  // namespace

KeyFileOpening::KeyFileOpening(const File& file, const Secret& password)
    : m_file(file), m_forms(password), m_spent(key_file::rounds(file, m_forms.count())) {}

std::optional<std::vector<Bag>> KeyFileOpening::bags() {
  if (!password_is_right()) return std::nullopt;
  auto bags = m_file.bags;
  for (const auto& safe : m_file.sealed) {
    auto inner = unseal(safe);
    if (!inner && !m_file.mac) return std::nullopt;
    if (!inner) refuse_damaged_inside();
    std::ranges::move(*inner, std::back_inserter(bags));
    if (bags.size() > key_file::most_bags) refuse_damaged_inside();
  }
  return bags;
}

std::optional<KeyFileOpening::Key> KeyFileOpening::unwrap(const Session& session, const Bag& bag) const {
  for (const auto& form : m_forms.forms_for(bag.algorithm)) {
    const auto cipher = derive_cipher(bag.algorithm, form.octets());
    if (const auto key = unwrap_private_key(session, cipher, bag.content)) return Key{*key};
    const auto clear = decrypt(cipher, bag.content);
    if (!clear) continue;
    if (const auto kind = kind_of_private_key(*clear)) return Key{std::nullopt, kind->is_usable()};
  }
  if (m_file.mac) refuse_damaged_inside();
  return std::nullopt;
}

KeyFileOpening::Key KeyFileOpening::import(const Session& session, const Bag& bag) {
  const auto kind = kind_of_private_key(bag.content);
  // What does not even look like a key is damaged as well.
  return {import_private_key(session, bag.content), !kind || kind->is_usable()};
}

bool KeyFileOpening::password_is_right() const {
  if (!m_file.mac) return true;
  const auto& forms = m_forms.forms_for(m_file.mac->derivation);
  return std::ranges::any_of(forms, [&](const auto& form) { return verifies(*m_file.mac, form.octets()); });
}

/// Nothing where no form opens it.
std::optional<std::vector<Bag>> KeyFileOpening::unseal(const key_file::SealedSafe& safe) {
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

}  // namespace nssbridge

// SPDX-License-Identifier: MPL-2.0
#include "key_file_opening.hpp"

#include <nssbridge/error.hpp>

#include "der_reader.hpp"
#include "der_tags.hpp"
#include "password_cipher.hpp"

#include <algorithm>
#include <iterator>

namespace nssbridge {

using key_file::Bag;
using key_file::File;

namespace {

/// Right by its padding, and a private key by its looks.
bool is_private_key_info(BytesView clear) {
  DerReader whole(clear);
  auto info = DerReader(whole.content_of(der::sequence_tag).value_or(BytesView{}));
  if (!info.content_of(der::integer_tag)) return false;
  auto algorithm = DerReader(info.content_of(der::sequence_tag).value_or(BytesView{}));
  return algorithm.content_of(der::oid_tag).has_value() && info.content_of(der::octets_tag).has_value();
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
    if (clear && is_private_key_info(*clear)) return Key{std::nullopt};
  }
  if (m_file.mac) refuse_damaged_inside();
  return std::nullopt;
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

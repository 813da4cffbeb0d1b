// SPDX-License-Identifier: MPL-2.0
#include <host/mail/entity.hpp>
#include <host/mail/smime_part.hpp>

#include <algorithm>

namespace host::mail {
namespace {

constexpr int deepest = 8;

bool is_cms(std::string_view type) { return type == "application/pkcs7-mime" || type == "application/x-pkcs7-mime"; }
bool is_signature(std::string_view type) {
  return type == "application/pkcs7-signature" || type == "application/x-pkcs7-signature";
}

char small(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

/// `word` in small letters.
bool contains(std::string_view text, std::string_view word) {
  return std::search(text.begin(), text.end(), word.begin(), word.end(), [](char letter, char wanted) { return small(letter) == wanted; }) != text.end();
}

std::optional<SmimePart> find(const Entity& entity, int depth) {
  const auto type = content_type_of(entity);
  if (is_cms(type.type)) return SmimePart{.cms = decoded_body(entity), .covered = {}, .whole = true};
  if (!type.type.starts_with("multipart/") || depth >= deepest) return std::nullopt;
  const auto parts = parts_of(entity, type.boundary);
  if (type.type == "multipart/signed" && is_signature(type.protocol)) {
    if (parts.size() != 2) return std::nullopt;
    return SmimePart{.cms = decoded_body(entity_of(parts[1])), .covered = canonical(parts[0]), .whole = true};
  }
  for (const auto part : parts) {
    if (auto found = find(entity_of(part), depth + 1)) {
      found->whole = false;
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace

bool may_be_smime(std::string_view message) {
  // One is in each type; the other is the parameter of multipart/signed, whose value may come in pieces (RFC 2231).
  return contains(message, "pkcs7") || contains(message, "protocol");
}

std::optional<SmimePart> find_smime(std::string_view entity) { return find(entity_of(entity), 0); }

}  // namespace host::mail

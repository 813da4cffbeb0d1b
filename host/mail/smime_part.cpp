// SPDX-License-Identifier: MPL-2.0
#include <host/mail/entity.hpp>
#include <host/mail/header.hpp>
#include <host/mail/limits.hpp>
#include <host/mail/lines.hpp>
#include <host/mail/smime_part.hpp>

#include <algorithm>

namespace host::mail {
namespace {

constexpr int deepest = 8;
constexpr std::string_view file_ending = "p7m", armour_start = "-----BEGIN ", armour_end = "-----END ";
constexpr char der_sequence = '\x30';

bool is_cms(std::string_view type) { return type == "application/pkcs7-mime" || type == "application/x-pkcs7-mime"; }
bool is_signature(std::string_view type) {
  return type == "application/pkcs7-signature" || type == "application/x-pkcs7-signature";
}

char small(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

/// `word` in small letters.
bool contains(std::string_view text, std::string_view word) {
  return std::search(text.begin(), text.end(), word.begin(), word.end(), [](char letter, char wanted) { return small(letter) == wanted; }) != text.end();
}

/// RFC 8551 section 3.9: programs that know nothing of S/MIME send it as a file. Looked for where the name stands as it is.
bool is_cms_file(const ContentType& type, const Entity& entity) {
  return type.type == "application/octet-stream" && contains(entity.header, file_ending) && file_name_of(entity).ends_with(std::string(".").append(file_ending));
}

class Search {
 public:
  std::optional<SmimePart> find(const Entity& entity, int depth) {
    if (--m_left < 0) return std::nullopt;
    const bool ambiguous = Header(entity.header).is_ambiguous();
    auto found = find_within(entity, depth);
    if (found && ambiguous) {
      found->ambiguous = true;
      found->whole = false;
    }
    return found;
  }

 private:
  std::optional<SmimePart> find_within(const Entity& entity, int depth) {
    const auto type = content_type_of(entity);
    if (is_cms(type.type) || is_cms_file(type, entity)) return SmimePart{.cms = decoded_body(entity), .covered = {}};
    if (!type.type.starts_with("multipart/") || depth >= deepest) return std::nullopt;
    const auto parts = parts_of(entity, type.boundary);
    if (type.type == "multipart/signed" && is_signature(type.protocol)) {
      if (parts.size() != 2) return std::nullopt;
      return SmimePart{.cms = decoded_body(entity_of(parts[1])), .covered = canonical(parts[0])};
    }
    for (const auto part : parts) {
      if (auto found = find(entity_of(part), depth + 1)) {
        found->whole = false;
        return found;
      }
    }
    return std::nullopt;
  }

  int m_left = most_entities;
};

}  // namespace

bool may_be_smime(std::string_view message) {
  // One is in each type or name; the other is the parameter of multipart/signed, whose value may come in pieces (RFC 2231).
  return contains(message, "pkcs7") || contains(message, "protocol") || contains(message, file_ending);
}

std::optional<SmimePart> find_smime(std::string_view entity) { return Search().find(entity_of(entity), 0); }

bool is_der(std::string_view file) { return file.size() > 1 && file[0] == der_sequence && static_cast<unsigned char>(file[1]) >= 0x80; }

bool is_bare_smime(std::string_view file) { return is_der(file) || file.starts_with(armour_start); }

SmimePart bare_smime(std::string_view file) {
  if (!file.starts_with(armour_start)) return {.cms = std::string(file), .covered = {}};
  take_line(file);
  const auto armoured = file.substr(0, file.find(armour_end));
  return {.cms = decoded_body({.whole = armoured, .header = "Content-Transfer-Encoding: base64\n\n", .body = armoured}), .covered = {}};
}

}  // namespace host::mail

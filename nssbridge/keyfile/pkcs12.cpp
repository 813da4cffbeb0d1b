// SPDX-License-Identifier: MPL-2.0
#include "pkcs12.hpp"

#include "algorithms.hpp"
#include "ber.hpp"
#include "parts.hpp"

#include <string_view>

namespace nssbridge::key_file {
namespace {

using std::string_view_literals::operator""sv;

// 1.2.840.113549.1.7.1, .3, .6 (PKCS#7); .12.10.1 without its last arc (bags); .9.20, .21, .22.1 (PKCS#9).
constexpr auto data = "\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01"sv;
constexpr auto enveloped_data = "\x2A\x86\x48\x86\xF7\x0D\x01\x07\x03"sv;
constexpr auto encrypted_data = "\x2A\x86\x48\x86\xF7\x0D\x01\x07\x06"sv;
constexpr auto bag = "\x2A\x86\x48\x86\xF7\x0D\x01\x0C\x0A\x01"sv;
constexpr auto friendly_name = "\x2A\x86\x48\x86\xF7\x0D\x01\x09\x14"sv;
constexpr auto local_key_id = "\x2A\x86\x48\x86\xF7\x0D\x01\x09\x15"sv;
constexpr auto x509_certificate = "\x2A\x86\x48\x86\xF7\x0D\x01\x09\x16\x01"sv;
enum : std::uint8_t { key_bag = 1, shrouded_key_bag = 2, certificate_bag = 3, secret_bag = 5, nested_bag = 6 };
constexpr int deepest_nesting = 4;

std::string utf8_of(BytesView utf16) {
  std::string text;
  for (std::size_t i = 0; i + 1 < utf16.size(); i += 2) {
    char32_t point = static_cast<char32_t>(utf16[i]) << 8 | utf16[i + 1];
    const bool high = point >= 0xD800 && point < 0xDC00 && i + 3 < utf16.size();
    if (high) {
      const char32_t low = static_cast<char32_t>(utf16[i + 2]) << 8 | utf16[i + 3];
      if (low >= 0xDC00 && low < 0xE000) {
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
        i += 2;
      }
    }
    const auto add = [&](char32_t octet) { text += static_cast<char>(octet); };
    if (point < 0x80) {
      add(point);
    } else if (point < 0x800) {
      add(0xC0 | point >> 6), add(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
      add(0xE0 | point >> 12), add(0x80 | (point >> 6 & 0x3F)), add(0x80 | (point & 0x3F));
    } else {
      add(0xF0 | point >> 18), add(0x80 | (point >> 12 & 0x3F)), add(0x80 | (point >> 6 & 0x3F)), add(0x80 | (point & 0x3F));
    }
  }
  // Lone surrogates, and NUL, which ends names in NSS.
  return to_valid_utf8(text.substr(0, text.find('\0')));
}

/// Attributes only help; one that cannot be read is as good as none.
void read_attributes(DerReader attributes, Bag& to) {
  while (const auto element = attributes.next()) {
    DerReader attribute(element->content);
    const auto type = attribute.content_of(oid_tag);
    auto values = DerReader(attribute.content_of(set_tag).value_or(BytesView{}));
    if (!type) continue;
    if (text_of(*type) == friendly_name) to.name = utf8_of(values.content_of(bmp_string_tag).value_or(BytesView{}));
    if (text_of(*type) == local_key_id) to.local_id = bytes_of(values.content_of(octets_tag).value_or(BytesView{}));
  }
}

/// CertBag and SecretBag (RFC 7292, 4.2.3 and 4.2.5): a kind, and octets in [0]. False for another kind than this.
bool take_octets(DerReader typed, std::string_view kind, Bytes& content) {
  if (text_of(required(typed, oid_tag)) != kind) return false;
  auto wrapped = inside(typed, context_0);
  content = bytes_of(required(wrapped, octets_tag));
  return true;
}

void append_bags(DerReader bags, std::vector<Bag>& to, int depth);

void append_bag(DerReader parts, std::vector<Bag>& to, int depth) {
  const auto type = required(parts, oid_tag);
  const auto value = required(parts, context_0);
  if (type.size() != bag.size() + 1 || !text_of(type).starts_with(bag)) refuse_damaged();
  DerReader inner(value);
  Bag found{};
  switch (type.back()) {
    case key_bag:
      found.kind = Bag::Kind::key;
      found.content = bytes_of(required_element(inner).whole);
      break;
    case shrouded_key_bag:
      found = shrouded_key(inside(inner, sequence_tag));
      break;
    case certificate_bag:  // of other kinds (SDSI) nobody makes anything
      if (!take_octets(inside(inner, sequence_tag), x509_certificate, found.content)) return;
      found.kind = Bag::Kind::certificate;
      break;
    case secret_bag:  // of other kinds programs keep what is no business of ours
      if (!take_octets(inside(inner, sequence_tag), data, found.content)) return;
      found.kind = Bag::Kind::secret;
      break;
    case nested_bag:
      if (depth == deepest_nesting) refuse_damaged();
      return append_bags(inside(inner, sequence_tag), to, depth + 1);
    default:  // revocation lists
      return;
  }
  if (parts.next_tag() == set_tag) read_attributes(inside(parts, set_tag), found);
  to.push_back(std::move(found));
}

void append_bags(DerReader bags, std::vector<Bag>& to, int depth) {
  while (!bags.at_end()) {
    append_bag(inside(bags, sequence_tag), to, depth);
    if (to.size() > most_bags) refuse_damaged();
  }
}

void append_safe(BytesView contents, std::vector<Bag>& to) {
  const auto der = to_der(contents);
  DerReader reader(der);
  append_bags(inside(reader, sequence_tag), to, 0);
}

/// An implicit octet string, in BER perhaps in pieces.
Bytes implicit_content(DerReader& reader) {
  if (reader.next_tag() == implicit_octets) return bytes_of(required(reader, implicit_octets));
  auto pieces = inside(reader, context_0);
  Bytes whole;
  while (!pieces.at_end()) {
    const auto piece = required(pieces, octets_tag);
    whole.insert(whole.end(), piece.begin(), piece.end());
  }
  return whole;
}

SealedSafe sealed_safe(DerReader content) {
  auto encrypted = inside(content, sequence_tag);
  required(encrypted, integer_tag);
  auto info = inside(encrypted, sequence_tag);
  required(info, oid_tag);
  SealedSafe safe;
  safe.algorithm = encryption(required_element(info), "What is in the file");
  safe.octets = implicit_content(info);
  return safe;
}

void read_authenticated_safe(BytesView content, File& file) {
  const auto der = to_der(content);
  DerReader reader(der);
  auto safes = inside(reader, sequence_tag);
  while (!safes.at_end()) {
    auto info = inside(safes, sequence_tag);
    const auto type = text_of(required(info, oid_tag));
    auto value = inside(info, context_0);
    if (type == data)
      append_safe(required(value, octets_tag), file.bags);
    else if (type == encrypted_data)
      file.sealed.push_back(sealed_safe(value));
    else if (type == enveloped_data)
      refuse_algorithm("What is in the file is encrypted to a certificate instead of with a password");
    else
      refuse_damaged();
    if (file.sealed.size() > most_bags) refuse_damaged();
  }
}

}  // namespace

Bag shrouded_key(DerReader info) {
  Bag key{};
  key.kind = Bag::Kind::shrouded_key;
  key.algorithm = encryption(required_element(info), "The private key");
  key.content = bytes_of(required(info, octets_tag));
  return key;
}

File read_pfx(DerReader pfx) {
  File file;
  file.format = Format::pkcs12;
  auto info = inside(pfx, sequence_tag);
  const auto type = text_of(required(info, oid_tag));
  if (type == signed_data) refuse_algorithm("The file is protected by a signature instead of a password");
  if (type != data) refuse_damaged();
  auto value = inside(info, context_0);
  const auto content = required(value, octets_tag);
  if (!pfx.at_end()) file.mac = mac(inside(pfx, sequence_tag), content);
  read_authenticated_safe(content, file);
  return file;
}

std::vector<Bag> read_safe(BytesView safe_contents) {
  std::vector<Bag> bags;
  append_safe(safe_contents, bags);
  return bags;
}

}  // namespace nssbridge::key_file

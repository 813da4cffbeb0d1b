// SPDX-License-Identifier: MPL-2.0
#include "name_constraints.hpp"

#include "certificate_parts.hpp"
#include "der_reader.hpp"

#include <algorithm>

namespace nssbridge {
namespace {

enum Tag : std::uint8_t {
  sequence = 0x30,
  set = 0x31,
  utf8_string = 0x0C,
  printable_string = 0x13,
  ia5_string = 0x16
};

/// Tags of GeneralName.
enum NameType : std::uint8_t {
  rfc822_name = 0x81,
  dns_name = 0x82,
  directory_name = 0xA4,
  ip_address = 0x87
};

enum class Subtrees : std::uint8_t { permitted = 0xA0, excluded = 0xA1 };

/// One name of a certificate or of a constraint.
struct Name {
  std::uint8_t type;
  BytesView content;
};

/// Nothing: cannot be compared, which is a failure.
using Match = std::optional<bool>;

char lower(std::uint8_t c) {
  return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool same_text(BytesView left, BytesView right) {
  return std::ranges::equal(left, right, {}, lower, lower);
}

bool host_character(std::uint8_t c) {
  const char l = lower(c);
  return (l >= 'a' && l <= 'z') || (l >= '0' && l <= '9') || l == '-' || l == '_' || l == '.';
}

bool is_host(BytesView text) {
  return text.size() <= 253 && std::ranges::all_of(text, host_character);
}

bool ends_with(BytesView text, BytesView end) {
  return text.size() >= end.size() && same_text(text.last(end.size()), end);
}

/// `subdomains`: "example.org" also means all hosts below it, as with DNS names; with addresses only
/// ".example.org" does.
Match host_matches(BytesView host, BytesView constraint, bool subdomains) {
  if (host.empty() || !is_host(host) || !is_host(constraint)) return std::nullopt;
  if (constraint.empty()) return true;
  if (host.size() <= constraint.size()) return same_text(host, constraint);
  if (constraint[0] == '.') return ends_with(host, constraint);
  return subdomains && host[host.size() - constraint.size() - 1] == '.' && ends_with(host, constraint);
}

Match address_matches(BytesView address, BytesView constraint) {
  const auto at = std::ranges::find(address, '@');
  if (at == address.begin() || at == address.end()) return std::nullopt;
  const BytesView host(at + 1, address.end());
  if (host.empty() || !is_host(host)) return std::nullopt;
  if (std::ranges::find(constraint, '@') != constraint.end()) return same_text(address, constraint);
  return host_matches(host, constraint, false);
}

Match ip_matches(BytesView address, BytesView constraint) {
  if (constraint.size() != 8 && constraint.size() != 32) return std::nullopt;
  if (address.size() != 4 && address.size() != 16) return std::nullopt;
  if (constraint.size() != 2 * address.size()) return false;
  for (std::size_t i = 0; i < address.size(); ++i) {
    const std::uint8_t mask = constraint[address.size() + i];
    if ((address[i] & mask) != (constraint[i] & mask)) return false;
  }
  return true;
}

/// AttributeTypeAndValue: equal but for PrintableString against UTF8String.
Match attribute_matches(BytesView left, BytesView right) {
  DerReader a(left), b(right);
  const auto left_type = a.next(), left_value = a.next(), right_type = b.next(), right_value = b.next();
  if (!left_type || !left_value || !right_type || !right_value) return std::nullopt;
  auto plain = [](std::uint8_t tag) { return tag == printable_string ? std::uint8_t{utf8_string} : tag; };
  return std::ranges::equal(left_type->whole, right_type->whole) &&
         plain(left_value->tag) == plain(right_value->tag) &&
         std::ranges::equal(left_value->content, right_value->content);
}

Match component_matches(BytesView left, BytesView right) {
  DerReader a(left), b(right);
  while (!a.at_end() && !b.at_end()) {
    const auto left_attribute = a.content_of(sequence), right_attribute = b.content_of(sequence);
    if (!left_attribute || !right_attribute) return std::nullopt;
    const Match match = attribute_matches(*left_attribute, *right_attribute);
    if (!match || !*match) return match;
  }
  return a.at_end() && b.at_end();
}

/// The constraint has to be a beginning of the name.
Match directory_matches(BytesView name, BytesView constraint, Subtrees subtrees) {
  const auto names = DerReader(name).content_of(sequence),
             constraints = DerReader(constraint).content_of(sequence);
  if (!names || !constraints) return std::nullopt;
  if (subtrees == Subtrees::excluded)
    return names->empty() && constraints->empty() ? Match(true) : std::nullopt;
  DerReader left(*names), right(*constraints);
  while (!right.at_end()) {
    if (left.at_end()) return false;
    const auto component = left.content_of(set), wanted = right.content_of(set);
    if (!component || !wanted) return std::nullopt;
    const Match match = component_matches(*component, *wanted);
    if (!match || !*match) return match;
  }
  return true;
}

Match matches(const Name& name, BytesView constraint, Subtrees subtrees) {
  switch (name.type) {
    case rfc822_name:
      return address_matches(name.content, constraint);
    case dns_name:
      return host_matches(name.content, constraint, true);
    case ip_address:
      return ip_matches(name.content, constraint);
    case directory_name:
      return directory_matches(name.content, constraint, subtrees);
    default:
      return std::nullopt;
  }
}

bool conforms(const Name& name, BytesView list, Subtrees subtrees) {
  bool permitted = false, refused = false;
  DerReader reader(list);
  do {
    const auto subtree = reader.content_of(sequence);
    if (!subtree) return false;
    DerReader parts(*subtree);
    const auto base = parts.next();
    if (!base || !parts.at_end()) return false;
    if (base->tag != name.type) continue;
    const Match match = matches(name, base->content, subtrees);
    if (!match || (*match && subtrees == Subtrees::excluded)) return false;
    (*match ? permitted : refused) = true;
  } while (!reader.at_end());
  return subtrees == Subtrees::excluded || permitted || !refused;
}

bool conforms(const Name& name, BytesView constraints) {
  const auto content = DerReader(constraints).content_of(sequence);
  if (!content || content->empty()) return false;
  DerReader reader(*content);
  for (const auto subtrees : {Subtrees::permitted, Subtrees::excluded}) {
    if (reader.next_tag() != static_cast<std::uint8_t>(subtrees)) continue;
    const auto list = reader.next();
    if (!list || !conforms(name, list->content, subtrees)) return false;
  }
  return reader.at_end();
}

/// emailAddress attributes of a Name; nothing where it is malformed or one is not an IA5String.
std::optional<std::vector<Name>> addresses_in(BytesView name) {
  constexpr std::array<std::uint8_t, 9> email_address{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x01};
  std::vector<Name> found;
  const auto components = DerReader(name).content_of(sequence);
  if (!components) return std::nullopt;
  for (DerReader reader(*components); !reader.at_end();) {
    const auto component = reader.content_of(set);
    if (!component) return std::nullopt;
    for (DerReader attributes(*component); !attributes.at_end();) {
      DerReader attribute(attributes.content_of(sequence).value_or(BytesView{}));
      const auto type = attribute.next(), value = attribute.next();
      if (!type || !value) return std::nullopt;
      if (!std::ranges::equal(type->content, email_address)) continue;
      if (value->tag != ia5_string) return std::nullopt;
      found.push_back({rfc822_name, value->content});
    }
  }
  return found;
}

/// All names of a certificate to which constraints apply.
std::optional<std::vector<Name>> names_of(const Certificate& certificate) {
  std::vector<Name> names;
  if (certificate.subject_alternatives) {
    const auto list = DerReader(*certificate.subject_alternatives).content_of(sequence);
    if (!list) return std::nullopt;
    for (DerReader reader(*list); !reader.at_end();) {
      const auto name = reader.next();
      if (!name) return std::nullopt;
      names.push_back({name->tag, name->content});
    }
  } else {
    auto addresses = addresses_in(certificate.subject_der);
    if (!addresses) return std::nullopt;
    names = *std::move(addresses);
  }
  names.push_back({directory_name, certificate.subject_der});
  return names;
}

}  // namespace

bool within(BytesView name_constraints, const Certificate& subject) {
  const auto names = names_of(subject);
  return names &&
         std::ranges::all_of(*names, [&](const Name& name) { return conforms(name, name_constraints); });
}

std::optional<Bytes> imposed_constraints(BytesView issuer_name) {
  const SECItem name = borrowed(issuer_name);
  SECItem constraints{siBuffer, nullptr, 0};
  if (CERT_GetImposedNameConstraints(&name, &constraints) != SECSuccess) return std::nullopt;
  Bytes result = copy(constraints);
  SECITEM_FreeItem(&constraints, PR_FALSE);
  return result;
}

}  // namespace nssbridge

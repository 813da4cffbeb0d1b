// SPDX-License-Identifier: MPL-2.0
#include "ber.hpp"

#include "refusals.hpp"

namespace nssbridge::key_file {
namespace {

/// A key file is about fifteen levels deep.
constexpr int deepest = 24;
constexpr std::uint8_t constructed = 0x20, long_tag = 0x1F, octets_tag = 0x04;

struct Header {
  std::uint8_t tag;
  bool indefinite;
  std::size_t length;
};

std::uint8_t take(BytesView& rest) {
  if (rest.empty()) refuse_truncated();
  const auto octet = rest.front();
  rest = rest.subspan(1);
  return octet;
}

Header take_header(BytesView& rest) {
  Header header{take(rest), false, 0};
  if ((header.tag & long_tag) == long_tag) refuse_damaged();
  const auto first = take(rest);
  if (first < 0x80) {
    header.length = first;
  } else if (first == 0x80) {
    header.indefinite = true;
    if ((header.tag & constructed) == 0) refuse_damaged();
  } else {
    const std::size_t octets = first & 0x7FU;
    if (octets > sizeof header.length) refuse_damaged();
    for (std::size_t i = 0; i < octets; ++i) header.length = header.length << 8 | take(rest);
  }
  if (!header.indefinite && header.length > rest.size()) refuse_truncated();
  return header;
}

void append_header(Bytes& to, std::uint8_t tag, std::size_t length) {
  to.push_back(tag);
  if (length < 0x80) return to.push_back(static_cast<std::uint8_t>(length));
  std::size_t octets = 1;
  while (octets < sizeof length && length >> (8 * octets) != 0) ++octets;
  to.push_back(static_cast<std::uint8_t>(0x80U | octets));
  while (octets-- > 0) to.push_back(static_cast<std::uint8_t>(length >> (8 * octets)));
}

bool take_end_of_contents(BytesView& rest) {
  if (rest.size() < 2) refuse_truncated();
  if (rest[0] != 0 || rest[1] != 0) return false;
  rest = rest.subspan(2);
  return true;
}

void append_element(BytesView& rest, Bytes& to, int depth, bool pieces_only);

/// What is inside a constructed element. `pieces`: of an octet string, whose contents alone count.
Bytes contents(BytesView& rest, const Header& header, int depth, bool pieces) {
  Bytes inner;
  if (header.indefinite) {
    while (!take_end_of_contents(rest)) append_element(rest, inner, depth + 1, pieces);
    return inner;
  }
  auto own = rest.first(header.length);
  rest = rest.subspan(header.length);
  inner.reserve(header.length);
  while (!own.empty()) append_element(own, inner, depth + 1, pieces);
  return inner;
}

void append_element(BytesView& rest, Bytes& to, int depth, bool pieces_only) {
  if (depth > deepest) refuse_damaged();
  const auto header = take_header(rest);
  const bool octet_string = (header.tag & ~constructed) == octets_tag;
  if (pieces_only && !octet_string) refuse_damaged();
  Bytes inner;
  BytesView content;
  if ((header.tag & constructed) != 0) {
    inner = contents(rest, header, depth, octet_string);
    content = inner;
  } else {
    content = rest.first(header.length);
    rest = rest.subspan(header.length);
  }
  if (!pieces_only) append_header(to, octet_string ? octets_tag : header.tag, content.size());
  to.insert(to.end(), content.begin(), content.end());
}

}  // namespace

Bytes to_der(BytesView ber, std::size_t* used) {
  Bytes der;
  auto rest = ber;
  append_element(rest, der, 0, false);
  if (used != nullptr) *used = ber.size() - rest.size();
  return der;
}

}  // namespace nssbridge::key_file

// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

#include <optional>

namespace nssbridge {

struct DerElement {
  std::uint8_t tag;
  BytesView content;
  BytesView whole;
};

/// Walks over the elements of DER one after the other. NSS offers no way to look at names one attribute at a
/// time in the very encoding they have, which name constraints compare.
class DerReader {
 public:
  explicit DerReader(BytesView bytes) : m_rest(bytes) {}

  bool at_end() const { return m_rest.empty(); }
  std::uint8_t next_tag() const { return m_rest.empty() ? std::uint8_t{0} : m_rest[0]; }

  /// Nothing, and nothing more afterwards, where no well-formed element follows.
  std::optional<DerElement> next() {
    const auto header = header_length();
    if (!header || m_content > m_rest.size() - *header) {
      m_rest = {};
      return std::nullopt;
    }
    const DerElement element{m_rest[0], m_rest.subspan(*header, m_content),
                             m_rest.first(*header + m_content)};
    m_rest = m_rest.subspan(*header + m_content);
    return element;
  }

  /// The same, only if it has this tag.
  std::optional<BytesView> content_of(std::uint8_t tag) {
    if (next_tag() != tag) return std::nullopt;
    const auto element = next();
    if (!element) return std::nullopt;
    return element->content;
  }

 private:
  /// Tag and length octets; sets m_content.
  std::optional<std::size_t> header_length() {
    const bool long_tag = !m_rest.empty() && (m_rest[0] & 0x1FU) == 0x1FU;
    if (m_rest.size() < 2 || long_tag) return std::nullopt;
    m_content = m_rest[1];
    if (m_content < 0x80) return 2;
    const std::size_t octets = m_content & 0x7FU;
    if (octets == 0 || octets > 4 || m_rest.size() < 2 + octets) return std::nullopt;
    m_content = 0;
    for (std::size_t i = 0; i < octets; ++i) m_content = m_content << 8 | m_rest[2 + i];
    return 2 + octets;
  }

  BytesView m_rest;
  std::size_t m_content = 0;
};

}  // namespace nssbridge

// SPDX-License-Identifier: MPL-2.0
#include "certificate_parts.hpp"

namespace nssbridge {
namespace {

/// Arcs that matter fit into 64 bits with room (UUID arcs do not, and become "").
constexpr std::size_t longest_arc = 9;

}  // namespace

std::string dotted_oid(BytesView oid) {
  std::string text;
  std::uint64_t arc = 0;
  std::size_t octets = 0;
  for (const auto octet : oid) {
    if (++octets > longest_arc) return {};
    arc = arc << 7 | (octet & 0x7FU);
    if (octet & 0x80U) continue;
    if (text.empty()) {
      const std::uint64_t root = arc < 80 ? arc / 40 : 2;
      text = std::to_string(root) + "." + std::to_string(arc - 40 * root);
    } else {
      text += "." + std::to_string(arc);
    }
    arc = 0;
    octets = 0;
  }
  return octets == 0 ? text : std::string{};
}

}  // namespace nssbridge

// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/certificate_bundle.hpp>

#include "der_writer.hpp"

#include <array>

namespace nssbridge {
namespace {

/// 1.2.840.113549.1.7.1 and .2, the content octets.
constexpr std::array<std::uint8_t, 9> data_oid{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01},
    signed_data_oid{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02};

}  // namespace

Bytes certificate_bundle(const std::vector<BytesView>& certificates) {
  Bytes all;
  for (const auto& each : certificates) all.insert(all.end(), each.begin(), each.end());
  const Bytes nothing = der::set_of({});
  const Bytes signed_data = der::sequence({der::integer(1), nothing, der::sequence({der::oid(data_oid)}),
                                           der::element(der::context_0, {all}), nothing});
  return der::sequence({der::oid(signed_data_oid), der::element(der::context_0, {signed_data})});
}

}  // namespace nssbridge

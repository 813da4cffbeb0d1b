// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/error.hpp>
#include <nssbridge/library.hpp>

#include <cstddef>
#include <vector>

namespace nssbridge {

/// What is no certificate is left without its DER.
inline void decode(StoredCertificate& stored) {
  try {
    stored.certificate = decode_certificate(stored.certificate.der);
  } catch (const Error&) {
    stored.certificate.der.clear();
  }
}

/// Returns how many there were.
inline std::size_t leave_out_undecodable(std::vector<StoredCertificate>& certificates) {
  return std::erase_if(certificates, [](const auto& stored) { return stored.certificate.der.empty(); });
}

}  // namespace nssbridge

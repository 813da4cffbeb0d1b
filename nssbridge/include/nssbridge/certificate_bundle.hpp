// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

#include <vector>

namespace nssbridge {

/// A .p7b: SignedData that nobody signed and that holds these certificates (RFC 5652, 5.1; RFC 8551, 3.8), DER. `certificates`: DER of each.
Bytes certificate_bundle(const std::vector<BytesView>& certificates);

}  // namespace nssbridge

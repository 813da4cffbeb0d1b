// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/key_file.hpp>

#include "../src/der_reader.hpp"

#include <string_view>

namespace nssbridge::key_file {

/// The encryption that an AlgorithmIdentifier names; `what` is encrypted so ("The private key"). Throws Error(bad_file),
/// Error(unsupported_algorithm).
Algorithm encryption(const DerElement& identifier, std::string_view what);

/// The MAC of a PFX: {{AlgorithmIdentifier, OCTET STRING}, salt, iterations}. Throws likewise.
Mac mac(DerReader data, BytesView content);

}  // namespace nssbridge::key_file

// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/certificate.hpp>

#include <optional>
#include <string_view>
#include <vector>

/// What one gives to people who cannot get a signed mail: the certificate, never its key.
namespace host::sharing {

enum class Form {
  bundle,       ///< .p7b: with its chain, which mail programs and browsers import
  certificate,  ///< .cer: alone, DER
  card,         ///< .vcf: in a vCard 3.0 (RFC 2426), which address books import
};

/// By what the name of a file ends with: .p7b or .p7c, .cer or .crt or .der, .vcf; nothing for another.
std::optional<Form> form_of(std::string_view file_name);
/// "bundle", "certificate", "card".
std::string_view name_of(Form form);

/// The octets of the file. `chain`: the certificate first, then what stands above it; not empty.
nssbridge::Bytes shared_file(Form form, const std::vector<const nssbridge::Certificate*>& chain);

}  // namespace host::sharing

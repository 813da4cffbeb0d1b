// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/key_file.hpp>
#include <nssbridge/secret.hpp>

#include <vector>

namespace nssbridge {

/// Octets that are wiped with any allocator.
class SecretOctets {
 public:
  explicit SecretOctets(Bytes octets) : m_octets(std::move(octets)) {}
  SecretOctets(SecretOctets&&) noexcept = default;
  ~SecretOctets();
  const Bytes& octets() const { return m_octets; }

 private:
  Bytes m_octets;
};

/// One password in each form that programs derive keys from, the right one of today first.
class PasswordForms {
 public:
  /// Throws Error(invalid_request) for what is no UTF-8.
  explicit PasswordForms(const Secret& password);

  const std::vector<SecretOctets>& forms_for(const key_file::Algorithm& algorithm) const {
    return algorithm.from_pkcs12 ? m_utf16 : m_octets;
  }
  key_file::Forms count() const { return {m_utf16.size(), m_octets.size()}; }

 private:
  std::vector<SecretOctets> m_utf16, m_octets;
};

}  // namespace nssbridge

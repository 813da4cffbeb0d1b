// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/scan/spool.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace host::scan {

/// The moduli of the RSA keys of a scan, to be compared when all are there. They lie in a file without a name, so that
/// memory does not grow with the number of certificates; for the comparison it holds each different modulus once.
class Moduli {
 public:
  /// Where a modulus was found.
  struct Place {
    std::size_t profile;      ///< the caller's number of it
    std::string certificate;  ///< 64 hexadecimal digits
    std::string role;         ///< "personal", "authority" or "correspondent"
  };
  /// `modulus`: big-endian, base64; what is no number is left out. Throws Error(io_failure).
  void add(const Place& place, const std::string& modulus);
  /// Every place of a modulus that has a prime in common with another one, in the order in which they were added.
  void for_each_that_shares_a_prime(const std::function<void(const Place& place)>& use);

 private:
  std::optional<Spool> m_spool;  ///< from the first modulus on
};

}  // namespace host::scan

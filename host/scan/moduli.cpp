// SPDX-License-Identifier: MPL-2.0
#include <host/scan/moduli.hpp>

#include <host/audit/rsa_numbers.hpp>
#include <host/audit/shared_primes.hpp>
#include <nssbridge/values.hpp>

#include <set>
#include <utility>
#include <vector>

namespace host::scan {

using nlohmann::json;

namespace {

/// 0: none.
mpz_class number_in(const std::string& modulus) {
  const auto octets = nssbridge::from_base64(modulus);
  return octets ? audit::number_from(*octets).value_or(0) : mpz_class(0);
}

std::vector<mpz_class> different_in(Spool& spool) {
  std::set<mpz_class> seen;
  spool.for_each([&](const json& entry) { seen.insert(number_in(entry.at(3))); });
  std::vector<mpz_class> numbers;
  numbers.reserve(seen.size());
  while (!seen.empty()) numbers.push_back(std::move(seen.extract(seen.begin()).value()));
  return numbers;
}

std::set<mpz_class> sharing_in(Spool& spool) {
  const auto numbers = different_in(spool);
  const auto shared = audit::with_shared_primes(numbers);
  std::set<mpz_class> sharing;
  for (std::size_t i = 0; i < numbers.size(); ++i)
    if (shared[i]) sharing.insert(numbers[i]);
  return sharing;
}

}  // namespace

void Moduli::add(const Place& place, const std::string& modulus) {
  if (number_in(modulus) == 0) return;
  if (!m_spool) m_spool.emplace();
  m_spool->add(json::array({place.profile, place.certificate, place.role, modulus}));
}

void Moduli::for_each_that_shares_a_prime(const std::function<void(const Place& place)>& use) {
  if (!m_spool) return;
  const auto sharing = sharing_in(*m_spool);
  if (sharing.empty()) return;
  m_spool->for_each([&](const json& entry) {
    if (sharing.contains(number_in(entry.at(3))))
      use({entry.at(0).get<std::size_t>(), entry.at(1).get<std::string>(), entry.at(2).get<std::string>()});
  });
}

}  // namespace host::scan

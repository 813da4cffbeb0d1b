// SPDX-License-Identifier: MPL-2.0
#include "verdict_fixtures.hpp"

#include "nss_fixtures.hpp"

#include <chrono>
#include <fstream>
#include <sstream>

namespace tests {

using namespace nssbridge;

namespace {

/// Of "e-mail", or "web,e-mail".
Trust trust_from(const std::string& column) {
  const auto flag = column.substr(column.rfind(',') + 1);
  if (flag == "C") return Trust::trusted;
  return flag == "p" ? Trust::distrusted : Trust::none;
}

}  // namespace

const VerdictCertificates& VerdictCertificates::all() {
  static const VerdictCertificates made;
  return made;
}

VerdictCertificates::VerdictCertificates() {
  const TemporaryFolder folder("certificates");
  run({"python3", "-B", CERTFERRY_TEST_SUPPORT "/verdict_certificates.py", folder.path().string(),
       CERTFERRY_TEST_FIXTURES "/verdict-keys"});
  m_now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  std::ifstream list(folder.path() / "certificates.txt");
  for (std::string line; std::getline(list, line);) add(folder.path().string(), line);
}

void VerdictCertificates::add(const std::string& folder, const std::string& line) {
  std::istringstream words(line);
  std::string name, role, trust;
  words >> name >> role >> trust;
  const std::string der = file_bytes(folder + "/" + name + ".der");
  const auto& certificate =
      m_certificates
          .emplace(name, decode_certificate({reinterpret_cast<const std::uint8_t*>(der.data()), der.size()}))
          .first->second;
  if (role != "absent") m_stored.push_back({certificate, name, certificate.key_id, 0});
  if (role == "leaf") m_leaves.push_back(name);
  if (trust_from(trust) != Trust::none)
    m_trust[{certificate.issuer_der, certificate.serial}] = {trust_from(trust), Trust::none};
}

std::vector<std::string> VerdictCertificates::leaves() const {
  return m_leaves;
}

Verifier VerdictCertificates::verifier(std::optional<std::set<Bytes>> key_ids) const {
  return Verifier(m_stored, m_trust, std::move(key_ids), {.at = m_now});
}

std::string digits(bool signing, bool encryption) {
  return std::string(signing ? "1" : "0") + (encryption ? "1" : "0");
}

std::string kinds(const Verdict& verdict) {
  std::string text;
  for (const auto& reason : verdict.reasons) text += (text.empty() ? "" : " ") + reason.kind;
  return text;
}

}  // namespace tests

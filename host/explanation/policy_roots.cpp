// SPDX-License-Identifier: MPL-2.0
#include <host/explanation/policy_roots.hpp>

#include <host/prefs/certificate_policy.hpp>
#include <host/prefs/policies.hpp>
#include <host/prefs/prefs.hpp>

#include <nssbridge/error.hpp>
#include <nssbridge/key_file.hpp>

#include <algorithm>

namespace host::explanation {

using nssbridge::StoredCertificate;
using nssbridge::Trust;
namespace fs = std::filesystem;
namespace key_file = nssbridge::key_file;

namespace {

constexpr std::size_t longest_certificate_file = 1U << 20;

/// Nothing where the file cannot be read or is not one certificate: the application takes no other.
std::optional<StoredCertificate> certificate_in(const fs::path& file) {
  const auto text = prefs::administrator_text(file, longest_certificate_file);
  if (!text) return std::nullopt;
  try {
    const auto parts = key_file::read({reinterpret_cast<const std::uint8_t*>(text->data()), text->size()});
    if (parts.format != key_file::Format::certificates || parts.bags.size() != 1) return std::nullopt;
    return StoredCertificate{nssbridge::decode_certificate(parts.bags.front().content), {}, {}, 0};
  } catch (const nssbridge::Error&) {
    return std::nullopt;
  }
}

}  // namespace

PolicyRoots::PolicyRoots(const profiles::Profile& profile) {
  const auto preferences = prefs::PrefsFile::parse(prefs::read_file(profile.path / "prefs.js"));
  m_wants_roots_of_system = preferences.boolean("security.enterprise_roots.enabled").value_or(false);
  const auto policy = prefs::certificate_policy(profile.path);
  if (!policy) return;
  m_file = policy->file;
  m_wants_roots_of_system |= policy->imports_roots_of_system;
  m_some_unread = policy->some_not_found;
  for (const auto& file : policy->installs) {
    if (auto certificate = certificate_in(file))
      m_installed.push_back(std::move(*certificate));
    else
      m_some_unread = true;
  }
}

bool PolicyRoots::installs(const nssbridge::Fingerprint& root) const {
  return std::ranges::any_of(m_installed, [&](const auto& each) { return each.certificate.fingerprint == root; });
}

store::Contents PolicyRoots::after_next_start(const store::Contents& contents) const {
  auto after = contents;
  for (const auto& installed : m_installed) {
    const auto& certificate = installed.certificate;
    auto& trust = after.trust[{certificate.issuer_der, certificate.serial}];
    if (trust.web == Trust::trusted) continue;
    trust = {.email = Trust::trusted, .web = Trust::trusted};
    if (after.find(certificate.fingerprint) == nullptr) after.certificates.push_back(installed);
  }
  return after;
}

}  // namespace host::explanation

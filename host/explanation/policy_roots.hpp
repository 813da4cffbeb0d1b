// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/explanation/neighbours.hpp>
#include <nssbridge/verdict.hpp>

#include <filesystem>
#include <optional>
#include <vector>

namespace host::explanation {

/// The roots that an administrator's policy gives to the application of one profile.
class PolicyRoots {
 public:
  /// Reads the policies of the application that runs in the profile, and the files of certificates that they name. What
  /// cannot be read is left out.
  explicit PolicyRoots(const profiles::Profile& profile);

  /// The policies.json that says anything of roots.
  const std::optional<std::filesystem::path>& file() const { return m_file; }
  bool installs(const nssbridge::Fingerprint& root) const;
  bool some_unread() const { return m_some_unread; }  ///< of the files that it installs from
  /// By the policy or by the profile's own preference; whether that brings any depends on the system.
  bool wants_roots_of_system() const { return m_wants_roots_of_system; }

  /// The store as the application's next start leaves it. Each certificate of "Install" that is not trusted for web pages
  /// yet is put in, trusted for web pages and for e-mail, whatever stood there; one that is, is left as it is, also where
  /// it is not trusted for e-mail (Policies.sys.mjs; seen with Thunderbird 153).
  store::Contents after_next_start(const store::Contents& contents) const;

 private:
  std::optional<std::filesystem::path> m_file;
  std::vector<nssbridge::StoredCertificate> m_installed;
  bool m_some_unread = false, m_wants_roots_of_system = false;
};

}  // namespace host::explanation

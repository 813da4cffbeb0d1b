// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/secret.hpp>

#include <map>
#include <optional>
#include <string>

namespace host::front {

/// The passwords given while one request runs, by profile. A second worker of the same request gets them
/// without asking the person again. Wiped when the request ends.
class AnsweredPasswords {
 public:
  void keep(const std::string& profile, const nssbridge::Secret& password);
  /// For the n-th question (from 1) of a second worker about `profile`: its own password first, then the
  /// others, since a worker tries a password that opened one profile on the other. Nothing when all were
  /// tried.
  std::optional<nssbridge::Secret> suggest(const std::string& profile, int attempt) const;
  int size() const { return static_cast<int>(m_by_profile.size()); }

 private:
  std::map<std::string, nssbridge::Secret> m_by_profile;
};

}  // namespace host::front

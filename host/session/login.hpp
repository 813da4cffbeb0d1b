// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/session/session.hpp>
#include <nssbridge/library.hpp>

#include <vector>

namespace host::session {

/// Passwords that opened a profile in this request; each is tried on the next profile before anyone is asked.
class Passwords {
 public:
  void keep(nssbridge::Secret password) { m_known.push_back(std::move(password)); }
  const std::vector<nssbridge::Secret>& known() const { return m_known; }

 private:
  std::vector<nssbridge::Secret> m_known;
};

/// Logs into `token` where it has a primary password: known passwords first, then at most three questions.
/// Throws Error(wrong_password) and what Session::ask_password throws.
/// `keys_go_to` as there.
void log_in(Session& session, nssbridge::Token& token, const profiles::Profile& profile, const std::string& role,
            Passwords& passwords, const profiles::Profile* keys_go_to = nullptr);

}  // namespace host::session

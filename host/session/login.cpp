// SPDX-License-Identifier: MPL-2.0
#include <host/session/login.hpp>

#include <nssbridge/error.hpp>

#include <algorithm>

namespace host::session {

using nssbridge::Error;
using nssbridge::Kind;

void log_in(Session& session, nssbridge::Token& token, const profiles::Profile& profile, const std::string& role,
            Passwords& passwords, const profiles::Profile* keys_go_to) {
  if (!token.password_protected() || token.logged_in()) return;
  const bool opened = std::ranges::any_of(passwords.known(), [&](const auto& known) { return token.login(known); });
  if (opened) return;
  constexpr int most_questions = 3;
  for (int attempt = 1; attempt <= most_questions; ++attempt) {
    auto password = session.ask_password(profile, role, attempt, keys_go_to);
    if (!token.login(password)) continue;
    passwords.keep(std::move(password));
    return;
  }
  throw Error(Kind::wrong_password,
              "That is not the primary password of this profile. Nothing was changed; nothing gets locked by a wrong try.");
}

}  // namespace host::session

// SPDX-License-Identifier: MPL-2.0
#include <host/session/described.hpp>
#include <host/session/refusal.hpp>
#include <host/session/session.hpp>

#include <nssbridge/error.hpp>

namespace host::session {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

namespace {

constexpr RefusalWords no_file_password{
    .needed = "A key file needs a password",
    .given = "with --password-fd",
    .no_line = " Nothing was written.",
    .wrong = "The password for the key file was not typed twice in the same way. Nothing was written; try again.",
    .nothing = "Nothing was written.",
};

}  // namespace

nssbridge::Secret Session::ask_new_password(const profiles::Profile& profile, std::size_t keys) {
  auto frame = ask({{"ask", "new-password"}, {"profile", describe(profile)}, {"keys", keys}});
  if (frame.type != channel::Type::secret) throw_refusal(json::parse(frame.text), no_file_password);
  if (frame.secret.empty() && !m_empty_password_allowed)
    throw Error(Kind::password_required, "The password for the key file is empty, so whoever gets the file could use the keys. "
                                         "Nothing was written.")
        .with_fix({"Give a password. On the command line --allow-empty-password writes the file without one.", std::nullopt});
  return std::move(frame.secret);
}

nssbridge::Bytes Session::store(const std::string& part, nssbridge::BytesView bytes) {
  const auto frame = ask({{"ask", "store"}, {"part", part}, {"data", nssbridge::to_base64(bytes)}});
  const auto answer = json::parse(frame.text);
  if (answer.value("answer", "no") == "cancelled") throw Error(Kind::cancelled, "Cancelled. Nothing was written.");
  return nssbridge::from_base64(answer.value("data", "")).value_or(nssbridge::Bytes{});
}

}  // namespace host::session

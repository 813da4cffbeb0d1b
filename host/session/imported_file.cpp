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

constexpr RefusalWords wrong_file_password{
    .needed = "The password of the key file is needed",
    .given = "with --password-fd",
    .no_line = "",
    .wrong = "That is not the password of the key file, or the file was changed since it was made, which looks the same. "
             "Nothing was changed. Who gave you the file knows its password; it is neither your mail password nor the "
             "primary password.",
    .nothing = "Nothing was changed.",
};

}  // namespace

nssbridge::Secret Session::ask_file_password(const profiles::Profile& to, int attempt, bool only_looked_at) {
  auto frame = ask({{"ask", "password"},
                    {"profile", describe(to)},
                    {"role", "file"},
                    {"attempt", attempt},
                    {"file", only_looked_at ? "look" : "import"}});
  if (frame.type == channel::Type::secret) return std::move(frame.secret);
  throw_refusal(json::parse(frame.text), wrong_file_password);
}

void Session::require_consent_to_import(const profiles::Profile& to,
                                        const std::vector<const nssbridge::Certificate*>& certificates, bool with_keys) {
  if (m_command_line) return;
  const auto& first = *certificates.front();
  const auto frame = ask({{"ask", "consent"},
                          {"what", with_keys ? "import-keys" : "import-certificates"},
                          {"profile", describe(to)},
                          {"fingerprint", first.fingerprint.hex()},
                          {"subject", nssbridge::to_valid_utf8(first.subject)},
                          {"more", certificates.size() - 1}});
  const auto answer = json::parse(frame.text).value("answer", "unavailable");
  if (answer == "yes") return;
  if (answer == "cancelled") throw Error(Kind::cancelled, "Cancelled. Nothing was changed.");
  if (answer == "no") throw Error(Kind::consent_refused, "The person did not allow what is in the file to come into the profile. Nothing "
                                                         "was changed.");
  throw Error(Kind::no_ui, "The person has to be asked before keys or certificates come into a profile, and there is no dialog that "
                           "could ask. Nothing was changed.")
      .with_fix({"Import the file at the command line, or install a dialog program such as pinentry-gtk2.",
                 "certferry import --profile " + to.id + " FILE"});
}

}  // namespace host::session

// SPDX-License-Identifier: MPL-2.0
#include <host/session/refusal.hpp>

#include <nssbridge/error.hpp>

#include <string>

#include <nlohmann/json.hpp>

namespace host::session {

using nssbridge::Error;
using nssbridge::Kind;

void throw_refusal(const nlohmann::json& answer, const RefusalWords& words) {
  const std::string needed = words.needed, nothing = words.nothing;
  const auto kind = nssbridge::kind_from(answer.value("kind", "cancelled")).value_or(Kind::cancelled);
  switch (kind) {
    case Kind::no_ui:
      throw Error(kind, needed + ", and neither a terminal nor a dialog can ask for it. " + nothing)
          .with_fix({"Install a dialog program such as pinentry-gtk2, or run the command in a terminal" +
                         (words.given == nullptr ? "" : ", or give the password " + std::string(words.given)) + ".", std::nullopt});
    case Kind::consent_refused:
      throw Error(kind, "The person refused. " + nothing);
    case Kind::password_required:
      throw Error(kind, needed + ", and the file descriptor given for it held no line." + words.no_line);
    case Kind::wrong_password:
      throw Error(kind, words.wrong);
    default:
      throw Error(Kind::cancelled, "Cancelled. " + nothing);
  }
}

}  // namespace host::session

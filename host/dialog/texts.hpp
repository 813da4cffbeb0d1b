// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/dialog/caller.hpp>
#include <host/front/interaction.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace host::dialog {

/// What a dialog shows. UTF-8, lines ended by line feeds; every name in it is printable and short.
struct Text {
  std::string description;
  std::string prompt;  ///< beside the field for typing; empty where nothing is typed
  std::string error;   ///< why the same is asked again; empty the first time
  std::string accept;  ///< the button for yes
  std::string refuse;  ///< the button for no
  std::string repeat = {};  ///< beside a second field, for the same once more; empty where once is enough
};

Text password_text(const front::PasswordQuestion& question, const Caller& caller, bool again);
/// `again`: empty the first time, else why.
Text new_password_text(const front::NewPasswordQuestion& question, const Caller& caller, const std::string& again);
/// The same once more, in a dialog of its own.
Text repeated_password_text(const front::NewPasswordQuestion& question, const Caller& caller);
Text pin_text(const front::PinQuestion& question, const Caller& caller);
Text trust_text(const front::TrustQuestion& question, const Caller& caller, bool again);
/// Nothing for a question that this version does not know.
std::optional<Text> consent_text(const front::ConsentQuestion& question, const Caller& caller);

/// What stands for `text` on a line of the Assuan protocol: '%', CR and LF as %XX.
std::string encoded(std::string_view text);

/// libassuan cuts longer lines without a word; what is shown must be whole.
constexpr std::size_t longest_line = 900;

/// The person typed the first eight digits of the fingerprint, or more of it. Spaces, colons and case do not
/// count.
bool begins(std::string_view fingerprint, std::string_view typed);

}  // namespace host::dialog

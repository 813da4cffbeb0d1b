// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nlohmann/json_fwd.hpp>

namespace host::session {

/// What is said where the person gave no password: whole sentences but for `needed` and `given`.
struct RefusalWords {
  const char* needed;   ///< the beginning of a sentence: "A primary password is needed"
  const char* given;    ///< the end of one, how a script gives it: "with --password-fd"; null where none can
  const char* no_line;  ///< behind the sentence about an empty descriptor; may be empty
  const char* wrong;
  const char* nothing;  ///< "Nothing was changed."
};

/// Throws the Error that the front's answer to a question for a password stands for.
[[noreturn]] void throw_refusal(const nlohmann::json& answer, const RefusalWords& words);

}  // namespace host::session

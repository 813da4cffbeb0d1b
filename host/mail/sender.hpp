// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/values.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace host::mail {

/// Who a message says it is from, and since when.
struct Sender {
  std::optional<std::string> address;  ///< of its one From field; nothing where that holds none, or several
  /// Nobody's certificate matches it: no From field, several, or several addresses in it, control characters there, or a name that
  /// shows another address (rule C4).
  bool doubtful = false;
  std::optional<nssbridge::Time> date;  ///< of its first Date field; nothing where that is absent or unreadable
};

/// Throws Error(bad_file) for a header without end.
Sender sender_of(std::string_view message);

}  // namespace host::mail

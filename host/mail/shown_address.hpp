// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <string_view>

namespace host::mail {

/// "boss@example.test" <mallory@example.test> shows the one and is from the other. `name` as decoded, UTF-8. An address is what looks
/// like one to a person: with a sign that only resembles '@', in quotes or brackets, with spaces around the '@' where a domain with a
/// dot follows. "Bob @ Work" holds none.
bool shows_another_address(std::string_view name, std::string_view address);

}  // namespace host::mail

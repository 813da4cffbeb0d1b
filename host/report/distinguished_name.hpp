// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <string>
#include <string_view>

namespace host::report {

/// The first attribute of that type ("CN", "O") in a name as NSS writes it (RFC 1485: `CN="Doe, Jane",O=Example`),
/// without quotes and escapes; empty where it has none.
std::string attribute_of(std::string_view name, std::string_view type);

/// A number of hexadecimal digits in decimal ones; empty for other text.
std::string decimal_of(std::string_view hexadecimal);

}  // namespace host::report

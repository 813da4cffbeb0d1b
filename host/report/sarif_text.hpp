// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <string>
#include <string_view>

namespace host::report {

/// Text for a plain message of SARIF 2.1.0 (3.11): printable, braces doubled, because they enclose placeholders, and
/// nothing that reads as a link, `[...](...)`.
std::string sarif_text(std::string_view text);

/// A path as a URI reference relative to the root folder (RFC 3986): what is not unreserved stands as octets.
std::string relative_uri(std::string_view path);

}  // namespace host::report

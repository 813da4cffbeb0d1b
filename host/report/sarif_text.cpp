// SPDX-License-Identifier: MPL-2.0
#include <host/report/sarif_text.hpp>
#include <host/text/printable.hpp>

namespace host::report {

std::string sarif_text(std::string_view text) {
  std::string shown;
  for (const char c : text::printable(text)) {
    if (c == '{' || c == '}') shown += c;
    if (c == '(' && shown.ends_with(']')) shown += ' ';
    shown += c;
  }
  return shown;
}

std::string relative_uri(std::string_view path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  constexpr std::string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  std::string uri;
  for (const char c : path) {
    if (unreserved.find(c) != std::string_view::npos) {
      uri += c;
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    uri += {'%', "0123456789ABCDEF"[octet >> 4U], "0123456789ABCDEF"[octet & 15U]};
  }
  return uri;
}

}  // namespace host::report

// SPDX-License-Identifier: MPL-2.0
#include <host/mail/lines.hpp>
#include <host/mail/mbox.hpp>

#include <algorithm>

namespace host::mail {
namespace {

bool is_quoted(std::string_view line) {
  const auto quotes = std::min(line.find_first_not_of('>'), line.size());
  return quotes > 0 && line.substr(quotes).starts_with(folder_start);
}

}  // namespace

std::string_view without_folder_line(std::string_view file) {
  take_line(file);
  return file;
}

std::optional<std::string> without_quoting(std::string_view message) {
  std::string text;
  text.reserve(message.size());
  for (auto rest = message; !rest.empty();) {
    auto line = take_line(rest);
    if (is_quoted(line)) line.remove_prefix(1);
    text += line;
  }
  return text.size() == message.size() ? std::nullopt : std::optional(std::move(text));
}

}  // namespace host::mail

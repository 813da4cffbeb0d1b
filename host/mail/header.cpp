// SPDX-License-Identifier: MPL-2.0
#include <host/mail/header.hpp>
#include <host/mail/limits.hpp>
#include <host/mail/lines.hpp>

#include <nssbridge/error.hpp>

#include <algorithm>

namespace host::mail {
namespace {

char small_letter(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

bool same_name(std::string_view left, std::string_view right) { return std::ranges::equal(left, right, {}, small_letter, small_letter); }

void require_modest(std::string_view octets) {
  if (octets.size() > largest_header || std::ranges::count(octets, '\n') > most_header_lines)
    throw nssbridge::Error(nssbridge::Kind::bad_file,
                           "The message is damaged: its header, or that of one of its parts, has more than 256 KiB or 2,000 lines, which no mail "
                           "program writes. Have the message sent again.");
}

/// Some programs take a CR alone for the end of a line, others do not; NUL ends a text for some.
bool has_odd_octets(std::string_view octets) {
  for (std::size_t i = 0; i < octets.size(); ++i)
    if (octets[i] == '\0' || (octets[i] == '\r' && octets.substr(i + 1, 1) != "\n")) return true;
  return false;
}

}  // namespace

Header::Header(std::string_view octets) {
  require_modest(octets);
  m_ambiguous = has_odd_octets(octets);
  for (auto rest = octets; !rest.empty();) {
    const auto line = take_line(rest);
    const bool goes_on = line.starts_with(' ') || line.starts_with('\t');
    if (goes_on && !m_fields.empty()) {
      auto& value = m_fields.back().value;
      value = without_line_end({value.data(), static_cast<std::size_t>(line.data() + line.size() - value.data())});
      continue;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) continue;
    // RFC 5322 section 4.5: white space before the colon is old, and still read.
    const auto name = line.substr(0, line.find_last_not_of(" \t", colon - 1) + 1);
    m_fields.push_back({name, without_line_end(line.substr(colon + 1))});
  }
  for (const std::string_view name : {"From", "Content-Type", "Content-Transfer-Encoding"}) m_ambiguous = m_ambiguous || all(name).size() > 1;
}

std::vector<std::string_view> Header::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& field : m_fields)
    if (same_name(field.name, name)) values.push_back(field.value);
  return values;
}

std::optional<std::string_view> Header::first(std::string_view name) const {
  const auto found = std::ranges::find_if(m_fields, [&](const Field& field) { return same_name(field.name, name); });
  return found == m_fields.end() ? std::nullopt : std::optional(found->value);
}

}  // namespace host::mail

// SPDX-License-Identifier: MPL-2.0
#include <host/correspondents/folder.hpp>
#include <host/mail/limits.hpp>

#include <algorithm>
#include <utility>

namespace host::correspondents {
namespace {

constexpr std::string_view next_message = "\nFrom ";
// The begin of what is sought, and the empty line before it, which may end with CR LF.
constexpr std::size_t most_looked_back = next_message.size() + 2;

}  // namespace

void Folder::add(std::string_view piece) {
  m_kept.append(piece);
  while (m_in_first_line ? take_first_line() : take_message()) {
  }
  if (!m_in_first_line) drop_what_is_too_large();
  m_kept.erase(0, m_begin);
  m_searched -= m_begin;
  m_begin = 0;
}

void Folder::end() {
  if (!m_dropping) m_message(m_in_first_line ? std::string_view{} : std::string_view(m_kept));
}

bool Folder::take_first_line() {
  const auto end = m_kept.find('\n', m_begin);
  const bool complete = end != std::string::npos;
  m_begin = m_searched = complete ? end + 1 : m_kept.size();
  m_in_first_line = !complete;
  return complete;
}

bool Folder::ends_empty_line(std::size_t line_end) const {
  if (line_end > m_begin && m_kept[line_end - 1] == '\r') --line_end;
  return line_end == m_begin || m_kept[line_end - 1] == '\n';
}

bool Folder::take_message() {
  for (auto at = m_kept.find(next_message, m_searched); at != std::string::npos; at = m_kept.find(next_message, at + 1)) {
    if (!ends_empty_line(at)) continue;
    const std::string_view message(m_kept.data() + m_begin, at + 1 - m_begin);
    if (!std::exchange(m_dropping, false)) {
      if (message.size() > mail::largest_message)
        m_too_large();
      else
        m_message(message);
    }
    m_begin = m_searched = at + 1;
    m_in_first_line = true;
    return true;
  }
  m_searched = std::max(m_begin, m_kept.size() - std::min(m_kept.size(), next_message.size() - 1));
  return false;
}

void Folder::drop_what_is_too_large() {
  if (!m_dropping && m_kept.size() - m_begin <= mail::largest_message) return;
  if (!std::exchange(m_dropping, true)) m_too_large();
  m_begin = std::max(m_begin, m_kept.size() - std::min(m_kept.size(), most_looked_back));
}

}  // namespace host::correspondents

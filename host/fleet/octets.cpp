// SPDX-License-Identifier: MPL-2.0
#include <host/fleet/octets.hpp>

#include <string_view>

namespace host::fleet {

void WatchedOctets::next() {
  ++m_at;
  if (m_at < m_size)
    watch(front());
  else
    fill();
}

void WatchedOctets::fill() {
  m_at = 0;
  m_size = m_source(m_some.data(), m_some.size());
  m_total += m_size;
  if (m_total > most) throw Rejected("It is larger than 64 MiB.");
  if (m_size > 0) watch(front());
}

void WatchedOctets::watch(char octet) {
  if (octet == '\0') throw Rejected("It is not JSON.");
  if (m_in_text) {
    if (!m_escaped && octet == '"') m_in_text = false;
    m_escaped = !m_escaped && octet == '\\';
  } else if (octet == '"') {
    m_in_text = true;
    m_token = 0;
  } else if (std::string_view("{}[],:").find(octet) != std::string_view::npos) {
    m_token = 0;
  }
  if (++m_token > longest_token) throw Rejected("A text in it is longer than 1 MiB, or nothing but blanks for as long.");
}

}  // namespace host::fleet

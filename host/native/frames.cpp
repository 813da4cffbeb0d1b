// SPDX-License-Identifier: MPL-2.0
#include <host/native/frames.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace host::native {
namespace {

std::string_view take_off(std::string_view& bytes, std::size_t most) {
  const std::string_view taken = bytes.substr(0, most);
  bytes.remove_prefix(taken.size());
  return taken;
}

}  // namespace

std::optional<FrameReader::Event> FrameReader::take(std::string_view& bytes) {
  while (!bytes.empty()) {
    if (m_left > 0) {
      if (auto event = take_body(bytes)) return event;
      continue;
    }
    const std::string_view part = take_off(bytes, sizeof m_header - m_header_size);
    std::copy(part.begin(), part.end(), m_header + m_header_size);
    m_header_size += part.size();
    if (m_header_size < sizeof m_header) continue;
    m_header_size = 0;
    if (auto event = begin_body()) return event;
  }
  return std::nullopt;
}

std::optional<FrameReader::Event> FrameReader::begin_body() {
  std::uint32_t length = 0;
  std::memcpy(&length, m_header, sizeof length);
  m_left = length;
  m_skipping = length > m_largest;
  if (m_skipping) return TooLarge{};
  if (length == 0) return Message{};
  // Pages that no byte has arrived for cost nothing.
  m_body.reserve(length);
  return std::nullopt;
}

std::optional<FrameReader::Event> FrameReader::take_body(std::string_view& bytes) {
  const std::string_view part = take_off(bytes, m_left);
  m_left -= part.size();
  if (m_skipping) return std::nullopt;
  m_body.append(part);
  if (m_left > 0) return std::nullopt;
  return Message{std::exchange(m_body, {})};
}

std::string frame(std::string_view body) {
  const auto length = static_cast<std::uint32_t>(body.size());
  std::string whole(sizeof length, '\0');
  std::memcpy(whole.data(), &length, sizeof length);
  return whole.append(body);
}

}  // namespace host::native

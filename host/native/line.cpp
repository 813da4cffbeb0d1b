// SPDX-License-Identifier: MPL-2.0
#include <host/native/line.hpp>

#include <algorithm>
#include <utility>

namespace host::native {

Line::Place::Place(Place&& other) noexcept : m_line(std::exchange(other.m_line, nullptr)) {}

Line::Place::~Place() {
  if (m_line != nullptr) m_line->give_back();
}

std::optional<Line::Place> Line::try_take() {
  const std::unique_lock lock(m_mutex);
  if (m_free == 0 || !m_waiting.empty()) return std::nullopt;
  --m_free;
  return Place(*this);
}

std::optional<Line::Place> Line::take(const front::Cancellation& cancellation) {
  std::unique_lock lock(m_mutex);
  m_waiting.push_back(&cancellation);
  m_changed.wait(
      lock, [&] { return cancellation.requested() || (m_free > 0 && m_waiting.front() == &cancellation); });
  const bool mine = m_free > 0 && m_waiting.front() == &cancellation && !cancellation.requested();
  m_waiting.erase(std::find(m_waiting.begin(), m_waiting.end(), &cancellation));
  if (mine) --m_free;
  m_changed.notify_all();
  if (!mine) return std::nullopt;
  return Place(*this);
}

void Line::look_again() {
  const std::unique_lock lock(m_mutex);
  m_changed.notify_all();
}

std::size_t Line::waiting() const {
  const std::unique_lock lock(m_mutex);
  return m_waiting.size();
}

void Line::give_back() {
  const std::unique_lock lock(m_mutex);
  ++m_free;
  m_changed.notify_all();
}

}  // namespace host::native

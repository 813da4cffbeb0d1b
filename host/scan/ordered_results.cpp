// SPDX-License-Identifier: MPL-2.0
#include <host/scan/ordered_results.hpp>

namespace host::scan {

using nlohmann::json;

std::optional<std::size_t> OrderedResults::take() {
  std::unique_lock lock(m_mutex);
  m_changed.wait(lock, [this] { return m_failure || m_taken == m_total || m_taken - m_handed_on < m_most_ahead; });
  if (m_failure || m_taken == m_total) return std::nullopt;
  return m_taken++;
}

void OrderedResults::put(std::size_t number, json result) {
  const std::unique_lock lock(m_mutex);
  m_results.emplace(number, std::move(result));
  m_changed.notify_all();
}

void OrderedResults::fail(std::exception_ptr failure) {
  const std::unique_lock lock(m_mutex);
  if (!m_failure) m_failure = std::move(failure);
  m_changed.notify_all();
}

std::optional<json> OrderedResults::next() {
  std::unique_lock lock(m_mutex);
  if (m_handed_on == m_total) return std::nullopt;
  m_changed.wait(lock, [this] { return m_failure || m_results.contains(m_handed_on); });
  if (m_failure) std::rethrow_exception(m_failure);
  auto entry = m_results.extract(m_handed_on++);
  m_changed.notify_all();
  return std::move(entry.mapped());
}

}  // namespace host::scan

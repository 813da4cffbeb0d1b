// SPDX-License-Identifier: MPL-2.0
#include <host/native/message.hpp>
#include <host/native/progress.hpp>

#include <algorithm>
#include <utility>

namespace host::native {

using nlohmann::json;

void ProgressBoard::set(const json& id, Progress progress) {
  m_entries[id].waiting = std::move(progress);
}

std::optional<json> ProgressBoard::take_due(Time now) {
  for (auto& [id, entry] : m_entries) {
    if (!entry.waiting || entry.earliest > now) continue;
    const Progress progress = *std::exchange(entry.waiting, std::nullopt);
    entry.earliest = now + pause;
    return notification(
        "$/progress",
        {{"id", id}, {"stage", progress.stage}, {"done", progress.done}, {"total", progress.total}});
  }
  return std::nullopt;
}

std::optional<ProgressBoard::Time> ProgressBoard::next_due() const {
  std::optional<Time> next;
  for (const auto& [id, entry] : m_entries)
    if (entry.waiting) next = next ? std::min(*next, entry.earliest) : entry.earliest;
  return next;
}

}  // namespace host::native

// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <chrono>
#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace host::native {

struct Progress {
  std::string stage;  ///< a stable word
  std::size_t done = 0;
  std::size_t total = 0;
};

/// How far each request is, told at most ten times a second. What comes too early waits; only the latest of
/// each request is kept, so a reader that is slow costs nothing. Time is given, never asked for.
class ProgressBoard {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::milliseconds pause{100};

  void set(const nlohmann::json& id, Progress progress);
  /// Nothing more is told of this request.
  void drop(const nlohmann::json& id) { m_entries.erase(id); }

  /// The $/progress notification that may go out now, taken from the board.
  std::optional<nlohmann::json> take_due(Time now);
  /// When the next one may go out; nothing when none waits.
  std::optional<Time> next_due() const;

 private:
  struct Entry {
    std::optional<Progress> waiting;
    Time earliest{};
  };
  std::map<nlohmann::json, Entry> m_entries;
};

}  // namespace host::native

// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/cancellation.hpp>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>

namespace host::native {

/// Where requests wait for one of a few workers, first come, first served.
class Line {
 public:
  explicit Line(std::size_t places) : m_free(places) {}
  Line(const Line&) = delete;

  /// A place, given back when this object ends.
  class Place {
   public:
    explicit Place(Line& line) : m_line(&line) {}
    Place(Place&& other) noexcept;
    ~Place();

   private:
    Line* m_line;
  };

  /// A place at once if one is free and nobody waits for it.
  std::optional<Place> try_take();
  /// Waits for a turn. Nothing if cancelled, of which `look_again` tells those who wait.
  std::optional<Place> take(const front::Cancellation& cancellation);
  void look_again();
  /// How many wait.
  std::size_t waiting() const;

 private:
  void give_back();

  mutable std::mutex m_mutex;
  std::condition_variable m_changed;
  std::deque<const front::Cancellation*> m_waiting;
  std::size_t m_free;
};

}  // namespace host::native

// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/cancellation.hpp>
#include <host/native/parts.hpp>
#include <host/native/progress.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <thread>

namespace host::native {

/// Everything that goes to the client goes through here: one thread writes whole frames, each with one call.
/// Any thread may send; sending never waits for the client.
class Output {
 public:
  /// `descriptor` is the client's end, kept by the caller. `gone` is asked for when the client reads no more.
  Output(int descriptor, front::Cancellation& gone);
  /// Waits for the frame that is being written.
  ~Output();
  Output(const Output&) = delete;

  void send(const nlohmann::json& message);
  /// The one answer to `id`: no progress of it follows. Long ones go out in parts, between which other
  /// messages may pass.
  void answer(const nlohmann::json& id, std::string answer);
  void progress(const nlohmann::json& id, Progress progress);

  /// Do so many short messages wait for the client that none should be asked for? False again when it has read.
  /// A long answer does not count: what it waits for are workers (`wait_for_room`), not pings and cancellations.
  bool is_full() const;
  /// Waits while it is full, or until cancelled.
  void wait_for_room(const front::Cancellation& cancellation) const;
  /// What waits is still written, and nothing is added.
  void close();
  /// Nothing is sent any more but the frame that is being written. Waiting messages are lost.
  void stop();
  /// True when everything was written, false at `deadline`.
  bool wait_until_empty(std::chrono::steady_clock::time_point deadline) const;

 private:
  using Lock = std::unique_lock<std::mutex>;
  void run();
  std::string next_body(Lock& lock);
  void add_short(std::string text);
  std::string next_part();
  bool is_empty() const { return !m_writing && m_short.empty() && m_long.empty(); }

  const int m_descriptor;
  front::Cancellation& m_gone;
  mutable std::mutex m_mutex;
  mutable std::condition_variable m_changed;
  std::deque<std::string> m_short;  ///< messages that fit one frame
  std::deque<Parts> m_long;
  std::size_t m_part = 0;     ///< the next one of the first in m_long
  std::size_t m_backlog = 0;  ///< bytes that wait
  std::size_t m_short_backlog = 0;  ///< those of m_short alone
  ProgressBoard m_progress;
  bool m_writing = false;
  bool m_closed = false;
  bool m_stopped = false;
  std::thread m_thread;
};

}  // namespace host::native

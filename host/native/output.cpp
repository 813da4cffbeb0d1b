// SPDX-License-Identifier: MPL-2.0
#include <host/native/frames.hpp>
#include <host/native/message.hpp>
#include <host/native/output.hpp>
#include <host/native/streams.hpp>

#include <nlohmann/json.hpp>

#include <utility>

namespace host::native {
namespace {

using nlohmann::json;

constexpr std::size_t much = std::size_t{8} * 1024 * 1024;
/// Workers that were running when it became `much` still end with an answer each; that does not stop the reading.
constexpr std::size_t too_much_of_short_ones = 2 * much;
/// A cancellation does not wake who waits for room, so that is looked at again.
constexpr std::chrono::milliseconds look_again{50};

}  // namespace

Output::Output(int descriptor, front::Cancellation& gone)
    : m_descriptor(descriptor), m_gone(gone), m_thread([this] { run(); }) {}

Output::~Output() {
  stop();
  m_thread.join();
}

void Output::send(const json& message) {
  std::string text = text_of(message);
  const Lock lock(m_mutex);
  if (m_closed) return;
  add_short(std::move(text));
  m_changed.notify_all();
}

void Output::add_short(std::string text) {
  m_backlog += text.size();
  m_short_backlog += text.size();
  m_short.push_back(std::move(text));
}

void Output::answer(const json& id, std::string answer) {
  Parts parts(id, std::move(answer));
  const Lock lock(m_mutex);
  m_progress.drop(id);
  if (m_closed) return;
  if (parts.count() == 1) {
    add_short(parts.message(0));
  } else {
    m_backlog += parts.size();
    m_long.push_back(std::move(parts));
  }
  m_changed.notify_all();
}

void Output::progress(const json& id, Progress progress) {
  const Lock lock(m_mutex);
  if (m_closed) return;
  m_progress.set(id, std::move(progress));
  m_changed.notify_all();
}

bool Output::is_full() const {
  const Lock lock(m_mutex);
  return m_short_backlog > too_much_of_short_ones;
}

void Output::wait_for_room(const front::Cancellation& cancellation) const {
  Lock lock(m_mutex);
  while (m_backlog > much && !m_stopped && !cancellation.requested()) m_changed.wait_for(lock, look_again);
}

void Output::close() {
  const Lock lock(m_mutex);
  m_closed = true;
}

void Output::stop() {
  const Lock lock(m_mutex);
  m_closed = true;
  m_stopped = true;
  m_short.clear();
  m_long.clear();
  m_backlog = 0;
  m_short_backlog = 0;
  m_changed.notify_all();
}

bool Output::wait_until_empty(std::chrono::steady_clock::time_point deadline) const {
  Lock lock(m_mutex);
  return m_changed.wait_until(lock, deadline, [this] { return is_empty(); });
}

void Output::run() {
  Lock lock(m_mutex);
  while (!m_stopped) {
    const std::string body = next_body(lock);
    if (body.empty()) continue;
    m_writing = true;
    lock.unlock();
    const bool written = write_all(m_descriptor, frame(body));
    if (!written) {
      stop();
      m_gone.request();
    }
    lock.lock();
    m_writing = false;
    m_changed.notify_all();
  }
}

/// The next message, or an empty text after a wait. Short ones first: a ping is not behind a long list.
std::string Output::next_body(Lock& lock) {
  const auto now = std::chrono::steady_clock::now();
  if (const auto due = m_progress.take_due(now))
    return text_of(*due);
  if (!m_short.empty()) {
    std::string body = std::move(m_short.front());
    m_short.pop_front();
    m_backlog -= body.size();
    m_short_backlog -= body.size();
    return body;
  }
  if (!m_long.empty()) return next_part();
  if (const auto next = m_progress.next_due())
    m_changed.wait_until(lock, *next);
  else
    m_changed.wait(lock);
  return {};
}

std::string Output::next_part() {
  const Parts& parts = m_long.front();
  std::string body = parts.message(m_part++);
  if (m_part < parts.count()) return body;
  m_backlog -= parts.size();
  m_long.pop_front();
  m_part = 0;
  return body;
}

}  // namespace host::native

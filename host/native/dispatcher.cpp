// SPDX-License-Identifier: MPL-2.0
#include <host/native/dispatcher.hpp>
#include <host/protocol/operations.hpp>

#include <new>
#include <system_error>
#include <utility>

namespace host::native {
namespace {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;
using protocol::Fault;

constexpr std::size_t most_calls = 32;
constexpr std::size_t most_bytes = std::size_t{64} * 1024 * 1024;

Error too_many() {
  return Error(Kind::too_many_requests, "Too many requests are open. Wait for an answer, then ask again.")
      .retriable();
}

}  // namespace

Dispatcher::~Dispatcher() {
  cancel_all();
  std::unique_lock lock(m_mutex);
  m_changed.wait(lock, [this] { return m_threads.empty(); });
  lock.unlock();
  join_finished();
}

void Dispatcher::take(Request request, std::size_t bytes) {
  join_finished();
  const json id = request.id;
  Fault fault = Fault::params;
  try {
    const std::unique_lock lock(m_mutex);
    if (m_live.contains(id)) {
      fault = Fault::envelope;
      throw Error(Kind::invalid_request, "A request with this \"id\" is still open. Use each id once.");
    }
    if (request.method == "ping") {
      protocol::check_params("ping", request.params);
      m_output.answer(id, result_text(id, "{}"));
      return;
    }
    check_room(bytes);
    start(std::make_shared<Call>(std::move(request), bytes));
  } catch (const Error& error) {
    m_output.send(error_answer(id, error, fault));
  }
}

void Dispatcher::check_room(std::size_t bytes) const {
  if (m_live.size() >= most_calls || m_live_bytes + bytes > most_bytes) throw too_many();
}

/// The mutex is held, so the thread cannot end before it stands in the list.
void Dispatcher::start(const std::shared_ptr<Call>& call) {
  const auto thread = m_threads.emplace(m_threads.end());
  try {
    *thread = std::thread([this, call, thread] { run(call, thread); });
  } catch (const std::system_error&) {
    m_threads.erase(thread);
    throw too_many();
  }
  m_live.emplace(call->request.id, call);
  m_live_bytes += call->bytes;
}

void Dispatcher::run(const std::shared_ptr<Call>& call, Thread thread) {
  const json& id = call->request.id;
  std::string answer = answer_to(*call);
  {
    // Before it is sent: who has read the answer may use the id again.
    const std::unique_lock lock(m_mutex);
    m_live.erase(id);
    m_live_bytes -= call->bytes;
  }
  m_output.answer(id, std::move(answer));
  if (call->afterwards) call->afterwards();
  if (call->worker) m_output.wait_for_room(call->cancellation);
  call->worker.reset();
  const std::unique_lock lock(m_mutex);
  m_finished.splice(m_finished.end(), m_threads, thread);
  m_changed.notify_all();
}

std::string Dispatcher::answer_to(Call& call) {
  const json& id = call.request.id;
  try {
    return result_text(id, m_service.run(call));
  } catch (const Error& error) {
    return text_of(error_answer(id, error));
  } catch (const std::bad_alloc&) {
    return text_of(
        error_answer(id, Error(Kind::internal, "There is not enough memory for this. Ask for less.")));
  } catch (const std::exception&) {
    return text_of(
        error_answer(id, Error(Kind::internal, "Certferry failed in an unexpected way. Try again.")));
  }
}

void Dispatcher::cancel(const json& id) {
  {
    const std::unique_lock lock(m_mutex);
    const auto found = m_live.find(id);
    if (found == m_live.end()) return;
    found->second->cancellation.request();
  }
  m_service.look_again();
}

void Dispatcher::cancel_all() {
  {
    const std::unique_lock lock(m_mutex);
    for (const auto& [id, call] : m_live) call->cancellation.request();
  }
  m_service.look_again();
}

bool Dispatcher::is_idle() const {
  const std::unique_lock lock(m_mutex);
  return m_threads.empty();
}

bool Dispatcher::wait_until_idle(std::chrono::steady_clock::time_point deadline) const {
  std::unique_lock lock(m_mutex);
  return m_changed.wait_until(lock, deadline, [this] { return m_threads.empty(); });
}

void Dispatcher::join_finished() {
  std::list<std::thread> finished;
  {
    const std::unique_lock lock(m_mutex);
    finished.swap(m_finished);
  }
  for (std::thread& thread : finished) thread.join();
}

}  // namespace host::native

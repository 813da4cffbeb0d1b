// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/native/call.hpp>
#include <host/native/output.hpp>
#include <host/native/service.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

namespace host::native {

/// Gives each request a thread of its own and sees that it gets exactly one answer. What is answered at once,
/// a ping or a refusal, is answered by the thread that reads.
class Dispatcher {
 public:
  /// Both must outlive this object.
  Dispatcher(Service& service, Output& output) : m_service(service), m_output(output) {}
  /// Waits for every thread.
  ~Dispatcher();
  Dispatcher(const Dispatcher&) = delete;

  /// `bytes`: the length of the request as text.
  void take(Request request, std::size_t bytes);
  /// Asks the call to stop; it is answered all the same. An id that is not there is ignored.
  void cancel(const nlohmann::json& id);
  void cancel_all();
  bool is_idle() const;
  /// True when every request was answered, false at `deadline`.
  bool wait_until_idle(std::chrono::steady_clock::time_point deadline) const;

 private:
  using Thread = std::list<std::thread>::iterator;

  void check_room(std::size_t bytes) const;
  void start(const std::shared_ptr<Call>& call);
  void run(const std::shared_ptr<Call>& call, Thread thread);
  std::string answer_to(Call& call);
  void join_finished();

  Service& m_service;
  Output& m_output;
  mutable std::mutex m_mutex;
  mutable std::condition_variable m_changed;
  std::map<nlohmann::json, std::shared_ptr<Call>> m_live;  ///< by id
  std::size_t m_live_bytes = 0;
  std::list<std::thread> m_threads;
  std::list<std::thread> m_finished;
};

}  // namespace host::native

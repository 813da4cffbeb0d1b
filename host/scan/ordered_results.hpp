// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nlohmann/json.hpp>

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>

namespace host::scan {

/// Hands numbers out to threads and their results on in the order of the numbers. Who is far ahead waits, so that few
/// results are held.
class OrderedResults {
 public:
  OrderedResults(std::size_t total, std::size_t most_ahead) : m_total(total), m_most_ahead(most_ahead) {}

  /// The next to work on; nothing when there is no more, or something failed.
  std::optional<std::size_t> take();
  void put(std::size_t number, nlohmann::json result);
  void fail(std::exception_ptr failure);
  /// Waits for the next in order; nothing after the last. Throws what a thread failed with.
  std::optional<nlohmann::json> next();

 private:
  const std::size_t m_total, m_most_ahead;
  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::map<std::size_t, nlohmann::json> m_results;
  std::size_t m_taken = 0, m_handed_on = 0;
  std::exception_ptr m_failure;
};

}  // namespace host::scan

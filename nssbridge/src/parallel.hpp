// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace nssbridge {

/// Calls `work(i)` once for each i below `count`, on up to four processors, in any order, and returns when
/// all are done. Fewer than a block are done by the caller alone: a thread costs more than that. Throws what
/// `work` threw first.
template <typename Work>
void in_parallel(std::size_t count, const Work& work) {
  constexpr std::size_t block = 64;
  constexpr unsigned most_threads = 4;
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr first;
  const auto run = [&] {
    try {
      for (auto begin = next.fetch_add(block); begin < count; begin = next.fetch_add(block))
        for (auto i = begin; i < std::min(begin + block, count); ++i) work(i);
    } catch (...) {
      next = count;
      const std::scoped_lock lock(mutex);
      if (!first) first = std::current_exception();
    }
  };
  const auto wanted =
      std::min<std::size_t>({std::thread::hardware_concurrency(), most_threads, count / block});
  std::vector<std::jthread> others;
  try {
    while (others.size() + 1 < wanted) others.emplace_back(run);
  } catch (const std::system_error&) {
    // As many as there may be: the caller does what is left.
  }
  run();
  others.clear();
  if (first) std::rethrow_exception(first);
}

}  // namespace nssbridge

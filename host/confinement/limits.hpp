// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/error.hpp>

#include <chrono>
#include <cstddef>

namespace host::confinement {

/// What a process may cost before the kernel ends it. Zero: no limit.
struct Limits {
  std::chrono::seconds processor{};
  std::chrono::seconds wall{};
  std::size_t memory = 0;  ///< bytes that can be written to; not under sanitizers, which reserve all there is
};

/// Sets them for this process; its children inherit those on processor time and memory. What was stricter
/// stays so.
void limit_costs(const Limits& limits);

/// Waiting for a person costs nothing: while this lives, the limit on wall time stands still.
class UncountedTime {
 public:
  UncountedTime();
  ~UncountedTime();
  UncountedTime(const UncountedTime&) = delete;

 private:
  std::chrono::microseconds m_left{};
};

/// What is told of a request that a limit ended.
nssbridge::Error too_costly();

/// The exit status of a process, as ChildProcess::wait gives it, says that a limit on time ended it.
bool ended_by_limit(int status);

}  // namespace host::confinement

// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <chrono>

namespace host::front {

/// "Stop what you are doing": asked for once, from a signal handler or another thread, seen by everything
/// that waits.
class Cancellation {
 public:
  Cancellation();
  ~Cancellation();
  Cancellation(const Cancellation&) = delete;

  /// May be called in a signal handler.
  void request() noexcept;
  bool requested() const;
  /// Becomes readable when asked for, and stays so.
  int descriptor() const { return m_descriptor; }
  /// Waits until `other` can be read (or its peer is gone): true; or until cancellation is asked for or the
  /// time is over: false. A negative time has no end.
  bool wait_readable(int other, std::chrono::milliseconds longest = std::chrono::milliseconds(-1)) const;
  /// Waits that long at most. True if cancellation was asked for.
  bool requested_within(std::chrono::milliseconds longest) const;

 private:
  int m_descriptor;
};

}  // namespace host::front

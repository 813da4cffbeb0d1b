// SPDX-License-Identifier: MPL-2.0
#pragma once

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
  /// Waits until `other` can be read (or its peer is gone): true; or until cancellation is asked for: false.
  bool wait_readable(int other) const;

 private:
  int m_descriptor;
};

}  // namespace host::front

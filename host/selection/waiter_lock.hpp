// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <filesystem>
#include <optional>

namespace host::selection {

/// What the waiter of a profile holds for its life, so that each profile has one: `certferry/waiter.lock`.
class WaiterLock {
 public:
  /// Nothing if another waiter has it, or the profile is not writable.
  static std::optional<WaiterLock> try_take(const std::filesystem::path& profile);
  static bool somebody_waits(const std::filesystem::path& profile);
  ~WaiterLock();
  WaiterLock(WaiterLock&& other) noexcept;

 private:
  explicit WaiterLock(int descriptor) : m_descriptor(descriptor) {}
  int m_descriptor = -1;
};

}  // namespace host::selection

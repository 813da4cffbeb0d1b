// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace nssbridge {

/// A password in memory: move-only, never copied by growth, wiped when it ends or is moved from. It has no
/// stream operator, no conversion to std::string and no comparison; `expose` is the one way in.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::span<const char> bytes);
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  std::size_t size() const noexcept { return m_size; }
  bool empty() const noexcept { return m_size == 0; }
  /// The bytes, UTF-8, followed by one NUL that is not counted. Valid while this object lives.
  std::string_view expose() const noexcept;
  /// An independent copy, for the second profile that may have the same password.
  Secret duplicate() const;

 private:
  void wipe() noexcept;
  std::unique_ptr<char[]> m_bytes;
  std::size_t m_size = 0;
};

}  // namespace nssbridge

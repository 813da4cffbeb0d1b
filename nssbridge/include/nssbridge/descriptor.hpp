// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <string_view>
#include <utility>

namespace nssbridge {

/// Owns an open file descriptor and closes it. A negative number is none.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : m_number(number) {}
  Descriptor(Descriptor&& other) noexcept : m_number(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) {
      close();
      m_number = other.release();
    }
    return *this;
  }
  ~Descriptor() { close(); }
  int number() const { return m_number; }
  bool is_open() const { return m_number >= 0; }
  /// Gives it up: whoever takes the number closes it, or it stays open for the life of the process.
  int release() { return std::exchange(m_number, -1); }
  /// Leaves errno as it is.
  void close();

 private:
  int m_number;
};

/// Writes all of it to a file. False, with errno set, where that fails.
bool write_all(const Descriptor& file, std::string_view bytes);

}  // namespace nssbridge

// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace host::native {

/// The native messaging frames of a browser: a 32-bit length in native byte order, then as many bytes.
/// Bytes go in as they arrive, in whatever pieces; nothing is allocated for a length before it was found
/// small enough.
class FrameReader {
 public:
  /// `largest`: the longest body in bytes that is taken.
  explicit FrameReader(std::uint32_t largest) : m_largest(largest) {}

  struct Message {
    std::string text;
  };
  /// The header announces more than is taken. The body is skipped as it arrives.
  struct TooLarge {};
  using Event = std::variant<Message, TooLarge>;

  /// Takes bytes off the front of `bytes` up to the next event; nothing when all are taken and more are
  /// needed.
  std::optional<Event> take(std::string_view& bytes);

  /// Has a frame begun that is not complete, or not skipped to its end?
  bool in_frame() const { return m_header_size > 0 || m_left > 0; }

 private:
  std::optional<Event> begin_body();
  std::optional<Event> take_body(std::string_view& bytes);

  std::uint32_t m_largest;
  char m_header[sizeof(std::uint32_t)] = {};
  std::size_t m_header_size = 0;
  std::size_t m_left = 0;  ///< bytes of the body that are still to come
  bool m_skipping = false;
  std::string m_body;
};

/// A whole frame around `body`, which must be shorter than 4 GiB.
std::string frame(std::string_view body);

}  // namespace host::native

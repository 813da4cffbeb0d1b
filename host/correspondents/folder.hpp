// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace host::correspondents {

/// A folder of messages (mbox, RFC 4155), cut while it comes in pieces of any size. Each message begins behind a line "From ..." at the
/// start or after an empty one. Holds no more than the message that it is at, and nothing of one that is too large.
class Folder {
 public:
  /// `message`: each, alive during the call. `too_large`: instead of one that is larger than mail::largest_message.
  Folder(std::function<void(std::string_view)> message, std::function<void()> too_large)
      : m_message(std::move(message)), m_too_large(std::move(too_large)) {}

  void add(std::string_view piece);
  void end();

 private:
  bool take_first_line();
  bool take_message();
  void drop_what_is_too_large();
  bool ends_empty_line(std::size_t line_end) const;

  std::function<void(std::string_view)> m_message;
  std::function<void()> m_too_large;
  std::string m_kept;
  std::size_t m_begin = 0;     ///< of the message, or of the line "From ..." before it
  std::size_t m_searched = 0;  ///< up to here no next message begins
  bool m_in_first_line = true;
  bool m_dropping = false;
};

}  // namespace host::correspondents

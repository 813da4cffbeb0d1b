// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace host::mail {

/// The fields of one header as they stand there (RFC 5322 section 2.2), found without reading any of them. Views into the message.
class Header {
 public:
  /// Throws Error(bad_file) for one that is larger than any mail program writes: reading its fields would cost without end.
  explicit Header(std::string_view octets);

  /// What stands behind the colon, with its folds and without the last line end: of each field of that name, and of the first one,
  /// which is the one that Thunderbird goes by.
  std::vector<std::string_view> all(std::string_view name) const;
  std::optional<std::string_view> first(std::string_view name) const;

  /// Programs may see different senders or texts: a field that says what the text is, or who it is from, stands there more than
  /// once, or a line ends in a way that only some of them take for an end.
  bool is_ambiguous() const { return m_ambiguous; }

 private:
  struct Field {
    std::string_view name, value;
  };
  std::vector<Field> m_fields;
  bool m_ambiguous = false;
};

}  // namespace host::mail

// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace host::protocol {

/// Appends `text` as a JSON string, quotes included. Octets that are no UTF-8 become U+FFFD.
void append_json_string(std::string& to, std::string_view text);

/// JSON text in the making, for long lists: a tree of values takes ten times the memory of its text and most
/// of the time. The caller keeps to the order of JSON; commas come by themselves.
class JsonText {
 public:
  /// Throws Error(too_large) as soon as it is longer than `most` bytes.
  explicit JsonText(std::size_t most) : m_most(most) {}

  JsonText& begin_object() { return open('{'); }
  JsonText& end_object() { return close('}'); }
  JsonText& begin_array() { return open('['); }
  JsonText& end_array() { return close(']'); }
  JsonText& key(std::string_view name);
  JsonText& string(std::string_view text);
  JsonText& number(std::uint64_t value);
  JsonText& boolean(bool value);
  JsonText& null();
  /// A value that stands as a tree.
  JsonText& value(const nlohmann::json& value);

  /// The whole text; this is empty then.
  std::string take();

 private:
  JsonText& open(char bracket);
  JsonText& close(char bracket);
  void separate();
  void check_length() const;

  std::size_t m_most;
  std::string m_text;
  bool m_comma = false;  ///< the next value needs one before it
};

}  // namespace host::protocol

// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace host::prefs {

struct Token {
  enum class Type { end, symbol, word, text, number, error };
  Type type = Type::end;
  char symbol = '\0';        ///< one of ( ) , + - ;
  std::string text;          ///< of a word or, unescaped, of a string
  std::uint32_t number = 0;  ///< without sign, which is a token of its own
  std::size_t begin = 0;     ///< where it stands
};

/// The tokens of Mozilla's preference files (modules/libpref/parser), cut exactly where Mozilla cuts them,
/// malformed ones included, because how it goes on behind an error depends on that. A NUL byte is the end of
/// the file, but one inside a string, an escape or a comment only ends these, as there.
class Tokens {
 public:
  explicit Tokens(std::string_view bytes) : m_bytes(bytes) {}
  Token next();
  std::size_t position() const { return m_at; }
  void skip(std::size_t bytes) { m_at += bytes; }

 private:
  char take();
  void put_back();
  bool match(char wanted);
  Token word(std::size_t begin);
  Token number(std::size_t begin);
  Token string(std::size_t begin, char quote);
  bool escape(std::string& text);
  bool unicode_escape(std::string& text);
  std::optional<std::uint32_t> hex(int digits);
  bool skip_comment();
  void skip_line();
  bool skip_block();

  std::string_view m_bytes;
  std::size_t m_at = 0;
};

}  // namespace host::prefs

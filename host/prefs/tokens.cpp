// SPDX-License-Identifier: MPL-2.0
#include <host/prefs/tokens.hpp>

#include <limits>

namespace host::prefs {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_symbol(char c) {
  return c == '(' || c == ')' || c == ',' || c == '+' || c == '-' || c == ';';
}
bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
bool is_high_surrogate(std::uint32_t unit) {
  return (unit & 0xFC00) == 0xD800;
}
bool is_low_surrogate(std::uint32_t unit) {
  return (unit & 0xFC00) == 0xDC00;
}

Token error(std::size_t begin) {
  return {Token::Type::error, '\0', {}, 0, begin};
}

void append_utf8(std::string& text, std::uint32_t point) {
  const auto tail = [&](int shift) { text.push_back(static_cast<char>(0x80 | (point >> shift & 0x3F))); };
  if (point < 0x80) {
    text.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    text.push_back(static_cast<char>(0xC0 | point >> 6));
    tail(0);
  } else if (point < 0x10000) {
    text.push_back(static_cast<char>(0xE0 | point >> 12));
    tail(6);
    tail(0);
  } else {
    text.push_back(static_cast<char>(0xF0 | point >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

}  // namespace

/// Behind the last byte stands a NUL, which can be taken and put back once like any other.
char Tokens::take() {
  const char c = m_at < m_bytes.size() ? m_bytes[m_at] : '\0';
  if (m_at <= m_bytes.size()) ++m_at;
  return c;
}

void Tokens::put_back() {
  --m_at;
}

bool Tokens::match(char wanted) {
  if (m_at >= m_bytes.size() || m_bytes[m_at] != wanted) return false;
  ++m_at;
  return true;
}

Token Tokens::next() {
  for (;;) {
    const std::size_t begin = m_at;
    const char c = take();
    if (c == '\0') return {Token::Type::end, '\0', {}, 0, begin};
    if (is_space(c)) continue;
    if (is_symbol(c)) return {Token::Type::symbol, c, {}, 0, begin};
    if (is_word(c)) return word(begin);
    if (is_digit(c)) return number(begin);
    if (c == '"' || c == '\'') return string(begin, c);
    if (c == '#')
      skip_line();
    else if (c != '/' || !skip_comment())
      return error(begin);
  }
}

Token Tokens::word(std::size_t begin) {
  while (m_at < m_bytes.size() && is_word(m_bytes[m_at])) ++m_at;
  return {Token::Type::word, '\0', std::string(m_bytes.substr(begin, m_at - begin)), 0, begin};
}

Token Tokens::number(std::size_t begin) {
  constexpr std::uint64_t largest = std::numeric_limits<std::uint32_t>::max();
  std::uint64_t value = 0;
  for (m_at = begin; m_at < m_bytes.size() && is_digit(m_bytes[m_at]); ++m_at)
    if (value <= largest) value = value * 10 + static_cast<std::uint64_t>(m_bytes[m_at] - '0');
  const bool goes_on = m_at < m_bytes.size() && is_word(m_bytes[m_at]);
  if (goes_on || value > largest) return error(begin);
  return {Token::Type::number, '\0', {}, static_cast<std::uint32_t>(value), begin};
}

/// An error inside does not end the string: its closing quote does.
Token Tokens::string(std::size_t begin, char quote) {
  Token token{Token::Type::text, '\0', {}, 0, begin};
  for (char c = take(); c != quote; c = take()) {
    if (c == '\0') return error(begin);
    if (c != '\\')
      token.text.push_back(c);
    else if (!escape(token.text))
      token.type = Token::Type::error;
  }
  if (token.type == Token::Type::error) return error(begin);
  return token;
}

bool Tokens::escape(std::string& text) {
  const char c = take();
  switch (c) {
    case '"':
    case '\'':
    case '\\':
      text.push_back(c);
      return true;
    case 'n':
      text.push_back('\n');
      return true;
    case 'r':
      text.push_back('\r');
      return true;
    case 'u':
      return unicode_escape(text);
    case 'x': {
      const auto value = hex(2);
      if (value) text.push_back(static_cast<char>(*value));  // a raw byte, not a code point
      return value && *value != 0;
    }
    default:
      return false;
  }
}

bool Tokens::unicode_escape(std::string& text) {
  const auto unit = hex(4);
  if (!unit || *unit == 0 || is_low_surrogate(*unit)) return false;
  std::uint32_t point = *unit;
  if (is_high_surrogate(point)) {
    if (!match('\\') || !match('u')) return false;
    const auto low = hex(4);
    if (!low || !is_low_surrogate(*low)) return false;
    point = 0x10000 + ((point - 0xD800) << 10) + (*low - 0xDC00);
  }
  append_utf8(text, point);
  return true;
}

std::optional<std::uint32_t> Tokens::hex(int digits) {
  std::uint32_t value = 0;
  for (int i = 0; i < digits; ++i) {
    const char c = take();
    if (is_digit(c)) {
      value = value * 16 + static_cast<std::uint32_t>(c - '0');
    } else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
      value = value * 16 + static_cast<std::uint32_t>((c | 0x20) - 'a') + 10;
    } else {
      put_back();
      return std::nullopt;
    }
  }
  return value;
}

/// Behind a slash. False: no comment, or one that does not end.
bool Tokens::skip_comment() {
  const char c = take();
  if (c == '*') return skip_block();
  if (c == '/') {
    skip_line();
    return true;
  }
  if (c == '\n' || c == '\r') put_back();
  return false;
}

void Tokens::skip_line() {
  for (char c = take(); c != '\n' && c != '\r' && c != '\0'; c = take()) {
  }
}

bool Tokens::skip_block() {
  for (;;) {
    const char c = take();
    if (c == '\0') return false;
    if (c == '*' && match('/')) return true;
  }
}

}  // namespace host::prefs

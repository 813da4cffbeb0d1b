// SPDX-License-Identifier: MPL-2.0
#include <host/prefs/parser.hpp>

#include <charconv>
#include <limits>

namespace host::prefs {
namespace {

void append_utf8(std::string& text, std::uint32_t point) {
  if (point < 0x80) {
    text.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    text.push_back(static_cast<char>(0xC0 | point >> 6));
    text.push_back(static_cast<char>(0x80 | (point & 0x3F)));
  } else if (point < 0x10000) {
    text.push_back(static_cast<char>(0xE0 | point >> 12));
    text.push_back(static_cast<char>(0x80 | (point >> 6 & 0x3F)));
    text.push_back(static_cast<char>(0x80 | (point & 0x3F)));
  } else {
    text.push_back(static_cast<char>(0xF0 | point >> 18));
    text.push_back(static_cast<char>(0x80 | (point >> 12 & 0x3F)));
    text.push_back(static_cast<char>(0x80 | (point >> 6 & 0x3F)));
    text.push_back(static_cast<char>(0x80 | (point & 0x3F)));
  }
}

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

class Parser {
 public:
  explicit Parser(std::string_view bytes) : m_bytes(bytes) {}

  std::vector<Statement> parse() {
    std::vector<Statement> statements;
    while (skip_space()) {
      Statement statement;
      statement.begin = m_at;
      if (read_statement(statement)) {
        statement.end = m_at;
        statements.push_back(std::move(statement));
      } else {
        recover();
      }
    }
    return statements;
  }

 private:
  char peek() const { return m_at < m_bytes.size() ? m_bytes[m_at] : '\0'; }
  bool at_end() const { return m_at >= m_bytes.size(); }

  /// Skips white space and comments. False at the end.
  bool skip_space() {
    while (!at_end()) {
      const char c = peek();
      const std::string_view rest = m_bytes.substr(m_at);
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f') {
        ++m_at;
      } else if (c == '#' || rest.starts_with("//")) {
        m_at = std::min(m_bytes.find_first_of("\r\n", m_at), m_bytes.size());
      } else if (rest.starts_with("/*")) {
        const auto end = m_bytes.find("*/", m_at + 2);
        m_at = end == std::string_view::npos ? m_bytes.size() : end + 2;
      } else {
        return true;
      }
    }
    return false;
  }

  bool take(char wanted) {
    if (!skip_space() || peek() != wanted) return false;
    ++m_at;
    return true;
  }

  std::string_view word() {
    const std::size_t begin = m_at;
    while (!at_end() && is_word(peek())) ++m_at;
    return m_bytes.substr(begin, m_at - begin);
  }

  bool read_statement(Statement& statement) {
    statement.function = word();
    if (statement.function.empty() || !take('(')) return false;
    if (!skip_space() || !read_string(statement.name) || !take(',')) return false;
    if (!skip_space() || !read_value(statement.value)) return false;
    while (take(',')) {  // attributes such as `sticky` and `locked`
      if (!skip_space() || word().empty()) return false;
    }
    return take(')') && take(';');
  }

  bool read_value(Value& value) {
    const char c = peek();
    if (c == '"' || c == '\'') {
      std::string text;
      if (!read_string(text)) return false;
      value = std::move(text);
      return true;
    }
    if (is_word(c)) {
      const auto name = word();
      if (name != "true" && name != "false") return false;
      value = name == "true";
      return true;
    }
    return read_integer(value);
  }

  bool read_integer(Value& value) {
    const char* begin = m_bytes.data() + m_at;
    if (peek() == '+') ++begin;
    int number = 0;
    const auto [end, error] = std::from_chars(begin, m_bytes.data() + m_bytes.size(), number);
    if (error != std::errc()) return false;
    m_at = static_cast<std::size_t>(end - m_bytes.data());
    value = number;
    return true;
  }

  bool read_string(std::string& text) {
    const char quote = peek();
    if (quote != '"' && quote != '\'') return false;
    ++m_at;
    while (!at_end()) {
      const char c = m_bytes[m_at++];
      if (c == quote) return true;
      if (c == '\0') return false;  // Mozilla's parser takes a NUL for the end of the file
      if (c != '\\')
        text.push_back(c);
      else if (!read_escape(text))
        return false;
    }
    return false;
  }

  bool read_escape(std::string& text) {
    if (at_end()) return false;
    const char c = m_bytes[m_at++];
    switch (c) {
      case '"': case '\'': case '\\': text.push_back(c); return true;
      case 'n': text.push_back('\n'); return true;
      case 'r': text.push_back('\r'); return true;
      case 'x': return read_code_point(text, 2);
      case 'u': return read_code_point(text, 4);
      default: return false;
    }
  }

  bool read_hex(std::size_t digits, std::uint32_t& value) {
    if (m_at + digits > m_bytes.size()) return false;
    const char* begin = m_bytes.data() + m_at;
    const auto [end, error] = std::from_chars(begin, begin + digits, value, 16);
    if (error != std::errc() || end != begin + digits) return false;
    m_at += digits;
    return true;
  }

  bool read_code_point(std::string& text, std::size_t digits) {
    std::uint32_t point = 0;
    if (!read_hex(digits, point) || point == 0) return false;
    if (point >= 0xDC00 && point <= 0xDFFF) return false;
    if (point >= 0xD800 && point <= 0xDBFF) {
      std::uint32_t low = 0;
      if (!m_bytes.substr(m_at).starts_with("\\u")) return false;
      m_at += 2;
      if (!read_hex(4, low) || low < 0xDC00 || low > 0xDFFF) return false;
      point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(text, point);
    return true;
  }

  /// Behind the next semicolon. Where nothing moved, one byte is given up.
  void recover() {
    const auto end = m_bytes.find(';', m_at);
    m_at = end == std::string_view::npos ? m_bytes.size() : end + 1;
  }

  std::string_view m_bytes;
  std::size_t m_at = 0;
};

}  // namespace

std::vector<Statement> parse_statements(std::string_view bytes) { return Parser(bytes).parse(); }

std::string as_mozilla_writes(std::string_view text) {
  std::string result = "\"";
  for (char c : text) {
    switch (c) {
      case '\\': result += "\\\\"; break;
      case '"': result += "\\\""; break;
      case '\n': result += "\\n"; break;
      case '\r': result += "\\r"; break;
      default: result.push_back(c);
    }
  }
  return result + '"';
}

}  // namespace host::prefs

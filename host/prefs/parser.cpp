// SPDX-License-Identifier: MPL-2.0
#include <host/prefs/parser.hpp>

#include <host/prefs/tokens.hpp>

#include <limits>

namespace host::prefs {
namespace {

using Type = Token::Type;

/// The token that does not fit is left in `m_token`, because recovery begins with it.
class Parser {
 public:
  Parser(std::string_view bytes, Dialect dialect)
      : m_tokens(bytes), m_size(bytes.size()), m_dialect(dialect) {
    if (bytes.starts_with(byte_order_mark)) m_tokens.skip(byte_order_mark.size());
  }

  Parsed parse() {
    Parsed parsed;
    parsed.content_begin = m_tokens.position();
    advance();
    while (m_token.type != Type::end) {
      Statement statement;
      if (read(statement)) {
        parsed.statements.push_back(std::move(statement));
        advance();
      } else if (!recover()) {
        return parsed;
      }
    }
    parsed.complete = m_token.begin >= m_size;
    return parsed;
  }

 private:
  void advance() { m_token = m_tokens.next(); }
  bool at(char symbol) const { return m_token.type == Type::symbol && m_token.symbol == symbol; }

  bool expect(char symbol) {
    advance();
    return at(symbol);
  }

  bool read(Statement& statement) {
    statement.begin = m_token.begin;
    if (!read_word(statement) || !expect('(')) return false;
    advance();
    if (m_token.type != Type::text) return false;
    statement.name = std::move(m_token.text);
    if (!expect(',')) return false;
    advance();
    if (!read_value(statement.value)) return false;
    advance();
    if (m_dialect == Dialect::defaults && !read_attributes(statement)) return false;
    if (!at(')') || !expect(';')) return false;
    statement.end = m_tokens.position();
    return true;
  }

  bool read_word(Statement& statement) const {
    if (m_token.type != Type::word) return false;
    statement.user = m_token.text == "user_pref";
    statement.locked = m_token.text == "lock_pref";
    return statement.user || statement.locked || m_token.text == "pref" || m_token.text == "sticky_pref";
  }

  bool read_value(Value& value) {
    if (m_token.type == Type::text) {
      value = std::move(m_token.text);
      return true;
    }
    if (m_token.type == Type::word && (m_token.text == "true" || m_token.text == "false")) {
      value = m_token.text == "true";
      return true;
    }
    return read_integer(value);
  }

  bool read_integer(Value& value) {
    const bool negative = at('-');
    if (negative || at('+')) advance();
    constexpr std::int64_t largest = std::numeric_limits<std::int32_t>::max();
    if (m_token.type != Type::number) return false;
    const std::int64_t number = m_token.number;
    if (number > largest + (negative ? 1 : 0)) return false;
    value = static_cast<int>(negative ? -number : number);
    return true;
  }

  bool read_attributes(Statement& statement) {
    for (; at(','); advance()) {
      advance();
      if (m_token.type != Type::word || (m_token.text != "sticky" && m_token.text != "locked")) return false;
      statement.locked = statement.locked || m_token.text == "locked";
    }
    return true;
  }

  /// Goes behind the next semicolon. False at the end of the file.
  bool recover() {
    while (!at(';')) {
      if (m_token.type == Type::end) return false;
      advance();
    }
    advance();
    return true;
  }

  Tokens m_tokens;
  Token m_token;
  std::size_t m_size;
  Dialect m_dialect;
};

}  // namespace

Parsed parse_statements(std::string_view bytes, Dialect dialect) {
  return Parser(bytes, dialect).parse();
}

std::string as_mozilla_writes(std::string_view text) {
  std::string result = "\"";
  for (char c : text) {
    switch (c) {
      case '\\':
        result += "\\\\";
        break;
      case '"':
        result += "\\\"";
        break;
      case '\n':
        result += "\\n";
        break;
      case '\r':
        result += "\\r";
        break;
      default:
        result.push_back(c);
    }
  }
  return result + '"';
}

}  // namespace host::prefs

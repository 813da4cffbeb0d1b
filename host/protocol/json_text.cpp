// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/json_text.hpp>

#include <nssbridge/error.hpp>
#include <nssbridge/values.hpp>

#include <nlohmann/json.hpp>

#include <utility>

namespace host::protocol {
namespace {

using nlohmann::json;

bool stands_for_itself(unsigned char c) {
  return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

}  // namespace

/// What is not plain ASCII goes the long way.
void append_json_string(std::string& to, std::string_view text) {
  const auto start = to.size();
  to += '"';
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (stands_for_itself(static_cast<unsigned char>(text[i]))) continue;
    if (text[i] != '"' && text[i] != '\\') {
      to.resize(start);
      to += json(nssbridge::to_valid_utf8(text)).dump();
      return;
    }
    to.append(text, done, i - done) += {'\\', text[i]};
    done = i + 1;
  }
  to.append(text, done) += '"';
}

JsonText& JsonText::key(std::string_view name) {
  separate();
  append_json_string(m_text, name);
  m_text += ':';
  m_comma = false;
  return *this;
}

JsonText& JsonText::string(std::string_view text) {
  separate();
  append_json_string(m_text, text);
  check_length();
  return *this;
}

JsonText& JsonText::number(std::uint64_t value) {
  separate();
  m_text += std::to_string(value);
  return *this;
}

JsonText& JsonText::boolean(bool value) {
  separate();
  m_text += value ? "true" : "false";
  return *this;
}

JsonText& JsonText::null() {
  separate();
  m_text += "null";
  return *this;
}

JsonText& JsonText::value(const json& value) {
  separate();
  m_text += value.dump(-1, ' ', false, json::error_handler_t::replace);
  check_length();
  return *this;
}

std::string JsonText::take() {
  m_comma = false;
  return std::exchange(m_text, {});
}

JsonText& JsonText::open(char bracket) {
  separate();
  m_text += bracket;
  m_comma = false;
  return *this;
}

JsonText& JsonText::close(char bracket) {
  m_text += bracket;
  m_comma = true;
  check_length();
  return *this;
}

void JsonText::separate() {
  if (m_comma) m_text += ',';
  m_comma = true;
}

void JsonText::check_length() const {
  if (m_text.size() > m_most)
    throw nssbridge::Error(nssbridge::Kind::too_large,
                           "The answer would be too long. Ask for less, such as certificates of one kind.");
}

}  // namespace host::protocol

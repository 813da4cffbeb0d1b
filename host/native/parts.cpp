// SPDX-License-Identifier: MPL-2.0
#include <host/native/message.hpp>
#include <host/native/parts.hpp>
#include <host/protocol/json_text.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>

namespace host::native {
namespace {

using nlohmann::json;

constexpr std::size_t header = sizeof(std::uint32_t);
constexpr const char* before_id = R"({"jsonrpc":"2.0","method":"$/part","params":{"id":)";

/// The bytes that a byte of text becomes in a JSON string. JSON text itself holds no control characters.
std::size_t cost(char c) {
  return c == '"' || c == '\\' ? 2 : static_cast<unsigned char>(c) < 0x20 ? 6 : 1;
}

bool begins_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

}  // namespace

Parts::Parts(const json& id, std::string answer) : m_id(text_of(id)), m_text(std::move(answer)) {
  if (header + m_text.size() < largest_frame)
    m_ends.push_back(m_text.size());
  else
    cut();
}

void Parts::cut() {
  // Room for what stands around the data: the fixed text and three numbers.
  const std::size_t most = largest_frame - header - m_id.size() - 200;
  std::size_t used = 0;
  std::size_t start_of_character = 0;
  std::size_t cost_of_character = 0;
  for (std::size_t at = 0; at < m_text.size(); ++at) {
    if (begins_character(m_text[at])) {
      start_of_character = at;
      cost_of_character = 0;
    }
    cost_of_character += cost(m_text[at]);
    used += cost(m_text[at]);
    if (used <= most) continue;
    m_ends.push_back(start_of_character);
    used = cost_of_character;
  }
  m_ends.push_back(m_text.size());
}

std::string Parts::message(std::size_t number) const {
  if (count() == 1) return m_text;
  const std::size_t begin = number == 0 ? 0 : m_ends[number - 1];
  std::string body = before_id + m_id + ",\"seq\":" + std::to_string(number) +
                     ",\"total\":" + std::to_string(count()) + ",\"data\":";
  protocol::append_json_string(body, std::string_view(m_text).substr(begin, m_ends[number] - begin));
  return body + "}}";
}

}  // namespace host::native

// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/strict_reader.hpp>
#include <nssbridge/error.hpp>

namespace host::protocol {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

namespace {

constexpr std::size_t deepest = 64;

/// At most `most` octets of it, and no part of a character.
std::string cut_text(const std::string& text, std::size_t most) {
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

}  // namespace

bool StrictReader::string(string_t& value) {
  return add(value.size() > m_limits.text ? cut_text(value, m_limits.text) : std::move(value));
}

bool StrictReader::start_object(std::size_t) {
  m_members.emplace_back();
  return open(json::object());
}

bool StrictReader::key(string_t& name) {
  if (!m_members.back().insert(name).second)
    throw Error(Kind::invalid_request, "The request has a member twice. Send each member once.");
  m_name = std::move(name);
  if (m_open.size() == 1) m_outer_name = m_name;
  return true;
}

bool StrictReader::end_object() {
  m_members.pop_back();
  return close();
}

bool StrictReader::start_array(std::size_t) {
  const std::string here = m_take && m_array.empty() ? path() : std::string();
  open(json::array());
  if (!here.empty() && m_arrays.contains(here)) {
    m_array = here;
    m_array_depth = m_open.size();
    m_values_left_then = m_values_left;
  }
  return true;
}

bool StrictReader::end_array() {
  if (!m_array.empty() && m_open.size() == m_array_depth) m_array.clear();
  return close();
}

/// Where the value was put. Pointers stay valid: a container grows only while it is the innermost open one.
json* StrictReader::place(json value) {
  if (m_values_left == 0) throw Error(Kind::invalid_request, "The request holds too many values. Ask for less at a time.");
  --m_values_left;
  if (m_open.empty()) {
    m_root = std::move(value);
    return &m_root;
  }
  json& parent = *m_open.back();
  if (parent.is_array()) return &parent.emplace_back(std::move(value));
  return &(parent[m_name] = std::move(value));
}

bool StrictReader::add(json value) {
  place(std::move(value));
  hand_out_if_element();
  return true;
}

bool StrictReader::open(json container) {
  if (m_open.size() >= deepest) throw Error(Kind::invalid_request, "The request is nested too deeply.");
  m_open.push_back(place(std::move(container)));
  return true;
}

bool StrictReader::close() {
  m_open.pop_back();
  hand_out_if_element();
  return true;
}

std::string StrictReader::path() const {
  if (m_open.size() == 1 && m_root.is_object()) return m_name;
  if (m_open.size() == 2 && m_root.is_object() && m_open.back()->is_object()) return m_outer_name + "/" + m_name;
  return {};
}

void StrictReader::hand_out_if_element() {
  if (m_array.empty() || m_open.size() != m_array_depth) return;
  auto& elements = m_open.back()->get_ref<json::array_t&>();
  json element = std::move(elements.back());
  elements.pop_back();
  m_values_left = m_values_left_then;
  m_take(m_array, std::move(element));
}

}  // namespace host::protocol

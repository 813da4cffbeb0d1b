// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/strict_json.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace host::protocol {
namespace {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

constexpr std::size_t deepest = 64;

/// Builds the value while it refuses what nlohmann's own reader lets through: duplicate members and any
/// depth.
class StrictReader : public nlohmann::json_sax<json> {
 public:
  explicit StrictReader(std::size_t most_values) : m_values_left(most_values) {}

  json take() { return std::move(m_root); }

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override {
    m_members.emplace_back();
    return open(json::object());
  }
  bool key(string_t& name) override {
    if (!m_members.back().insert(name).second)
      throw Error(Kind::invalid_request, "The request has a member twice. Send each member once.");
    m_name = std::move(name);
    return true;
  }
  bool end_object() override {
    m_members.pop_back();
    m_open.pop_back();
    return true;
  }
  bool start_array(std::size_t) override { return open(json::array()); }
  bool end_array() override {
    m_open.pop_back();
    return true;
  }
  /// nlohmann's text quotes the input, so it is dropped.
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  /// Where the value was put. Pointers stay valid: a container grows only while it is the innermost open one.
  json* place(json value) {
    if (m_values_left == 0)
      throw Error(Kind::invalid_request, "The request holds too many values. Ask for less at a time.");
    --m_values_left;
    if (m_open.empty()) {
      m_root = std::move(value);
      return &m_root;
    }
    json& parent = *m_open.back();
    if (parent.is_array()) return &parent.emplace_back(std::move(value));
    return &(parent[m_name] = std::move(value));
  }
  bool add(json value) {
    place(std::move(value));
    return true;
  }
  bool open(json container) {
    if (m_open.size() >= deepest) throw Error(Kind::invalid_request, "The request is nested too deeply.");
    m_open.push_back(place(std::move(container)));
    return true;
  }

  std::size_t m_values_left;
  json m_root;
  std::vector<json*> m_open;
  std::vector<std::set<std::string>> m_members;
  std::string m_name;
};

}  // namespace

json parse_strictly(std::string_view text, std::size_t most_values) {
  StrictReader reader(most_values);
  if (misleads_reader(text) || !json::sax_parse(text.begin(), text.end(), &reader))
    throw Error(Kind::invalid_request, "The request is not valid JSON. Send one JSON value in UTF-8.");
  return reader.take();
}

bool is_json(std::string_view text) {
  return !misleads_reader(text) && json::accept(text);
}

bool misleads_reader(std::string_view text) {
  return text.starts_with("\xEF\xBB\xBF") || text.find('\0') != std::string_view::npos;
}

}  // namespace host::protocol

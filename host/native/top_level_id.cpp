// SPDX-License-Identifier: MPL-2.0
#include <host/native/top_level_id.hpp>
#include <host/protocol/strict_json.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace host::native {
namespace {

using nlohmann::json;

/// Walks over a JSON text and keeps the members "id" of the outermost object only.
class IdReader : public nlohmann::json_sax<json> {
 public:
  json id() const { return m_count == 1 ? m_id : json(); }

  bool null() override { return value(nullptr); }
  bool boolean(bool) override { return value(nullptr); }
  bool number_integer(number_integer_t) override { return value(nullptr); }
  bool number_unsigned(number_unsigned_t number) override { return value(number); }
  bool number_float(number_float_t, const string_t&) override { return value(nullptr); }
  bool string(string_t& text) override { return m_is_id ? value(text) : value(nullptr); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(m_depth == 0); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(false); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    m_is_id = m_depth == 1 && m_in_object && name == "id";
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  bool value(const json& found) {
    if (m_is_id) {
      ++m_count;
      m_id = is_id(found) ? found : json();
    }
    m_is_id = false;
    return true;
  }
  bool open(bool outermost_object) {
    value(nullptr);
    if (m_depth == 0) m_in_object = outermost_object;
    ++m_depth;
    return true;
  }
  bool close() {
    --m_depth;
    return true;
  }

  json m_id;
  std::size_t m_count = 0;
  std::size_t m_depth = 0;
  bool m_in_object = false;
  bool m_is_id = false;
};

}  // namespace

bool is_id(const json& value) {
  constexpr std::uint64_t first_too_large = std::uint64_t{1} << 53;
  constexpr std::size_t longest = 1024;
  if (value.is_number_unsigned()) return value.get<std::uint64_t>() < first_too_large;
  return value.is_string() && value.get_ref<const std::string&>().size() <= longest;
}

std::optional<json> top_level_id(std::string_view text) {
  IdReader reader;
  if (protocol::misleads_reader(text) || !json::sax_parse(text.begin(), text.end(), &reader))
    return std::nullopt;
  return reader.id();
}

}  // namespace host::native

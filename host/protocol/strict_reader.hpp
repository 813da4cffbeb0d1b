// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nlohmann/json.hpp>

#include <cstddef>
#include <functional>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace host::protocol {

/// Builds a value for nlohmann's sax_parse while it refuses what nlohmann's own reader lets through: members that occur
/// twice, more than 64 levels, and more than a number of values. Throws Error(invalid_request), which quotes nothing.
class StrictReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  struct Limits {
    std::size_t values = std::numeric_limits<std::size_t>::max();
    std::size_t text = std::numeric_limits<std::size_t>::max();  ///< octets; a longer text is cut and ends with "…"
  };
  /// Takes one element of the array at that path.
  using Element = std::function<void(const std::string& path, nlohmann::json&& element)>;

  explicit StrictReader(Limits limits) : m_limits(limits), m_values_left(limits.values) {}
  /// Arrays that are members of the outermost object ("profiles"), or of an object that is ("audit/profiles"): their elements go to
  /// `take` one by one and are forgotten, so that memory does not grow with their number. The limit of values counts for each.
  StrictReader(Limits limits, std::set<std::string> arrays, Element take)
      : m_limits(limits), m_values_left(limits.values), m_arrays(std::move(arrays)), m_take(std::move(take)) {}

  nlohmann::json take() { return std::move(m_root); }

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override;
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override;
  bool key(string_t& name) override;
  bool end_object() override;
  bool start_array(std::size_t) override;
  bool end_array() override;
  /// nlohmann's text quotes the input, so it is dropped.
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

 private:
  nlohmann::json* place(nlohmann::json value);
  bool add(nlohmann::json value);
  bool open(nlohmann::json container);
  bool close();
  /// Where an array that opens now would stand; empty where elements of arrays there are never handed out.
  std::string path() const;
  void hand_out_if_element();

  Limits m_limits;
  std::size_t m_values_left;
  nlohmann::json m_root;
  std::vector<nlohmann::json*> m_open;
  std::vector<std::set<std::string>> m_members;
  std::string m_name;        ///< of the member that comes
  std::string m_outer_name;  ///< of the member of the outermost object that is being read
  std::set<std::string> m_arrays;
  Element m_take;
  std::string m_array;          ///< the path of the array whose elements are handed out now; empty: none
  std::size_t m_array_depth = 0;  ///< how many containers were open when it had opened
  std::size_t m_values_left_then = 0;
};

}  // namespace host::protocol

// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/strict_json.hpp>
#include <host/protocol/strict_reader.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

namespace host::protocol {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

json parse_strictly(std::string_view text, std::size_t most_values) {
  StrictReader reader({.values = most_values});
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

// SPDX-License-Identifier: MPL-2.0
// The product's reader and writer of preference files, for tests that compare them with the real Thunderbird.
//   prefs_probe rewrite PROFILE NAME < VALUE     sets a string in PROFILE/prefs.js
//   prefs_probe read user|defaults < FILES       FILES: a JSON list of files in hexadecimal. Prints for each
//   file a list of
//                                                [name in hexadecimal, value (strings as {"hex": ...}), user,
//                                                locked]
#include <host/prefs/parser.hpp>
#include <nssbridge/error.hpp>
#include <nssbridge/values.hpp>

#include <nlohmann/json.hpp>

#include <iostream>
#include <iterator>
#include <string>

using namespace host::prefs;
using nlohmann::json;

namespace {

std::string all_input() {
  return {std::istreambuf_iterator<char>(std::cin), {}};
}

std::string from_hex(const std::string& text) {
  std::string bytes;
  for (std::size_t at = 0; at + 1 < text.size(); at += 2)
    bytes.push_back(static_cast<char>(std::stoi(text.substr(at, 2), nullptr, 16)));
  return bytes;
}

std::string to_hex(const std::string& bytes) {
  return nssbridge::to_hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

json value_json(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (const auto* number = std::get_if<int>(&value)) return *number;
  return {{"hex", to_hex(std::get<std::string>(value))}};
}

int read(Dialect dialect) {
  json all = json::array();
  for (const auto& file : json::parse(all_input())) {
    json said = json::array();
    for (const auto& statement : parse_statements(from_hex(file.get<std::string>()), dialect).statements)
      said.push_back(json::array(
          {to_hex(statement.name), value_json(statement.value), statement.user, statement.locked}));
    all.push_back(std::move(said));
  }
  std::cout << all << "\n";
  return 0;
}

int change(const std::string& profile, const std::string& name) {
  try {
    rewrite(profile, {{name, Value(all_input())}});
    return 0;
  } catch (const nssbridge::Error& error) {
    std::cerr << nssbridge::name_of(error.kind()) << "\n";
    return 3;
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  if (argc == 4 && command == "rewrite") return change(argv[2], argv[3]);
  if (argc == 3 && command == "read")
    return read(std::string(argv[2]) == "user" ? Dialect::user : Dialect::defaults);
  return 2;
}

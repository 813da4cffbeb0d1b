// SPDX-License-Identifier: MPL-2.0
#include <host/fleet/host_names.hpp>
#include <nssbridge/error.hpp>

#include <algorithm>

namespace host::fleet {

bool is_host_name(std::string_view text) {
  constexpr std::size_t longest = 253;  // of a name in the DNS (RFC 1035, 2.3.4) as text
  const auto is_good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  };
  return !text.empty() && text.size() <= longest && std::ranges::all_of(text, is_good);
}

std::string host_of_file(std::string_view file_name) {
  constexpr std::string_view ending = ".json";
  if (!file_name.ends_with(ending)) return {};
  file_name.remove_suffix(ending.size());
  return is_host_name(file_name) ? std::string(file_name) : std::string();
}

std::set<std::string> host_names_in(std::string_view text) {
  std::set<std::string> names;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line = line.substr(0, line.find('#'));
    constexpr std::string_view blank = " \t\r";
    line.remove_prefix(std::min(line.find_first_not_of(blank), line.size()));
    line = line.substr(0, line.find_last_not_of(blank) + 1);
    if (line.empty()) continue;
    if (!is_host_name(line))
      throw nssbridge::Error(nssbridge::Kind::bad_file,
                             "The list of hosts has a line that is no host name. Write one name a line, of letters, digits, '.', '-' and '_'.");
    names.emplace(line);
  }
  return names;
}

}  // namespace host::fleet

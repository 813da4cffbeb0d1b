// SPDX-License-Identifier: MPL-2.0
#include <host/text/content_line.hpp>

#include <cstddef>

namespace host::text {

std::string content_line(std::string_view line) {
  constexpr std::size_t longest = 75;
  std::string lines;
  for (std::size_t room = longest; line.size() > room; room = longest - 1) {
    std::size_t end = room;
    while (end > 1 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
    lines += std::string(line.substr(0, end)) + "\r\n ";
    line.remove_prefix(end);
  }
  return lines + std::string(line) + "\r\n";
}

}  // namespace host::text

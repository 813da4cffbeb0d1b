// SPDX-License-Identifier: MPL-2.0
#include <nssbridge/values.hpp>

#include <charconv>
#include <chrono>
#include <cstdio>

namespace nssbridge {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

/// A fixed-width decimal field of `text`; nothing if it holds anything but digits.
std::optional<int> field(std::string_view text, std::size_t at, std::size_t width) {
  int value = 0;
  const char* begin = text.data() + at;
  for (std::size_t i = 0; i < width; ++i)
    if (begin[i] < '0' || begin[i] > '9') return std::nullopt;
  std::from_chars(begin, begin + width, value);
  return value;
}

/// Minutes east of UTC that "Z" or "+hh:mm" says.
std::optional<int> offset_minutes(std::string_view zone) {
  if (zone == "Z" || zone == "z") return 0;
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
  auto hours = field(zone, 1, 2);
  auto minutes = field(zone, 4, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const int total = *hours * 60 + *minutes;
  return zone[0] == '-' ? -total : total;
}

}  // namespace

std::string to_rfc3339(Time time) {
  const Time day_seconds = 86400;
  Time days = time / day_seconds;
  Time rest = time % day_seconds;
  if (rest < 0) {
    rest += day_seconds;
    --days;
  }
  const year_month_day date{sys_days{std::chrono::days{days}}};
  char text[48];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(rest / 3600), static_cast<int>(rest / 60 % 60), static_cast<int>(rest % 60));
  return text;
}

std::optional<Time> from_rfc3339(std::string_view text) {
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't') ||
      text[13] != ':' || text[16] != ':')
    return std::nullopt;
  auto year = field(text, 0, 4), month = field(text, 5, 2), day = field(text, 8, 2);
  auto hour = field(text, 11, 2), minute = field(text, 14, 2), second = field(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  std::size_t zone_at = 19;
  if (text[zone_at] == '.') {
    do ++zone_at;
    while (zone_at < text.size() && text[zone_at] >= '0' && text[zone_at] <= '9');
    if (zone_at == 20) return std::nullopt;
  }
  auto offset = offset_minutes(text.substr(zone_at));
  const year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                            std::chrono::day{static_cast<unsigned>(*day)}};
  if (!offset || !date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const Time days = sys_days{date}.time_since_epoch().count();
  return days * 86400 + *hour * 3600 + *minute * 60 + *second - *offset * 60;
}

}  // namespace nssbridge

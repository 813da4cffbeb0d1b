// SPDX-License-Identifier: MPL-2.0
#include <host/digest/digest.hpp>
#include <host/fleet/calendar.hpp>
#include <host/text/content_line.hpp>

#include <algorithm>
#include <string_view>

namespace host::fleet {
namespace {

constexpr nssbridge::Time two_weeks = 14 * seconds_a_day;

/// TEXT of RFC 5545, 3.3.11.
std::string calendar_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') escaped += '\\';
    escaped += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return escaped;
}

/// "20270101T120000Z"
std::string basic_time(nssbridge::Time time) {
  std::string text = nssbridge::to_rfc3339(time);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

std::string basic_day(nssbridge::Time time) { return basic_time(time).substr(0, 8); }

std::string uid(const Forecast& forecast) {
  return nssbridge::to_hex(digest::sha256("renewal\n" + forecast.address + "\n" + first_end(forecast))).substr(0, 32) + "@certferry";
}

}  // namespace

std::string renewal_calendar(const Forecast& forecast, Language language, nssbridge::Time at) {
  const auto day = std::max(at, nssbridge::from_rfc3339(first_end(forecast)).value_or(0) - two_weeks);
  const std::string title = calendar_text(renewal_title(forecast, language));
  std::string calendar;
  for (const std::string& line :
       {std::string("BEGIN:VCALENDAR"), std::string("VERSION:2.0"), std::string("PRODID:-//Certferry//Certferry//EN"), std::string("BEGIN:VEVENT"),
        "UID:" + uid(forecast), "DTSTAMP:" + basic_time(at), "DTSTART;VALUE=DATE:" + basic_day(day),
        "DTEND;VALUE=DATE:" + basic_day(day + seconds_a_day), "SUMMARY:" + title,
        "DESCRIPTION:" + calendar_text(renewal_text(forecast, language)), std::string("TRANSP:TRANSPARENT"), std::string("BEGIN:VALARM"),
        std::string("ACTION:DISPLAY"), "DESCRIPTION:" + title, std::string("TRIGGER:PT9H"), std::string("END:VALARM"), std::string("END:VEVENT"),
        std::string("END:VCALENDAR")})
    calendar += text::content_line(line);
  return calendar;
}

}  // namespace host::fleet

// SPDX-License-Identifier: MPL-2.0
#include <host/digest/digest.hpp>
#include <host/fleet/calendar.hpp>
#include <host/text/content_line.hpp>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

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

std::string uid(const std::string& address, const std::string& until) {
  return nssbridge::to_hex(digest::sha256("renewal\n" + address + "\n" + until)).substr(0, 32) + "@certferry";
}

/// An event for what ends then.
std::vector<std::string> event(const Forecast& forecast, const std::string& until, Language language, nssbridge::Time at) {
  const auto day = std::max(at, nssbridge::from_rfc3339(until).value_or(0) - two_weeks);
  const std::string title = calendar_text(renewal_title(forecast, language));
  return {"BEGIN:VEVENT", "UID:" + uid(forecast.address, until), "DTSTAMP:" + basic_time(at), "DTSTART;VALUE=DATE:" + basic_day(day),
          "DTEND;VALUE=DATE:" + basic_day(day + seconds_a_day), "SUMMARY:" + title,
          "DESCRIPTION:" + calendar_text(renewal_text(at_end(forecast, until), language)), "TRANSP:TRANSPARENT", "BEGIN:VALARM",
          "ACTION:DISPLAY", "DESCRIPTION:" + title, "TRIGGER:PT9H", "END:VALARM", "END:VEVENT"};
}

}  // namespace

std::string renewal_calendar(const Forecast& forecast, Language language, nssbridge::Time at) {
  constexpr std::size_t most_events = 10;
  std::vector<std::string> lines{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Certferry//Certferry//EN"};
  std::size_t events = 0;
  for (const std::string& until : ends_of(forecast)) {
    if (events++ == most_events) break;
    std::ranges::copy(event(forecast, until, language, at), std::back_inserter(lines));
  }
  lines.push_back("END:VCALENDAR");
  std::string calendar;
  for (const std::string& line : lines) calendar += text::content_line(line);
  return calendar;
}

}  // namespace host::fleet

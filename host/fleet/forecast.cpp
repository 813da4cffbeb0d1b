// SPDX-License-Identifier: MPL-2.0
#include <host/fleet/forecast.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>

namespace host::fleet {

using nlohmann::json;
using nssbridge::Time;

namespace {

using Hosts = std::set<std::string>;

/// A forecast while it grows.
struct Sum {
  std::set<std::string> users;
  std::map<std::string, Hosts> signing, encryption;  ///< by the end
};

std::vector<Loss> losses(const std::map<std::string, Hosts>& ends) {
  std::vector<Loss> all;
  for (const auto& [until, hosts] : ends)
    all.push_back({until, iso_week(nssbridge::from_rfc3339(until).value_or(0)), {hosts.begin(), hosts.end()}});
  return all;
}

std::vector<Loss> those_at(const std::vector<Loss>& losses, const std::string& until) {
  std::vector<Loss> found;
  for (const Loss& loss : losses)
    if (loss.until == until) found.push_back(loss);
  return found;
}

json to_json(const std::vector<Loss>& losses) {
  json all = json::array();
  for (const Loss& loss : losses) all.push_back({{"until", loss.until}, {"week", loss.week}, {"hosts", loss.hosts}});
  return all;
}

}  // namespace

std::vector<Forecast> forecast(const std::vector<report::Person>& people, Time at, unsigned weeks) {
  const std::string begin = nssbridge::to_rfc3339(at), end = nssbridge::to_rfc3339(at + Time{weeks} * 7 * seconds_a_day);
  const auto is_within = [&](const std::string& until) { return until >= begin && until < end; };
  std::map<std::string, Sum> by_address;
  for (const auto& person : people) {
    if (!is_within(person.sign_until) && !is_within(person.encrypt_until)) continue;
    Sum& own = by_address[person.address];
    own.users.insert(person.user);
    if (is_within(person.sign_until)) own.signing[person.sign_until].insert(person.hosts.begin(), person.hosts.end());
    if (is_within(person.encrypt_until)) own.encryption[person.encrypt_until].insert(person.hosts.begin(), person.hosts.end());
  }
  std::vector<Forecast> all;
  for (const auto& [address, own] : by_address)
    all.push_back({address, {own.users.begin(), own.users.end()}, losses(own.signing), losses(own.encryption)});
  std::ranges::stable_sort(all, {}, [](const Forecast& each) { return *ends_of(each).begin(); });
  return all;
}

std::set<std::string> ends_of(const Forecast& forecast) {
  std::set<std::string> ends;
  for (const auto* losses : {&forecast.signing, &forecast.encryption})
    for (const Loss& loss : *losses) ends.insert(loss.until);
  return ends;
}

Forecast at_end(const Forecast& forecast, const std::string& until) {
  return {forecast.address, forecast.users, those_at(forecast.signing, until), those_at(forecast.encryption, until)};
}

json to_json(const Forecast& forecast) {
  return {{"address", forecast.address}, {"users", forecast.users}, {"signing", to_json(forecast.signing)},
          {"encryption", to_json(forecast.encryption)}};
}

std::string iso_week(Time time) {
  using namespace std::chrono;
  const sys_days day{days{time / seconds_a_day}};
  // The week belongs to the year that its Thursday is in.
  const sys_days thursday = day - (weekday{day} - Monday) + days{3};
  const year own_year = year_month_day{thursday}.year();
  const auto number = (thursday - sys_days{own_year / January / 1}).count() / 7 + 1;
  char text[32];
  std::snprintf(text, sizeof text, "%04d-W%02d", static_cast<int>(own_year), static_cast<int>(number));
  return text;
}

}  // namespace host::fleet

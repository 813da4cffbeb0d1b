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

void add_unless_there(std::vector<std::string>& list, const std::string& text) {
  if (std::ranges::find(list, text) == list.end()) list.push_back(text);
}

/// The first end counts; hosts are those of every end within the time.
void add_loss(std::optional<Loss>& loss, const std::string& until, const std::vector<std::string>& hosts) {
  if (!loss) loss.emplace();
  if (loss->until.empty() || until < loss->until) {
    loss->until = until;
    loss->week = iso_week(nssbridge::from_rfc3339(until).value_or(0));
  }
  for (const auto& host : hosts) add_unless_there(loss->hosts, host);
}

json to_json(const std::optional<Loss>& loss) {
  if (!loss) return nullptr;
  return {{"until", loss->until}, {"week", loss->week}, {"hosts", loss->hosts}};
}

}  // namespace

std::vector<Forecast> forecast(const std::vector<report::Person>& people, Time at, unsigned weeks) {
  const std::string begin = nssbridge::to_rfc3339(at), end = nssbridge::to_rfc3339(at + Time{weeks} * 7 * seconds_a_day);
  const auto is_within = [&](const std::string& until) { return until >= begin && until < end; };
  std::map<std::string, Forecast> by_address;
  for (const auto& person : people) {
    if (!is_within(person.sign_until) && !is_within(person.encrypt_until)) continue;
    Forecast& own = by_address[person.address];
    own.address = person.address;
    add_unless_there(own.users, person.user);
    if (is_within(person.sign_until)) add_loss(own.signing, person.sign_until, person.hosts);
    if (is_within(person.encrypt_until)) add_loss(own.encryption, person.encrypt_until, person.hosts);
  }
  std::vector<Forecast> all;
  for (auto& [address, own] : by_address) all.push_back(std::move(own));
  std::ranges::stable_sort(all, {}, first_end);
  return all;
}

std::string first_end(const Forecast& forecast) {
  if (!forecast.signing) return forecast.encryption->until;
  return forecast.encryption ? std::min(forecast.signing->until, forecast.encryption->until) : forecast.signing->until;
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

// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/report/people.hpp>
#include <nssbridge/values.hpp>

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace host::fleet {

inline constexpr nssbridge::Time seconds_a_day = 86'400;

/// Something that ends because a certificate does.
struct Loss {
  std::string until;               ///< RFC 3339
  std::string week;                ///< "2027-W05"
  std::vector<std::string> hosts;  ///< where that is so; a person may have another certificate elsewhere
};

/// What one person, by address, loses.
struct Forecast {
  std::string address;
  std::vector<std::string> users;
  std::optional<Loss> signing;     ///< signatures that others accept
  std::optional<Loss> encryption;  ///< new mail that others encrypt to this person; old mail stays readable
};

/// The day that comes first. RFC 3339.
std::string first_end(const Forecast& forecast);

/// {address, users, signing: {until, week, hosts}|null, encryption: the same|null}.
nlohmann::json to_json(const Forecast& forecast);

/// Who loses something from `at` on within so many weeks, the first to come first. Where it is over already, nothing is lost any more.
std::vector<Forecast> forecast(const std::vector<report::Person>& people, nssbridge::Time at, unsigned weeks);

/// The week of ISO 8601 (4.1.4) in which it is, in UTC: "2027-W05".
std::string iso_week(nssbridge::Time time);

}  // namespace host::fleet

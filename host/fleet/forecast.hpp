// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/report/people.hpp>
#include <nssbridge/values.hpp>

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <vector>

namespace host::fleet {

inline constexpr nssbridge::Time seconds_a_day = 86'400;

/// One end of a certificate.
struct Loss {
  std::string until;               ///< RFC 3339
  std::string week;                ///< "2027-W05"
  std::vector<std::string> hosts;  ///< where it is that one; elsewhere a person may have another certificate
};

/// What one person, by address, loses. A host can say of anybody that something ends there, so no end takes another's place.
struct Forecast {
  std::string address;
  std::vector<std::string> users;
  std::vector<Loss> signing;     ///< signatures that others accept; the first end first
  std::vector<Loss> encryption;  ///< new mail that others encrypt to this person; old mail stays readable
};

/// Each time at which something ends, the first one first. RFC 3339.
std::set<std::string> ends_of(const Forecast& forecast);

/// What of it ends then.
Forecast at_end(const Forecast& forecast, const std::string& until);

/// {address, users, signing: [{until, week, hosts}], encryption: the same}.
nlohmann::json to_json(const Forecast& forecast);

/// Who loses something from `at` on within so many weeks, the first to come first. Where it is over already, nothing is lost any more.
std::vector<Forecast> forecast(const std::vector<report::Person>& people, nssbridge::Time at, unsigned weeks);

/// The week of ISO 8601 (4.1.4) in which it is, in UTC: "2027-W05".
std::string iso_week(nssbridge::Time time);

}  // namespace host::fleet

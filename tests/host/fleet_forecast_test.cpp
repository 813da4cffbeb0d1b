// SPDX-License-Identifier: MPL-2.0
#include <host/fleet/forecast.hpp>

#include <doctest/doctest.h>

using host::fleet::forecast;
using host::fleet::iso_week;
using host::report::Person;

namespace {

const nssbridge::Time monday = nssbridge::from_rfc3339("2026-11-30T04:00:00Z").value();

Person person_until(const char* host, const char* signing, const char* encryption, const char* address = "alice@example.org") {
  Person person;
  person.address = address;
  person.user = "alice";
  person.hosts = {host};
  person.sign_until = signing;
  person.encrypt_until = encryption;
  return person;
}

}  // namespace

TEST_CASE("weeks are those of ISO 8601, which belong to the year of their Thursday") {
  const auto week = [](const char* day) { return iso_week(nssbridge::from_rfc3339(std::string(day) + "T12:00:00Z").value()); };
  CHECK(week("2026-11-29") == "2026-W48");
  CHECK(week("2026-11-30") == "2026-W49");
  CHECK(week("2026-12-31") == "2026-W53");
  CHECK(week("2027-01-03") == "2026-W53");
  CHECK(week("2027-01-04") == "2027-W01");
  CHECK(week("2024-12-30") == "2025-W01");
}

TEST_CASE("a forecast has what ends within the weeks, and neither what is over nor what lasts") {
  const auto found = forecast({person_until("a", "2026-11-30T03:59:59Z", "", "over@example.org"), person_until("a", "2026-12-14T04:00:00Z", "", "after@example.org"),
                               person_until("a", "2026-12-14T03:59:59Z", "2027-06-01T00:00:00Z", "last@example.org"),
                               person_until("a", "", "2026-11-30T04:00:00Z", "first@example.org")},
                              monday, 2);
  REQUIRE(found.size() == 2);
  CHECK(found[0].address == "first@example.org");
  CHECK(found[0].signing.empty());
  CHECK(found[0].encryption.at(0).week == "2026-W49");
  CHECK(found[1].address == "last@example.org");
  CHECK(found[1].signing.at(0).until == "2026-12-14T03:59:59Z");
  CHECK(found[1].encryption.empty());
}

TEST_CASE("one address on several hosts is one person, with each end and the hosts that have it") {
  const auto found = forecast({person_until("desk", "2026-12-10T00:00:00Z", "2026-12-10T00:00:00Z"), person_until("lap", "2026-12-05T00:00:00Z", "2028-01-01T00:00:00Z"),
                               person_until("new", "2028-01-01T00:00:00Z", "2028-01-01T00:00:00Z"), person_until("also", "2026-12-10T00:00:00Z", "")},
                              monday, 12);
  REQUIRE(found.size() == 1);
  const nlohmann::json first{{"until", "2026-12-05T00:00:00Z"}, {"week", "2026-W49"}, {"hosts", nlohmann::json::array({"lap"})}};
  const nlohmann::json second{{"until", "2026-12-10T00:00:00Z"}, {"week", "2026-W50"}, {"hosts", {"also", "desk"}}};
  const nlohmann::json encryption{{"until", "2026-12-10T00:00:00Z"}, {"week", "2026-W50"}, {"hosts", nlohmann::json::array({"desk"})}};
  CHECK(to_json(found[0]) == nlohmann::json{{"address", "alice@example.org"}, {"users", nlohmann::json::array({"alice"})},
      {"signing", {first, second}}, {"encryption", nlohmann::json::array({encryption})}});
}

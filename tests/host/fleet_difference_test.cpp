// SPDX-License-Identifier: MPL-2.0
// What is new, unchanged and gone since the merge before.
#include <doctest/doctest.h>

#include "fleet_reports.hpp"

using namespace tests;

TEST_CASE("a merge says what is new, unchanged and gone, and a host that was not reached loses nothing") {
  Merges merges;
  State* state = &merges.begin();
  CHECK_FALSE(state->last_merge());
  give(*state, "desk", {profile_of("alice", {no_password, expired})}, audited_at(1));
  give(*state, "lap", {profile_of("bob", {note})}, audited_at(1));
  merges.end();
  state = &merges.begin();
  CHECK(state->last_merge() == 1'001);
  give(*state, "desk", {profile_of("alice", {expired, {"CERT-EXPIRING", "warning"}})}, audited_at(2));
  state->complete(std::nullopt);
  CHECK(states_of(*state)["lap"] == "missing");
  CHECK(baselines_of(*state) == std::map<std::string, std::string>{{"CERT-EXPIRED", "unchanged"}, {"CERT-EXPIRING", "new"}, {"EKU-ABSENT", "unchanged"}});
  const auto gone = gone_findings(*state);
  REQUIRE(gone.size() == 1);
  CHECK(gone[0]["rule"] == "STORE-NO-PASSWORD");
  CHECK(gone[0]["profile"] == "p-alice");
  CHECK(gone[0]["hosts"] == json::array({"desk"}));
  merges.end();
  state = &merges.begin();
  give(*state, "desk", {profile_of("alice", {expired, {"CERT-EXPIRING", "warning"}})}, audited_at(2));
  CHECK(gone_findings(*state).empty());
  CHECK(baselines_of(*state)["CERT-EXPIRING"] == "unchanged");
}

TEST_CASE("each host is compared with itself: a row of several says on which of them a finding is new and on which it is gone") {
  Merges merges;
  State* state = &merges.begin();
  for (const char* host : {"one", "two", "three"}) give(*state, host, {profile_of("alice", host == std::string("two") ? std::vector<Found>{} : std::vector{no_password})}, audited_at(1));
  merges.end();
  state = &merges.begin();
  give(*state, "one", {profile_of("alice", {})}, audited_at(2));
  give(*state, "two", {profile_of("alice", {no_password, expired})}, audited_at(2));
  auto profiles = profiles_of(*state);
  REQUIRE(profiles.size() == 1);
  REQUIRE(profiles[0]["findings"].size() == 2);
  const json known = profiles[0]["findings"][1], fresh = profiles[0]["findings"][0];
  CHECK(known["hosts"] == json{"three", "two"});
  CHECK(known["newOn"] == json::array({"two"}));
  CHECK(known["goneOn"] == json::array({"one"}));
  CHECK(known["baseline"] == "new");
  CHECK(fresh["newOn"] == json::array({"two"}));
  CHECK_FALSE(fresh.contains("goneOn"));
  CHECK(gone_findings(*state).empty());
  merges.end();
  state = &merges.begin();
  for (const char* host : {"two", "three"}) give(*state, host, {profile_of("alice", {})}, audited_at(3));
  const auto gone = gone_findings(*state);
  REQUIRE(gone.size() == 2);
  CHECK(gone[0]["hosts"] == json::array({"two"}));
  CHECK(gone[1]["hosts"] == json{"three", "two"});
  CHECK(profiles_of(*state)[0]["findings"].empty());
}

TEST_CASE("what is gone on a host whose profile is not the same as another's is gone, though the other has it still") {
  Merges merges;
  const json other = json::array({certificate_of("bob", false)});
  State* state = &merges.begin();
  give(*state, "one", {profile_of("alice", {no_password})}, audited_at(1));
  give(*state, "two", {profile_of("alice", {no_password}, other)}, audited_at(1));
  merges.end();
  state = &merges.begin();
  give(*state, "one", {profile_of("alice", {})}, audited_at(2));
  const auto gone = gone_findings(*state);
  REQUIRE(gone.size() == 1);
  CHECK(gone[0]["hosts"] == json::array({"one"}));
  CHECK(baselines_of(*state) == std::map<std::string, std::string>{{"STORE-NO-PASSWORD", "unchanged"}});
}

TEST_CASE("names made with another key are neither new nor gone") {
  Merges merges;
  give(merges.begin(), "desk", {profile_of("alice", {no_password, {"PEER-EXPIRED", "note", true}})}, audited_at(1, "k1"));
  merges.end();
  State& state = merges.begin();
  give(state, "desk", {profile_of("alice", {no_password, {"PEER-UNSUPPORTED", "note", true}})}, audited_at(2, "k2"));
  CHECK(baselines_of(state) == std::map<std::string, std::string>{{"STORE-NO-PASSWORD", "unchanged"}, {"PEER-UNSUPPORTED", ""}});
  CHECK(gone_findings(state).empty());
}

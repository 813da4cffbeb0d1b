// SPDX-License-Identifier: MPL-2.0
#include <support/kind_of.hpp>

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <numeric>

#include "fleet_reports.hpp"

using namespace tests;

TEST_CASE("hosts are told apart by how far they are known") {
  State state(std::nullopt);
  give(state, "clean", {profile_of("a", {note})}, audited_at(100));
  give(state, "bad", {profile_of("b", {no_password})}, audited_at(100));
  Result partly = audited_at(100);
  partly.unreachable.push_back({{"path", "/home/z"}, {"message", "no"}});
  give(state, "partly", {}, partly);
  give(state, "old", {profile_of("c", {})}, audited_at(10));
  Result away;
  away.kind = Result::Kind::unreachable;
  away.message = "timed out";
  give(state, "away", {}, away);
  away.kind = Result::Kind::failed;
  give(state, "failed", {}, away);
  state.merge("liar", [](const ResultParts& parts) -> Result {
    parts.profile(profile_of("x", {no_password}));
    throw Rejected("It lies.");
  });
  state.reject("strange name", "It has no name.");
  state.age(50);
  state.complete(std::set<std::string>{"clean", "never"});
  CHECK(states_of(state) == std::map<std::string, std::string>{{"clean", "clean"}, {"bad", "findings"}, {"partly", "findings"}, {"old", "stale"},
      {"away", "unreachable"}, {"failed", "failed"}, {"liar", "rejected"}, {"never", "missing"}, {"strange name", "rejected"}});
  CHECK(profiles_of(state).size() == 3);  // none of the liar
  CHECK(unreachable_places(state) == std::vector<json>{{{"host", "partly"}, {"path", "/home/z"}, {"message", "no"}}});
  for (const json& host : hosts(state))
    if (host.value("host", "") == "away") CHECK(host["message"] == "timed out");
}

TEST_CASE("what several hosts have is one row with its hosts") {
  State state(std::nullopt);
  const json authority = certificate_of("root", true), own = certificate_of("alice", false);
  give(state, "two", {profile_of("alice", {no_password}, {authority, own})}, audited_at(1));
  give(state, "one", {profile_of("alice", {no_password}, {authority, own})}, audited_at(1));
  give(state, "other", {profile_of("bob", {no_password}, json::array({authority}))}, audited_at(1));
  const auto profiles = profiles_of(state);
  REQUIRE(profiles.size() == 2);
  CHECK(profiles[0]["hosts"] == json{"one", "two"});
  CHECK(profiles[0]["findings"].size() == 1);
  CHECK(profiles[0]["findings"][0]["hosts"] == json{"one", "two"});
  CHECK(profiles[0]["certificates"] == json::array({own}));  // the authority is in the list of the fleet
  CHECK(profiles[0]["summary"] == json{{"error", 0}, {"warning", 1}, {"note", 0}});
  CHECK_FALSE(profiles[0]["findings"][0].contains("baseline"));
  const auto certificates = rows_of(state, for_each_certificate);
  REQUIRE(certificates.size() == 2);
  CHECK(certificates[0]["hosts"] == json{"one", "other", "two"});
  CHECK(certificates[0]["own"] == true);
}

TEST_CASE("a host that lies about a certificate changes nothing of what others say of it") {
  State state(std::nullopt);
  json lie = certificate_of("alice", false);
  lie["subject"] = "CN=Mallory";
  give(state, "liar", {profile_of("mallory", {}, json::array({lie}))}, audited_at(1));
  give(state, "one", {profile_of("alice", {}, json::array({certificate_of("alice", false)}))}, audited_at(1));
  const auto certificates = rows_of(state, for_each_certificate);
  REQUIRE(certificates.size() == 2);
  CHECK(certificates[1]["subject"] == "CN=alice");
  CHECK(certificates[1]["hosts"] == json::array({"one"}));
}

TEST_CASE("a file that is older than what is known changes nothing, and says so only where there is no newer one") {
  Merges merges;
  give(merges.begin(), "desk", {profile_of("alice", {expired})}, audited_at(10));
  merges.end();
  State* state = &merges.begin();
  give(*state, "desk", {profile_of("alice", {})}, audited_at(9));
  CHECK(states_of(*state)["desk"] == "stale");
  CHECK(baselines_of(*state).size() == 1);
  give(*state, "desk", {profile_of("alice", {no_password})}, audited_at(12));
  give(*state, "desk", {profile_of("alice", {})}, audited_at(11));
  CHECK(states_of(*state)["desk"] == "findings");
  CHECK(baselines_of(*state) == std::map<std::string, std::string>{{"STORE-NO-PASSWORD", "new"}});
  CHECK(gone_findings(*state).size() == 1);
}

TEST_CASE("the newest file of a merge says how far a host is known, and a rejected one outweighs it, in whatever order they come") {
  using Step = std::function<void(State&)>;
  const auto report = [](nssbridge::Time collected) -> Step {
    return [=](State& state) { give(state, "desk", {profile_of("alice", {note})}, audited_at(collected)); };
  };
  const auto word = [](Result::Kind kind, nssbridge::Time collected) -> Step {
    return [=](State& state) {
      Result result = audited_at(collected);
      result.kind = kind;
      give(state, "desk", {}, result);
    };
  };
  const Step rejection = [](State& state) { state.merge("desk", [](const ResultParts&) -> Result { throw Rejected("It lies."); }); };
  const auto away = [&](nssbridge::Time collected) { return word(Result::Kind::unreachable, collected); };
  struct Case {
    std::string expected;
    std::size_t profiles;
    std::vector<Step> steps;
  };
  const Step failed = word(Result::Kind::failed, 12);
  for (const auto& [expected, profiles, steps] : std::vector<Case>{
           {"unreachable", 1, {report(10), away(12)}}, {"clean", 1, {report(12), away(10)}}, {"unreachable", 1, {report(10), away(12), report(11)}},
           {"unreachable", 1, {report(12), away(12)}}, {"rejected", 1, {report(10), rejection}}, {"rejected", 1, {report(10), away(12), rejection}},
           {"failed", 0, {away(12), failed}}, {"failed", 1, {report(4), failed, away(5)}}, {"stale", 0, {report(2), away(1)}}}) {
    std::vector<std::size_t> order(steps.size());
    std::iota(order.begin(), order.end(), 0);
    do {
      Merges merges;
      give(merges.begin(), "desk", {}, audited_at(3));
      merges.end();
      State& state = merges.begin();
      for (const auto at : order) steps[at](state);
      CHECK(states_of(state)["desk"] == expected);
      CHECK(profiles_of(state).size() == profiles);
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

TEST_CASE("a host that is expected no more is forgotten") {
  Merges merges;
  State* state = &merges.begin();
  give(*state, "desk", {profile_of("alice", {expired})}, audited_at(1));
  give(*state, "lap", {profile_of("bob", {expired})}, audited_at(1));
  merges.end();
  state = &merges.begin();
  state->complete(std::set<std::string>{"lap"});
  CHECK(states_of(*state) == std::map<std::string, std::string>{{"lap", "missing"}});
  CHECK(profiles_of(*state).size() == 1);
  CHECK(gone_findings(*state).empty());
}

TEST_CASE("without a commit the database is as it was, and only its owner can read it") {
  Merges merges;
  give(merges.begin(), "desk", {profile_of("alice", {expired})}, audited_at(1));
  merges.end();
  struct stat status {};
  REQUIRE(::stat(merges.file().c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  const std::string before = tests::read_bytes(merges.file());
  give(merges.begin(), "desk", {profile_of("alice", {})}, audited_at(2));
  State& state = merges.begin();  // the one before it ends without a commit
  CHECK(profiles_of(state)[0]["findings"].size() == 1);
  CHECK(state.last_merge() == 1'001);
}

TEST_CASE("a database of something else, of others or behind a link is refused") {
  const tests::TemporaryFolder folder;
  const auto open = [&](const char* name) { return kind_of([&] { State(folder.path() / name); }); };
  tests::write_file(folder.path() / "text", "no database at all, but long enough to be one");
  std::filesystem::permissions(folder.path() / "text", std::filesystem::perms(0600));
  CHECK(open("text") == nssbridge::Kind::bad_file);
  tests::write_file(folder.path() / "open", "");
  std::filesystem::permissions(folder.path() / "open", std::filesystem::perms(0644));
  CHECK(open("open") == nssbridge::Kind::permission_denied);
  std::filesystem::create_symlink("nowhere", folder.path() / "link");
  CHECK(open("link") == nssbridge::Kind::permission_denied);
  CHECK(open("folder/none") == nssbridge::Kind::bad_file);
  CHECK_FALSE(open("good"));
  Database(folder.path() / "other", 1, 1, "CREATE TABLE t (a)");
  CHECK(open("other") == nssbridge::Kind::bad_file);
}

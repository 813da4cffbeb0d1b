// SPDX-License-Identifier: MPL-2.0
#include <host/fleet/rows.hpp>
#include <host/fleet/state.hpp>
#include <support/kind_of.hpp>
#include <support/temporary_folder.hpp>

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <map>

using namespace host::fleet;
using nlohmann::json;
using tests::kind_of;

namespace {

struct Found {
  std::string rule = "STORE-NO-PASSWORD", severity = "warning";
  bool redacted = false;
};

json profile_of(const std::string& user, const std::vector<Found>& findings, const json& certificates = json::array()) {
  json made{{"id", "p-" + user}, {"application", "thunderbird"}, {"path", "/home/" + user}, {"user", user}, {"name", "default"},
            {"identities", json::array()}, {"certificates", certificates}, {"unknown", json::array()}, {"findings", json::array()}};
  for (const Found& each : findings) {
    std::string key = each.rule + user;
    key.resize(64, 'k');
    made["findings"].push_back({{"rule", each.rule}, {"severity", each.severity}, {"message", "It is so."}, {"evidence", json::object()}, {"key", key}, {"redacted", each.redacted}});
  }
  return made;
}

json certificate_of(const std::string& name, bool authority) {
  return {{"fingerprint", std::string(64, name.front())}, {"subject", "CN=" + name}, {"isAuthority", authority}, {"hasPrivateKey", !authority}, {"emails", json::array()}};
}

Result audited_at(nssbridge::Time collected, const std::string& redaction = {}) {
  Result result;
  result.collected = collected;
  result.redaction = redaction;
  return result;
}

void give(State& state, const std::string& host, const std::vector<json>& profiles, const Result& result) {
  state.merge(host, [&](const ResultParts& parts) {
    for (json profile : profiles) parts.profile(std::move(profile));
    return result;
  });
}

/// "desk": "findings"
std::map<std::string, std::string> states_of(State& state) {
  std::map<std::string, std::string> states;
  for (const json& host : hosts(state)) states[host.value("host", host.value("file", ""))] = host["state"];
  return states;
}

std::vector<json> rows_of(State& state, void (*each)(State&, const Take&)) {
  std::vector<json> rows;
  each(state, [&](json&& row) { rows.push_back(std::move(row)); });
  return rows;
}

std::vector<json> profiles_of(State& state) { return rows_of(state, for_each_profile); }

/// {rule: baseline} of all findings.
std::map<std::string, std::string> baselines_of(State& state) {
  std::map<std::string, std::string> found;
  for (const json& profile : profiles_of(state))
    for (const json& finding : profile["findings"]) found[finding["rule"]] = finding.value("baseline", "");
  return found;
}

/// One database over several merges.
class Merges {
 public:
  std::filesystem::path file() const { return m_folder.path() / "fleet.db"; }
  State& begin() { return m_state.emplace(file()); }
  void end() {
    m_state->complete(std::nullopt);
    m_state->commit(++m_time);
    m_state.reset();
  }

 private:
  tests::TemporaryFolder m_folder;
  std::optional<State> m_state;
  nssbridge::Time m_time = 1'000;
};

const Found no_password{}, expired{"CERT-EXPIRED", "error"}, note{"EKU-ABSENT", "note"};

}  // namespace

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

TEST_CASE("a finding is gone only when no host has it any more") {
  Merges merges;
  for (const char* host : {"one", "two"}) {
    give(merges.begin(), host, {profile_of("alice", {no_password})}, audited_at(1));
    merges.end();
  }
  State& state = merges.begin();
  give(state, "one", {profile_of("alice", {})}, audited_at(2));
  CHECK(gone_findings(state).empty());
  give(state, "two", {profile_of("alice", {})}, audited_at(2));
  const auto gone = gone_findings(state);
  REQUIRE(gone.size() == 1);
  CHECK(gone[0]["hosts"] == json{"one", "two"});
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

TEST_CASE("names made with another key are neither new nor gone") {
  Merges merges;
  give(merges.begin(), "desk", {profile_of("alice", {no_password, {"PEER-EXPIRED", "note", true}})}, audited_at(1, "k1"));
  merges.end();
  State& state = merges.begin();
  give(state, "desk", {profile_of("alice", {no_password, {"PEER-UNSUPPORTED", "note", true}})}, audited_at(2, "k2"));
  CHECK(baselines_of(state) == std::map<std::string, std::string>{{"STORE-NO-PASSWORD", "unchanged"}, {"PEER-UNSUPPORTED", ""}});
  CHECK(gone_findings(state).empty());
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

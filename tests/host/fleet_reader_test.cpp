// SPDX-License-Identifier: MPL-2.0
#include <host/fleet/host_names.hpp>
#include <host/fleet/result_reader.hpp>
#include <support/kind_of.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>

using namespace host::fleet;
using nlohmann::json;

namespace {

const nssbridge::Time now = nssbridge::from_rfc3339("2026-11-30T04:00:00Z").value();
const std::string time_text = "2026-11-30T03:00:00Z";

Source octets_of(std::string text) {
  return [text = std::move(text), at = std::size_t{0}](char* into, std::size_t room) mutable {
    const std::size_t size = std::min(room, text.size() - at);
    std::memcpy(into, text.data() + at, size);
    at += size;
    return size;
  };
}

json finding_of(const char* rule = "CERT-EXPIRED") {
  return {{"rule", rule}, {"severity", "error"}, {"message", "It has."}, {"reference", "RFC"}, {"evidence", json::object()}, {"key", std::string(64, 'a')}};
}

json profile_of(const char* id) {
  return {{"id", id}, {"application", "thunderbird"}, {"path", "/p"}, {"user", "alice"}, {"name", "default"}, {"identities", json::array()},
          {"certificates", json::array()}, {"findings", json::array({finding_of()})}, {"unknown", json::array({"private-keys", "alice"})}, {"summary", json::object()}};
}

json report_with(const json& profiles, const json& more = json::object()) {
  json report{{"schema", 1}, {"tool", {{"version", "1.0"}, {"nss", "3.125"}}}, {"time", time_text}, {"at", time_text}, {"host", nullptr}, {"profiles", profiles}};
  report.update(more);
  return report;
}

json envelope_with(const json& more) {
  json envelope{{"host", "desk"}, {"collected", time_text}};
  envelope.update(more);
  return envelope;
}

struct Read {
  Result result;
  std::vector<json> profiles, across;
};

Read read_text(const std::string& text) {
  Read read;
  read.result = read_result(octets_of(text), "desk", now, {[&](json&& each) { read.profiles.push_back(each); }, [&](json&& each) { read.across.push_back(each); }});
  return read;
}

/// Why it is rejected; empty where it is not.
std::string reason(const std::string& text) {
  try {
    read_text(text);
  } catch (const Rejected& rejected) {
    return rejected.message();
  }
  return {};
}
std::string reason(const json& value) { return reason(value.dump()); }

}  // namespace

TEST_CASE("the name of a result file is the name of its host") {
  CHECK(host_of_file("desk-17.example.org.json") == "desk-17.example.org");
  CHECK(host_of_file("A_b.json") == "A_b");
  for (const std::string bad : {"desk", "desk.jsonl", ".json", "de sk.json", "desk\n.json", "d/x.json", "d\xC3\xA4sk.json", "<b>.json"})
    CHECK(host_of_file(bad).empty());
  CHECK(host_of_file(std::string(253, 'a') + ".json").size() == 253);
  CHECK(host_of_file(std::string(254, 'a') + ".json").empty());
}

TEST_CASE("a list of hosts has a name a line") {
  CHECK(host_names_in("b\n  a \r\n\n# c\nd # e\n") == std::set<std::string>{"a", "b", "d"});
  CHECK(tests::kind_of([] { host_names_in("a b"); }) == nssbridge::Kind::bad_file);
}

TEST_CASE("a report is read with and without the collector's envelope, profile by profile") {
  const json report = report_with({profile_of("p"), profile_of("q")}, {{"across", json::array({{{"id", "p"}, {"findings", json::array({finding_of("STORE-DUPLICATE")})}}})},
                                                                        {"unreachable", json::array({{{"path", "/home/bob"}, {"message", "no"}, {"odd", 1}}})}});
  for (const json& whole : {report, envelope_with({{"audit", report}})}) {
    const Read read = read_text(whole.dump());
    CHECK(read.result.kind == Result::Kind::audited);
    CHECK(read.result.collected == now - 3600);
    CHECK(read.result.version == "1.0");
    CHECK(read.result.unreachable == std::vector<json>{{{"path", "/home/bob"}, {"message", "no"}}});
    REQUIRE(read.profiles.size() == 2);
    CHECK(read.profiles[1]["id"] == "q");
    CHECK(read.profiles[0]["unknown"] == json::array({"private-keys"}));
    REQUIRE(read.across.size() == 1);
    CHECK(read.across[0]["findings"][0]["rule"] == "STORE-DUPLICATE");
  }
}

TEST_CASE("what the collector says instead of a report is kept apart") {
  CHECK(read_text(envelope_with({{"unreachable", "timed out"}}).dump()).result.kind == Result::Kind::unreachable);
  const Read failed = read_text(envelope_with({{"failed", "no sudo"}}).dump());
  CHECK(failed.result.kind == Result::Kind::failed);
  CHECK(failed.result.message == "no sudo");
}

TEST_CASE("a result of another host, of the future or of no time is rejected") {
  CHECK(reason(report_with(json::array(), {{"host", "other"}})).find("another host") != std::string::npos);
  CHECK(reason(envelope_with({{"host", "other"}, {"failed", "x"}})).find("another host") != std::string::npos);
  CHECK(reason(envelope_with({{"audit", report_with(json::array(), {{"host", "other"}})}})).find("another host") != std::string::npos);
  CHECK(reason(json{{"collected", time_text}, {"failed", "x"}}).find("which host") != std::string::npos);
  CHECK(reason(report_with(json::array(), {{"host", "desk"}})).empty());
  CHECK(reason(report_with(json::array(), {{"host", "0123"}, {"redaction", {{"extent", "all"}, {"key", "k"}}}})).empty());
  CHECK(reason(report_with(json::array(), {{"time", "2026-12-01T05:00:00Z"}})).find("future") != std::string::npos);
  CHECK(reason(report_with(json::array(), {{"time", "yesterday"}})).find("when") != std::string::npos);
}

TEST_CASE("what is no report, or an envelope with more or less than it should have, is rejected") {
  for (const std::string text : {"", "1", "[]", "{", "{}", "nul", "{\"schema\":1}", "{\"schema\":1}x", "{\"a\":1,\"a\":1}", "\xEF\xBB\xBF{}", "{\"a\":\"\xFF\"}"}) {
    CAPTURE(text);
    CHECK_FALSE(reason(text).empty());
  }
  CHECK_FALSE(reason(report_with(json::array()).dump() + std::string(1, '\0') + "{}").empty());
  CHECK_FALSE(reason(report_with(json::array(), {{"schema", 2}})).empty());
  CHECK_FALSE(reason(report_with(1)).empty());
  CHECK_FALSE(reason(envelope_with({{"audit", report_with(json::array())}, {"more", 1}})).empty());
  CHECK_FALSE(reason(envelope_with({{"failed", "x"}, {"unreachable", "y"}})).empty());
  CHECK_FALSE(reason(envelope_with({{"failed", 1}})).empty());
  CHECK_FALSE(reason(envelope_with({{"audit", 1}})).empty());
}

TEST_CASE("a profile with a member of another type is rejected, and members that nobody knows fall away") {
  for (const auto& member : std::initializer_list<std::pair<const char*, json>>{
           {"id", 1}, {"user", 1}, {"findings", 1}, {"certificates", json::object()}, {"identities", json::array({1})}}) {
    CAPTURE(member.first);
    json profile = profile_of("p");
    profile[member.first] = member.second;
    CHECK_FALSE(reason(report_with(json::array({profile}))).empty());
  }
  for (const auto& member : std::initializer_list<std::pair<const char*, json>>{
           {"rule", "lower"}, {"severity", "fatal"}, {"key", "short"}, {"message", nullptr}, {"certificate", "<b>"}, {"evidence", 1}}) {
    CAPTURE(member.first);
    json profile = profile_of("p");
    profile["findings"][0][member.first] = member.second;
    CHECK_FALSE(reason(report_with(json::array({profile}))).empty());
  }
  json more = profile_of("p");
  more["odd"] = "x";
  more["findings"][0]["odd"] = "x";
  CHECK(read_text(report_with(json::array({more})).dump()).profiles == read_text(report_with(json::array({profile_of("p")})).dump()).profiles);
}

TEST_CASE("long texts are cut, longer ones, deep ones and too many values reject the file before they take memory") {
  json profile = profile_of("p");
  profile["name"] = std::string(100'000, 'x') + "\xC3\xA4";
  CHECK(read_text(report_with(json::array({profile})).dump()).profiles[0]["name"] == std::string(2048, 'x') + "…");
  profile["name"] = std::string(2047, 'x') + "\xC3\xA4";
  CHECK(read_text(report_with(json::array({profile})).dump()).profiles[0]["name"] == std::string(2047, 'x') + "…");
  profile["name"] = std::string(2U << 20, 'x');
  CHECK(reason(report_with(json::array({profile}))).find("1 MiB") != std::string::npos);
  CHECK(reason(std::string(2U << 20, ' ')).find("1 MiB") != std::string::npos);
  CHECK(reason(std::string(2U << 20, '1')).find("1 MiB") != std::string::npos);
  CHECK(reason("{\"a\":" + std::string(100, '[') + std::string(100, ']') + "}").find("deeply") != std::string::npos);
  std::string many = "{\"a\":[0";
  for (int i = 0; i < 600'000; ++i) many += ",0";
  CHECK(reason(many + "]}").find("too many") != std::string::npos);
}

TEST_CASE("more identities, findings or people than anybody has reject the file; of a certificate's addresses 64 are kept, and it is said") {
  const auto many = [](std::size_t count, const json& value) { return json(json::array_t(count, value)); };
  const json identity{{"id", "id1"}, {"email", "alice@example.org"}};
  const auto reason_with = [](const char* member, const json& value) {
    json profile = profile_of("p");
    profile[member] = value;
    return reason(report_with(json::array({profile})));
  };
  CHECK(reason_with("identities", many(1'000, identity)).empty());
  CHECK(reason_with("identities", many(1'001, identity)).find("more than 1000 identities") != std::string::npos);
  CHECK(reason_with("findings", many(10'001, finding_of())).empty());
  CHECK(reason_with("findings", many(10'002, finding_of())).find("more than 10001 findings") != std::string::npos);
  json certificate{{"fingerprint", std::string(64, 'a')}, {"hasPrivateKey", true}, {"emails", many(64, "a@b.cc")}};
  json profile = profile_of("p");
  profile["certificates"] = json::array({certificate});
  CHECK(read_text(report_with(json::array({profile})).dump()).profiles[0]["unknown"] == json::array({"private-keys"}));
  profile["certificates"][0]["emails"] = many(65, "a@b.cc");
  const json kept = read_text(report_with(json::array({profile})).dump()).profiles[0];
  CHECK(kept["certificates"][0]["emails"].size() == 64);
  CHECK(kept["unknown"] == json{"private-keys", "addresses"});
  profile["certificates"] = many(15, certificate);
  CHECK(reason(report_with(many(10, profile))).empty());
  CHECK(reason(report_with(many(11, profile))).find("people") != std::string::npos);
}

TEST_CASE("of places that could not be looked at a thousand are kept, and how many more there are") {
  const auto places = read_text(report_with(json::array(), {{"unreachable", json::array_t(1'500, {{"path", "/home/bob"}, {"message", "no"}})}}).dump()).result.unreachable;
  REQUIRE(places.size() == 1'001);
  CHECK(places.back()["message"] == "500 more.");
}

TEST_CASE("a file beyond 64 MiB is rejected while it is read") {
  std::size_t given = 0;
  const Source endless = [&given](char* into, std::size_t room) {
    std::fill(into, into + room, ',');
    given += room;
    return room;
  };
  WatchedOctets octets(endless);
  const auto read_on = [&octets] {
    while (true) octets.next();
  };
  CHECK_THROWS_AS(read_on(), Rejected);
  CHECK(given > WatchedOctets::most);
  CHECK(given < 2 * WatchedOctets::most);
}

// SPDX-License-Identifier: MPL-2.0
#include <host/cli/mending.hpp>
#include <host/cli/render.hpp>
#include <host/cli/status.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using host::cli::mend;
using host::cli::Style;
using host::front::Request;
using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

namespace {

json step(const std::string& name, bool needs_decision = false) {
  return {{"kind", "bring"},
          {"text", "Do " + name},
          {"needsDecision", needs_decision},
          {"call", {{"method", "migration.run"}, {"params", {{"from", name}, {"to", "t"}}}}}};
}

json explained(const std::vector<json>& steps, bool can_sign = false) {
  return {{"identities",
           {{{"id", "id1"},
             {"email", "alice@example.test"},
             {"canSign", {{"ok", can_sign}, {"reasons", json::array({{{"kind", "expired"}, {"message", "It is over\x1B[2J"}}})}}},
             {"canEncrypt", {{"ok", can_sign}, {"reasons", json::array()}}},
             {"steps", steps}}}},
          {"notes", json::array({{{"text", "A note\u202E"}}})}};
}

/// Stands in for the workers: explanations one after the other, and what each step's call answers.
struct Workers {
  std::vector<json> explanations;
  json answer = {{"certificates", json::array()}, {"identities", {{{"outcome", "selected"}}}}};
  std::optional<Error> error{};
  std::vector<std::string> calls{};

  json operator()(const Request& request) {
    if (request.method == "selection.explain") {
      const json next = explanations.front();
      if (explanations.size() > 1) explanations.erase(explanations.begin());
      return next;
    }
    CHECK(request.command_line);
    calls.push_back(request.params.at("from").get<std::string>());
    if (error) throw *error;
    return answer;
  }
};

json mended(Workers& workers) {
  return mend(Request{.method = "selection.explain"}, [&](const Request& request) { return workers(request); });
}

std::vector<std::string> outcomes(const json& result) {
  std::vector<std::string> all;
  for (const auto& each : result.at("done")) all.push_back(each.at("outcome").get<std::string>());
  return all;
}

}  // namespace

TEST_CASE("steps that need no decision are done one after the other, and what is left is explained") {
  Workers workers{.explanations = {explained({step("a", true), step("b")}), explained({step("a", true), step("c")}),
                                   explained({step("a", true)})}};
  const auto result = mended(workers);
  CHECK(workers.calls == std::vector<std::string>{"b", "c"});
  CHECK(outcomes(result) == std::vector<std::string>{"done", "done"});
  CHECK(result["identities"][0]["steps"].size() == 1);
}

TEST_CASE("a step that does not help is not taken again") {
  Workers workers{.explanations = {explained({step("a")})}};
  CHECK(outcomes(mended(workers)).size() == 1);
  CHECK(workers.calls.size() == 1);
}

TEST_CASE("a step that fails is told with its error, and the others are still done") {
  Workers workers{.explanations = {explained({step("a"), step("b")})}};
  workers.error = Error(Kind::profile_busy, "Busy.");
  const auto result = mended(workers);
  CHECK(outcomes(result) == std::vector<std::string>{"failed", "failed"});
  CHECK(result["done"][0]["error"]["data"]["kind"] == "profile-busy");
}

TEST_CASE("after a wrong password nothing more is tried, and a cancellation ends all") {
  Workers workers{.explanations = {explained({step("a"), step("b")})}};
  workers.error = Error(Kind::wrong_password, "Wrong.");
  CHECK(outcomes(mended(workers)) == std::vector<std::string>{"failed"});
  workers.error = Error(Kind::cancelled, "Cancelled.");
  CHECK_THROWS_AS(mended(workers), Error);
}

TEST_CASE("a step that waits for Thunderbird is told so, and one with a certificate that failed is no success") {
  Workers workers{.explanations = {explained({step("a")})}};
  workers.answer["identities"][0]["outcome"] = "pending";
  CHECK(outcomes(mended(workers)) == std::vector<std::string>{"pending"});
  workers.answer["certificates"] = {{{"outcome", "failed"}}};
  CHECK(outcomes(mended(workers)) == std::vector<std::string>{"failed"});
}

TEST_CASE("the exit status of an explanation tells whether every identity can sign") {
  CHECK(host::cli::status_of("selection.explain", explained({}, true)) == host::cli::done);
  CHECK(host::cli::status_of("selection.explain", explained({}, false)) == host::cli::not_all);
}

TEST_CASE("an explanation names reasons, steps and notes in printable form, and --fix where it would do something") {
  const Style plain(false);
  const auto shown = host::cli::render_explanation(explained({step("a")}), plain);
  for (const char* part : {"can sign     no", "It is over\\u{001B}[2J", "Do a", "A note\\u{202E}", "--fix"})
    CHECK(shown.find(part) != std::string::npos);
  CHECK(host::cli::render_explanation(explained({step("a", true)}), plain).find("--fix") == std::string::npos);
  auto result = explained({}, true);
  result["done"] = {{{"outcome", "failed"}, {"identity", "id1"}, {"text", "Do a"}, {"error", {{"message", "Busy."}}}}};
  CHECK(host::cli::render_explanation(result, plain).find("failed (id1): Do a\n    Busy.") != std::string::npos);
}

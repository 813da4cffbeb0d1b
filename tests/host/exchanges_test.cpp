// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/error_json.hpp>
#include <host/protocol/operations.hpp>
#include <host/protocol/schema.hpp>
#include <support/kind_of.hpp>

#include <nlohmann/json.hpp>

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

namespace schema = host::protocol::schema;
using nlohmann::json;
using nssbridge::Kind;

namespace {

/// Calls `look` with each recorded exchange of each method.
void each_exchange(const std::function<void(const std::string&, const json&)>& look) {
  int count = 0;
  for (const auto& file : std::filesystem::directory_iterator(CERTFERRY_EXCHANGES)) {
    if (file.path().extension() != ".json") continue;
    const json recorded = json::parse(std::ifstream(file.path()));
    for (const json& exchange : recorded["exchanges"]) {
      const auto method = recorded["method"].get<std::string>();
      const auto name = exchange["name"].get<std::string>();
      CAPTURE(method);
      CAPTURE(name);
      look(method, exchange);
      ++count;
    }
  }
  CHECK(count > 0);
}

std::string kind_in(const json& exchange) {
  return exchange.contains("error") ? exchange["error"]["data"]["kind"].get<std::string>() : "";
}

}  // namespace

TEST_CASE("recorded parameters are taken, and those recorded as wrong refused with the recorded words") {
  each_exchange([](const std::string& method, const json& exchange) {
    const auto fault = schema::fault(method, schema::Side::params, exchange["params"]);
    if (!fault) return;
    CHECK(kind_in(exchange) == "invalid-request");
    try {
      host::protocol::check_params(method, exchange["params"]);
      FAIL("accepted");
    } catch (const nssbridge::Error& error) {
      CHECK(host::protocol::to_json(error) == exchange["error"]);
    }
  });
}

TEST_CASE("recorded results are what the schemas say") {
  each_exchange([](const std::string& method, const json& exchange) {
    if (exchange.contains("result"))
      CHECK(schema::fault(method, schema::Side::result, exchange["result"]).value_or("") == "");
  });
}

TEST_CASE("recorded errors keep everything on their way through the code") {
  each_exchange([](const std::string&, const json& exchange) {
    if (!exchange.contains("error")) return;
    const json& recorded = exchange["error"];
    CHECK(schema::fault_in_shape("Error", recorded).value_or("") == "");
    const json again = host::protocol::to_json(host::protocol::error_from_json(recorded));
    CHECK(again["message"] == recorded["message"]);
    CHECK(again["data"] == recorded["data"]);
  });
}

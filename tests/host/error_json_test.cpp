// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/error_json.hpp>

#include <nlohmann/json.hpp>

#include <doctest/doctest.h>

using host::protocol::error_from_json;
using host::protocol::to_json;
using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

TEST_CASE("an error has the shape of the protocol, with optional members only where there is something") {
  const json plain = to_json(Error(Kind::wrong_password, "Try again."));
  CHECK(plain == json({{"code", -32000},
                       {"message", "Try again."},
                       {"data", {{"kind", "wrong-password"}, {"retriable", false}}}}));
}

TEST_CASE("JSON-RPC's own cases have its own numbers") {
  CHECK(to_json(Error(Kind::invalid_request, ""))["code"] == -32602);
  CHECK(to_json(Error(Kind::unknown_method, ""))["code"] == -32601);
  CHECK(to_json(Error(Kind::internal, ""))["code"] == -32603);
  CHECK(to_json(Error(Kind::io_failure, ""))["code"] == -32000);
}

TEST_CASE("a request that is no JSON or no JSON-RPC has the number for that, and the same kind") {
  using host::protocol::Fault;
  const Error error(Kind::invalid_request, "");
  CHECK(to_json(error, Fault::text)["code"] == -32700);
  CHECK(to_json(error, Fault::envelope)["code"] == -32600);
  CHECK(to_json(error, Fault::text)["data"]["kind"] == "invalid-request");
  CHECK(to_json(Error(Kind::too_large, ""), Fault::text)["code"] == -32000);
}

TEST_CASE("a version that does not fit says which side to update") {
  CHECK(to_json(Error(Kind::version_mismatch, "").with_update("host"))["data"]["update"] == "host");
}

TEST_CASE("an error comes back from JSON as it went") {
  Error error(Kind::not_eligible, "It cannot sign.");
  error.with_fix({"Do this.", "certferry do"}).with_nss("SEC_ERROR_BAD_DATABASE").with_candidates({"a", "b"});
  error.with_reasons({{"expired", "It expired.", nssbridge::Fix{"Renew it.", std::nullopt}}}).retriable();
  const Error back = error_from_json(to_json(error));
  CHECK(to_json(back) == to_json(error));
  CHECK(back.reasons() == error.reasons());
  CHECK(back.is_retriable());
}

TEST_CASE("what is no error of ours becomes an internal one that repeats nothing") {
  for (const json& value : {json(), json("text"), json({{"message", "secret"}}),
                            json({{"message", "secret"}, {"data", {{"kind", "no-such-kind"}}}}),
                            json({{"data", {{"kind", 7}}}})}) {
    const Error error = error_from_json(value);
    CHECK(error.kind() == Kind::internal);
    CHECK(error.message().find("secret") == std::string::npos);
  }
}

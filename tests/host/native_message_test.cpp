// SPDX-License-Identifier: MPL-2.0
#include <host/native/message.hpp>

#include <doctest/doctest.h>

#include <string>

using host::native::Cancel;
using host::native::Ignored;
using host::native::read_message;
using host::native::Refused;
using host::native::Request;
using host::protocol::Fault;
using nlohmann::json;

namespace {

template <class Kind>
Kind read_as(const std::string& text) {
  auto message = read_message(text);
  INFO(text);
  REQUIRE(std::holds_alternative<Kind>(message));
  return std::get<Kind>(std::move(message));
}

void check_refused(const std::string& text, const json& id, Fault fault) {
  const auto refused = read_as<Refused>(text);
  INFO(text);
  CHECK(refused.id == id);
  CHECK(refused.fault == fault);
  CHECK(refused.error.kind() == nssbridge::Kind::invalid_request);
}

std::string nested(std::size_t levels, const std::string& inside = "") {
  return std::string(levels, '[') + inside + std::string(levels, ']');
}

}  // namespace

TEST_CASE("a request has an id, a method and parameters") {
  const auto request =
      read_as<Request>(R"({"jsonrpc":"2.0","id":7,"method":"profiles.list","params":{"a":[1]}})");
  CHECK(request.id == 7);
  CHECK(request.method == "profiles.list");
  CHECK(request.params == json({{"a", {1}}}));
}

TEST_CASE("absent parameters are none") {
  CHECK(read_as<Request>(R"({"jsonrpc":"2.0","id":"a","method":"ping"})").params == json::object());
}

TEST_CASE("an id is a short string or a whole number below 2^53") {
  for (const json& id :
       {json(0), json(9007199254740991), json(""), json("a\"\\\n"), json(std::string(1024, 'x'))})
    CHECK(read_as<Request>(json({{"jsonrpc", "2.0"}, {"id", id}, {"method", "ping"}}).dump()).id == id);
  for (const char* id : {"-1", "9007199254740992", "1.0", "1e3", "null", "true", "[1]", "{}", "-0"})
    check_refused(std::string(R"({"jsonrpc":"2.0","method":"ping","id":)") + id + "}", nullptr,
                  Fault::envelope);
  check_refused(json({{"jsonrpc", "2.0"}, {"id", std::string(1025, 'x')}, {"method", "ping"}}).dump(),
                nullptr, Fault::envelope);
}

TEST_CASE("what is no JSON is answered without an id") {
  const std::string ping = R"({"jsonrpc":"2.0","id":1,"method":"ping"})";
  for (const std::string& text :
       {std::string(), std::string("{"), ping + ping, ping + "x", "\xEF\xBB\xBF" + ping, ping + '\0',
        std::string(R"({"id":1,)"), std::string("NaN"), std::string(R"({"id":1,"x":NaN})"),
        std::string(R"({"id":1,"x":1e999})"), std::string(R"({"id":1,"x":"\ud800"})"),
        std::string("{\"id\":1,\"x\":\"\xC3\x28\"}"), std::string("{'id':1}"), std::string("{\"id\":1,}"),
        std::string("\xFF\xFE{\0}\0", 6)})
    check_refused(text, nullptr, Fault::text);
}

TEST_CASE("valid JSON that is not taken is answered by its id") {
  check_refused(R"({"jsonrpc":"2.0","id":5,"method":"ping","method":"ping"})", 5, Fault::envelope);
  check_refused(R"({"jsonrpc":"2.0","id":"x","method":"ping","params":{"a":1,"a":2}})", "x", Fault::envelope);
  check_refused(R"({"params":)" + nested(100'000) + R"(,"id":6})", 6, Fault::envelope);
  check_refused(R"({"id":6,"params":{"x":[)" + nested(1) + std::string(300'000 * 2, ' ') + "]}}", 6,
                Fault::envelope);
  std::string many = R"({"jsonrpc":"2.0","id":8,"method":"ping","params":{"x":[0)";
  for (int count = 0; count < 300'000; ++count) many += ",0";
  check_refused(many + "]}}", 8, Fault::envelope);
}

TEST_CASE("an id that stands twice, or not outermost, is none") {
  check_refused(R"({"id":5,"id":5})", nullptr, Fault::envelope);
  check_refused(R"({"params":{"id":5},"params":1})", nullptr, Fault::envelope);
  check_refused(R"([{"id":5,"a":1,"a":1}])", nullptr, Fault::envelope);
  check_refused(R"({"a":1,"a":1,"id":{"id":5}})", nullptr, Fault::envelope);
}

TEST_CASE("the envelope is exactly JSON-RPC 2.0") {
  check_refused("7", nullptr, Fault::envelope);
  check_refused("[]", nullptr, Fault::envelope);
  check_refused(R"([{"jsonrpc":"2.0","id":1,"method":"ping"}])", nullptr, Fault::envelope);
  check_refused("{}", nullptr, Fault::envelope);
  check_refused(R"({"id":1,"method":"ping"})", 1, Fault::envelope);
  check_refused(R"({"jsonrpc":"1.0","id":1,"method":"ping"})", 1, Fault::envelope);
  check_refused(R"({"jsonrpc":2.0,"id":1,"method":"ping"})", 1, Fault::envelope);
  check_refused(R"({"jsonrpc":"2.0","id":1})", 1, Fault::envelope);
  check_refused(R"({"jsonrpc":"2.0","id":1,"method":7})", 1, Fault::envelope);
  check_refused(R"({"jsonrpc":"2.0","id":1,"method":"ping","params":[]})", 1, Fault::envelope);
  check_refused(R"({"jsonrpc":"2.0","id":1,"method":"ping","params":null})", 1, Fault::envelope);
  check_refused(R"({"jsonrpc":"2.0","id":1,"method":"ping","consent":true})", 1, Fault::envelope);
  check_refused(R"({"jsonrpc":"2.0","id":1,"result":{}})", 1, Fault::envelope);
}

TEST_CASE("a request without an id is refused, a notification of ours is not") {
  check_refused(R"({"jsonrpc":"2.0","method":"profiles.list"})", nullptr, Fault::envelope);
  check_refused(R"({"jsonrpc":"2.0","method":""})", nullptr, Fault::envelope);
  read_as<Ignored>(R"({"jsonrpc":"2.0","method":"$/whatever","params":{"x":1}})");
  CHECK(read_as<Cancel>(R"({"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":"a"}})").id == "a");
}

TEST_CASE("a cancellation that cannot be understood is ignored like any notification") {
  for (const char* params : {"{}", R"({"id":null})", R"({"id":-1})", R"({"id":1,"x":2})"})
    read_as<Ignored>(std::string(R"({"jsonrpc":"2.0","method":"$/cancelRequest","params":)") + params + "}");
}

TEST_CASE("refusals repeat nothing of what was sent") {
  for (const char* text : {R"({"id":"canary","canary":1})", R"({"canary":1,"canary":2})", "canary"})
    CHECK(read_as<Refused>(text).error.message().find("canary") == std::string::npos);
}

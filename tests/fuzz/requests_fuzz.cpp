// SPDX-License-Identifier: MPL-2.0
// JSON-RPC requests of an add-on that may be anybody's.
#include <host/native/hello.hpp>
#include <host/native/message.hpp>
#include <host/native/top_level_id.hpp>

#include <nlohmann/json.hpp>

#include "support/harmless.hpp"
#include "support/promise.hpp"

using namespace host::native;
using host::protocol::Fault;
using nlohmann::json;

namespace {

void check_request(const Request& request) {
  fuzz::promise(is_id(request.id) && request.params.is_object(), "a request has an id and parameters");
  const json whole{
      {"jsonrpc", "2.0"}, {"id", request.id}, {"method", request.method}, {"params", request.params}};
  const auto again = read_message(whole.dump());
  const auto* same = std::get_if<Request>(&again);
  fuzz::promise(
      same && same->id == request.id && same->method == request.method && same->params == request.params,
      "a request that is written again is the same");
  const Caller caller{"certferry@certferry", 1};
  const host::doctor::Words words(host::doctor::Detail::everything, "/home/ada");
  const auto answer = fuzz::unless_refused([&] { return hello(request.params, caller, Access::everything, {}, words); });
  if (answer) fuzz::promise((*answer)["protocol"] == 1, "a common protocol is one that we speak");
}

void check_refusal(const Refused& refused, std::string_view text) {
  fuzz::promise(refused.id.is_null() || is_id(refused.id), "an answer's id is one, or null");
  fuzz::check_error(refused.error);
  const auto answer = error_answer(refused.id, refused.error, refused.fault);
  fuzz::promise(json::parse(answer.dump()) == answer, "an answer can be sent");
  const bool skipped = text.starts_with("\xEF\xBB\xBF") || text.find('\0') != std::string_view::npos;
  const bool is_json = json::accept(text) && !skipped;
  fuzz::promise((refused.fault != Fault::text) == is_json, "what is no JSON is told from what is no request");
  if (!is_json) return;
  const auto value = json::parse(text);
  if (!value.is_object() || !value.contains("id") || !is_id(value["id"])) return;
  fuzz::promise(refused.id.is_null() || refused.id == value["id"], "an answer has the id of its request");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  const auto message = read_message(text);
  if (const auto* request = std::get_if<Request>(&message)) check_request(*request);
  if (const auto* refused = std::get_if<Refused>(&message)) check_refusal(*refused, text);
  if (const auto* cancel = std::get_if<Cancel>(&message))
    fuzz::promise(is_id(cancel->id), "what is cancelled has an id");
  return 0;
}

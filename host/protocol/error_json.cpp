// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/error_json.hpp>
#include <host/protocol/members.hpp>

#include <nlohmann/json.hpp>

namespace host::protocol {
namespace {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Fix;
using nssbridge::Kind;
using nssbridge::Reason;

/// The string member `name`, or an empty string.
std::optional<Fix> fix_from(const json& object) {
  const auto found = object.find("fix");
  if (found == object.end() || !found->is_object()) return std::nullopt;
  Fix fix{text_member(*found, "text"), std::nullopt};
  if (found->contains("command")) fix.command = text_member(*found, "command");
  return fix;
}

std::vector<std::string> strings_from(const json& object, const char* name) {
  std::vector<std::string> strings;
  const auto found = object.find(name);
  if (found == object.end() || !found->is_array()) return strings;
  for (const json& item : *found)
    if (item.is_string()) strings.push_back(item.get<std::string>());
  return strings;
}

std::vector<Reason> reasons_from(const json& data) {
  std::vector<Reason> reasons;
  const auto found = data.find("reasons");
  if (found == data.end() || !found->is_array()) return reasons;
  for (const json& item : *found)
    if (item.is_object())
      reasons.push_back(
          {text_member(item, "kind"), text_member(item, "message"), fix_from(item), strings_from(item, "rules")});
  return reasons;
}

}  // namespace

int code_of(Kind kind, Fault fault) {
  switch (kind) {
    case Kind::invalid_request:
      return fault == Fault::text ? -32700 : fault == Fault::envelope ? -32600 : -32602;
    case Kind::unknown_method:
      return -32601;
    case Kind::internal:
      return -32603;
    default:
      return -32000;
  }
}

json to_json(const Fix& fix) {
  json value{{"text", fix.text}};
  if (fix.command) value["command"] = *fix.command;
  return value;
}

json to_json(const Reason& reason) {
  json value{{"kind", reason.kind}, {"message", reason.message}};
  if (reason.fix) value["fix"] = to_json(*reason.fix);
  if (!reason.rules.empty()) value["rules"] = reason.rules;
  return value;
}

json to_json(const std::vector<Reason>& reasons) {
  json values = json::array();
  for (const Reason& reason : reasons) values.push_back(to_json(reason));
  return values;
}

json verdict_json(bool ok, const std::vector<Reason>& reasons) {
  return {{"ok", ok}, {"reasons", to_json(reasons)}};
}

json to_json(const Error& error, Fault fault) {
  json data{{"kind", nssbridge::name_of(error.kind())}, {"retriable", error.is_retriable()}};
  if (error.fix()) data["fix"] = to_json(*error.fix());
  if (!error.nss().empty()) data["nss"] = error.nss();
  if (!error.candidates().empty()) data["candidates"] = error.candidates();
  if (!error.reasons().empty()) data["reasons"] = to_json(error.reasons());
  if (!error.update().empty()) data["update"] = error.update();
  return {{"code", code_of(error.kind(), fault)}, {"message", error.message()}, {"data", std::move(data)}};
}

Error error_from_json(const json& value) {
  const json* data = nullptr;
  if (value.is_object() && value.contains("data") && value["data"].is_object()) data = &value["data"];
  const auto kind = data ? nssbridge::kind_from(text_member(*data, "kind")) : std::nullopt;
  if (!kind)
    return {Kind::internal,
            "The worker process reported an error that cannot be read. Run the command again."};
  Error error(*kind, text_member(value, "message"));
  if (auto fix = fix_from(*data)) error.with_fix(std::move(*fix));
  error.with_nss(text_member(*data, "nss"));
  error.with_update(text_member(*data, "update"));
  error.with_candidates(strings_from(*data, "candidates"));
  error.with_reasons(reasons_from(*data));
  const auto retriable = data->find("retriable");
  if (retriable != data->end() && retriable->is_boolean() && retriable->get<bool>()) error.retriable();
  return error;
}

}  // namespace host::protocol

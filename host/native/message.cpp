// SPDX-License-Identifier: MPL-2.0
#include <host/native/message.hpp>
#include <host/native/top_level_id.hpp>
#include <host/protocol/strict_json.hpp>

#include <optional>

namespace host::native {
namespace {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;
using protocol::Fault;

/// A value costs some 50 bytes of memory and can be two bytes of text.
constexpr std::size_t most_values = 250'000;

Refused refuse(const json& id, const char* message) {
  return {id, Error(Kind::invalid_request, message), Fault::envelope};
}

/// Valid JSON that is read too strictly for, such as a member that occurs twice, is still answered by its id.
Refused refuse_text(std::string_view text, const Error& error) {
  const auto id = top_level_id(text);
  return {id.value_or(json()), error, id ? Fault::envelope : Fault::text};
}

bool has_only_known_members(const json& object) {
  for (const auto& [name, value] : object.items())
    if (name != "jsonrpc" && name != "id" && name != "method" && name != "params") return false;
  return true;
}

Message read_notification(const std::string& method, const json& params) {
  if (!method.starts_with("$/"))
    return refuse(nullptr, "Only notifications may have no \"id\". Send the request with an \"id\".");
  if (method != "$/cancelRequest") return Ignored{};
  const auto id = params.find("id");
  if (id == params.end() || !is_id(*id) || params.size() != 1) return Ignored{};
  return Cancel{*id};
}

Message read_object(json& object) {
  const auto id = object.find("id");
  const bool has_id = id != object.end();
  const json known = has_id && is_id(*id) ? *id : json();
  if (has_id && known.is_null())
    return refuse(
        nullptr,
        "The member \"id\" must be a string of at most 1024 bytes or a whole number from 0 to 2^53 - 1.");
  if (!has_only_known_members(object))
    return refuse(known,
                  "A request has only the members \"jsonrpc\", \"id\", \"method\" and \"params\". Put "
                  "everything else into \"params\".");
  const auto version = object.find("jsonrpc");
  if (version == object.end() || *version != "2.0")
    return refuse(known, "The member \"jsonrpc\" must be \"2.0\".");
  const auto method = object.find("method");
  if (method == object.end() || !method->is_string())
    return refuse(known, "The member \"method\" must be a string.");
  const auto found = object.find("params");
  if (found != object.end() && !found->is_object())
    return refuse(known, "The member \"params\" must be an object, or absent.");
  json params = found == object.end() ? json::object() : std::move(*found);
  if (!has_id) return read_notification(method->get_ref<const std::string&>(), params);
  return Request{known, method->get<std::string>(), std::move(params)};
}

}  // namespace

Message read_message(std::string_view text) {
  json object;
  try {
    object = protocol::parse_strictly(text, most_values);
  } catch (const Error& error) {
    return refuse_text(text, error);
  }
  if (object.is_array()) return refuse(nullptr, "Batches are not taken. Send each request by itself.");
  if (!object.is_object()) return refuse(nullptr, "A request must be a JSON object.");
  return read_object(object);
}

std::string text_of(const json& message) {
  return message.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string result_text(const json& id, std::string_view result) {
  std::string text = R"({"jsonrpc":"2.0","id":)" + text_of(id) + R"(,"result":)";
  text.reserve(text.size() + result.size() + 1);
  text += result;
  text += '}';
  return text;
}

json error_answer(const json& id, const Error& error, Fault fault) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"error", protocol::to_json(error, fault)}};
}

json notification(std::string_view method, json params) {
  return {{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}};
}

}  // namespace host::native

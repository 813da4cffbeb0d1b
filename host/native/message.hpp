// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/protocol/error_json.hpp>
#include <nssbridge/error.hpp>

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <variant>

namespace host::native {

/// JSON-RPC 2.0 without batches, as strict as the reader of JSON below it.

/// `id` is a string of at most 1024 bytes or a non-negative integer below 2^53; `params` an object.
struct Request {
  nlohmann::json id;
  std::string method;
  nlohmann::json params;
};
/// $/cancelRequest
struct Cancel {
  nlohmann::json id;
};
/// A notification that is not known, or not understood: JSON-RPC answers none.
struct Ignored {};
/// What gets an error answer; `id` is null where none could be read.
struct Refused {
  nlohmann::json id;
  nssbridge::Error error;
  protocol::Fault fault;
};
using Message = std::variant<Request, Cancel, Ignored, Refused>;

/// Never throws for what the text holds.
Message read_message(std::string_view text);

/// {jsonrpc, id, result} as text; `result` is valid JSON text.
std::string result_text(const nlohmann::json& id, std::string_view result);
/// A message as text. Names from old databases may be no UTF-8, which a plain dump() answers with an
/// exception.
std::string text_of(const nlohmann::json& message);
/// {jsonrpc, id, error}
nlohmann::json error_answer(const nlohmann::json& id, const nssbridge::Error& error,
                            protocol::Fault fault = protocol::Fault::params);
/// {jsonrpc, method, params}
nlohmann::json notification(std::string_view method, nlohmann::json params);

}  // namespace host::native

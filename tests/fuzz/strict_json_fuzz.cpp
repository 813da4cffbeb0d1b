// SPDX-License-Identifier: MPL-2.0
// Parameters from outside: strict JSON, then the schema of every operation.
#include <host/protocol/json_text.hpp>
#include <host/protocol/operations.hpp>
#include <host/protocol/schema.hpp>
#include <host/protocol/strict_json.hpp>

#include <nlohmann/json.hpp>

#include "support/harmless.hpp"
#include "support/promise.hpp"

using nlohmann::json;
namespace schema = host::protocol::schema;

namespace {

/// Whatever the schemas say, no path and nothing large gets through where a name belongs.
void check_accepted(const json& params) {
  fuzz::promise(params.is_object(), "parameters are an object");
  if (const auto name = params.find("name"); name != params.end() && name->is_string()) {
    const auto& text = name->get_ref<const std::string&>();
    fuzz::promise(text.find('/') == std::string::npos && !text.starts_with('.'), "a name is no path");
  }
  if (const auto profile = params.find("profile"); profile != params.end() && profile->is_string())
    fuzz::promise(profile->get_ref<const std::string&>().size() <= 4096, "a profile's id has a length");
}

/// The same value, written piece by piece.
void write(const json& value, host::protocol::JsonText& text) {
  if (value.is_object()) {
    text.begin_object();
    for (const auto& [name, member] : value.items()) {
      text.key(name);
      write(member, text);
    }
    text.end_object();
  } else if (value.is_array()) {
    text.begin_array();
    for (const auto& item : value) write(item, text);
    text.end_array();
  } else if (value.is_string()) {
    text.string(value.get_ref<const std::string&>());
  } else {
    text.value(value);
  }
}

void check_operation(const host::protocol::Operation& operation, const json& params) {
  const auto accepted = fuzz::unless_refused([&] {
    host::protocol::check_params(operation.method, params);
    return true;
  });
  const auto fault = schema::fault(operation.method, schema::Side::params, params);
  fuzz::promise(accepted.has_value() == !fault.has_value(), "parameters are what the schema says");
  if (fault) fuzz::promise(fuzz::is_harmless(*fault), "what is wrong is said in harmless words");
  if (accepted) check_accepted(params);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  const auto value = fuzz::unless_refused([&] { return host::protocol::parse_strictly(text); });
  if (!value) return 0;
  fuzz::promise(json::accept(text), "what is read is JSON");
  const auto again = host::protocol::parse_strictly(value->dump());
  fuzz::promise(again == *value, "a value that is written and read stays the same");
  host::protocol::JsonText pieces(16 << 20);
  write(*value, pieces);
  fuzz::promise(json::parse(pieces.take()) == *value,
                "JSON written piece by piece is the JSON that was meant");
  for (const auto& operation : host::protocol::operations()) check_operation(operation, *value);
  return 0;
}

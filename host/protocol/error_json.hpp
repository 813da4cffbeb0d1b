// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/error.hpp>

#include <nlohmann/json_fwd.hpp>
#include <vector>

/// Errors, fixes, reasons and verdicts as the protocol writes them.
namespace host::protocol {

/// Where a request is wrong. JSON-RPC has a number for each; the kind is the same.
enum class Fault {
  text,      ///< it is no JSON
  envelope,  ///< it is no JSON-RPC request
  params,    ///< everything else
};

/// {code, message, data: {kind, retriable, fix?, nss?, candidates?, reasons?, update?}}
nlohmann::json to_json(const nssbridge::Error& error, Fault fault = Fault::params);
/// The reverse. What does not have that shape becomes an Error(internal) that says nothing of its content.
nssbridge::Error error_from_json(const nlohmann::json& value);

/// {text, command?}
nlohmann::json to_json(const nssbridge::Fix& fix);
/// {kind, message, fix?}
nlohmann::json to_json(const nssbridge::Reason& reason);
nlohmann::json to_json(const std::vector<nssbridge::Reason>& reasons);
/// {ok, reasons}: the parts of a nssbridge::Verdict.
nlohmann::json verdict_json(bool ok, const std::vector<nssbridge::Reason>& reasons);

/// JSON-RPC's own number for its own cases, else -32000.
int code_of(nssbridge::Kind kind, Fault fault = Fault::params);

}  // namespace host::protocol

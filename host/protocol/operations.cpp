// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/operations.hpp>
#include <host/protocol/schema.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace host::protocol {
namespace {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

constexpr Operation table[] = {
    {.method = "profiles.list", .command = "profiles"},
    {.method = "certificates.list", .command = "certificates", .needs_keys = true, .needs_consent = true},
    {.method = "identities.list", .command = "identities", .needs_keys = true},
    {.method = "migration.plan", .command = "migrate", .needs_keys = true},
    {.method = "migration.run",
     .command = "migrate",
     .writes = true,
     .needs_keys = true,
     .needs_consent = true},
    {.method = "pkcs12.import",
     .command = "import",
     .writes = true,
     .needs_keys = true,
     .needs_consent = true,
     .takes_file = true},
    {.method = "selection.set", .command = "select", .writes = true, .needs_keys = true, .needs_consent = true},
    {.method = "selection.explain", .command = "explain", .needs_consent = true, .looks_around = true},
    {.method = "selection.pending", .command = "call"},
    {.method = "selection.applied", .command = "call", .writes = true},
    {.method = "pkcs12.export",
     .command = "export",
     .needs_keys = true,
     .needs_consent = true,
     .makes_file = true},
    {.method = "messages.verify", .command = "verify", .needs_keys = true},
    {.method = "recipients.check", .command = "recipients"},
    {.method = "recipients.learn", .command = "learn", .writes = true, .needs_keys = true, .needs_consent = true},
    {.method = "audit.run", .command = "audit", .by_front = true},
    {.method = "backups.list", .command = "restore"},
    {.method = "backups.restore", .command = "restore", .writes = true, .needs_consent = true},
    {.method = "doctor.run", .command = "doctor", .by_front = true},
};

}  // namespace

std::span<const Operation> operations() {
  return table;
}

const Operation* find_operation(std::string_view method) {
  const auto found = std::find_if(std::begin(table), std::end(table),
                                  [method](const Operation& entry) { return entry.method == method; });
  return found == std::end(table) ? nullptr : found;
}

const Operation& operation(std::string_view method) {
  if (const Operation* found = find_operation(method)) return *found;
  throw Error(Kind::unknown_method, "There is no such method. The methods are listed in docs/protocol.md.");
}

void check_params(std::string_view method, const json& params) {
  if (auto fault = schema::fault(method, schema::Side::params, params))
    throw Error(Kind::invalid_request,
                *fault + " " + std::string(method) + " takes what docs/protocol.md says, and nothing else.");
}

}  // namespace host::protocol

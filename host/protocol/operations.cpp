// SPDX-License-Identifier: MPL-2.0
#include <host/protocol/operations.hpp>
#include <nssbridge/error.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace host::protocol {
namespace {

using nlohmann::json;
using nssbridge::Error;
using nssbridge::Kind;

constexpr std::size_t longest_text = 1024;
constexpr std::size_t longest_list = 10'000;

constexpr Member certificates_members[] = {
    {.name = "profile", .shape = Shape::profile, .required = true},
    {.name = "kind", .shape = Shape::choice, .choices = "personal|authority|correspondent|all"},
    {.name = "tokens", .shape = Shape::boolean},
    {.name = "identity", .shape = Shape::text},
};
constexpr Member profile_only[] = {
    {.name = "profile", .shape = Shape::profile, .required = true},
};
constexpr Member migration_members[] = {
    {.name = "from", .shape = Shape::profile},
    {.name = "to", .shape = Shape::profile},
    {.name = "certificates", .shape = Shape::fingerprints},
    {.name = "trustRoots", .shape = Shape::fingerprints},
    {.name = "select", .shape = Shape::boolean},
    {.name = "signByDefault", .shape = Shape::boolean},
};
constexpr Member selection_members[] = {
    {.name = "profile", .shape = Shape::profile, .required = true},
    {.name = "identity", .shape = Shape::text, .required = true},
    {.name = "signing", .shape = Shape::fingerprint_or_null},
    {.name = "encryption", .shape = Shape::fingerprint_or_null},
    {.name = "signByDefault", .shape = Shape::boolean},
    {.name = "encryptByDefault", .shape = Shape::choice, .choices = "off|required"},
    {.name = "undo", .shape = Shape::boolean},
    {.name = "cancelPending", .shape = Shape::boolean},
};
constexpr Member restore_members[] = {
    {.name = "profile", .shape = Shape::profile, .required = true},
    {.name = "name", .shape = Shape::name, .required = true},
};

constexpr Operation table[] = {
    {.method = "profiles.list", .command = "profiles"},
    {.method = "certificates.list",
     .command = "certificates",
     .needs_keys = true,
     .members = certificates_members},
    {.method = "identities.list", .command = "identities", .needs_keys = true, .members = profile_only},
    {.method = "migration.plan", .command = "migrate", .needs_keys = true, .members = migration_members},
    {.method = "migration.run",
     .command = "migrate",
     .writes = true,
     .needs_keys = true,
     .needs_consent = true,
     .members = migration_members},
    {.method = "selection.set",
     .command = "select",
     .writes = true,
     .needs_keys = true,
     .members = selection_members},
    {.method = "backups.list", .command = "restore", .members = profile_only},
    {.method = "backups.restore", .command = "restore", .writes = true, .members = restore_members},
};

[[noreturn]] void refuse(const std::string& message) {
  throw Error(Kind::invalid_request, message);
}

/// Names in messages are the table's own, never the request's.
[[noreturn]] void refuse(const Member& member, const char* wanted) {
  refuse("The member \"" + std::string(member.name) + "\" must be " + wanted + ".");
}

bool is_fingerprint(const json& value) {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  const auto hexadecimal = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return text.size() == 64 && std::all_of(text.begin(), text.end(), hexadecimal);
}

void check_fingerprints(const Member& member, const json& value) {
  if (!value.is_array()) refuse(member, "a list of fingerprints");
  if (value.size() > longest_list) refuse(member, "a list of at most 10000 fingerprints");
  std::set<std::string> seen;
  for (const json& item : value) {
    if (!is_fingerprint(item)) refuse(member, "a list of fingerprints of 64 lower-case hexadecimal digits");
    if (!seen.insert(item.get<std::string>()).second)
      refuse(member, "a list that names each fingerprint once");
  }
}

bool is_choice(std::string_view choices, std::string_view word) {
  for (std::size_t start = 0; start <= choices.size();) {
    const std::size_t end = std::min(choices.find('|', start), choices.size());
    if (choices.substr(start, end - start) == word) return true;
    start = end + 1;
  }
  return false;
}

void check_text(const Member& member, const json& value) {
  if (!value.is_string()) refuse(member, "a string");
  const auto& text = value.get_ref<const std::string&>();
  if (text.empty() || text.size() > longest_text) refuse(member, "a string of 1 to 1024 bytes");
  const bool path_like = text.find('/') != std::string::npos || text.front() == '.';
  if (member.shape == Shape::profile && path_like)
    refuse(member, "the id of a profile as profiles.list gives it, never a path");
  if (member.shape == Shape::name && path_like) refuse(member, "a name as the host gave it, never a path");
  if (member.shape == Shape::choice && !is_choice(member.choices, text))
    refuse(member, "one of the documented words");
}

void check_member(const Member& member, const json& value) {
  switch (member.shape) {
    case Shape::boolean:
      if (!value.is_boolean()) refuse(member, "true or false");
      return;
    case Shape::fingerprint_or_null:
      if (!value.is_null() && !is_fingerprint(value))
        refuse(member, "null or 64 lower-case hexadecimal digits");
      return;
    case Shape::fingerprints:
      return check_fingerprints(member, value);
    case Shape::profile:
    case Shape::text:
    case Shape::name:
    case Shape::choice:
      return check_text(member, value);
  }
}

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

void check_params(const Operation& operation, const json& params) {
  if (!params.is_object()) refuse("The parameters must be a JSON object.");
  std::size_t known = 0;
  for (const Member& member : operation.members) {
    const auto found = params.find(std::string(member.name));
    if (found != params.end()) {
      check_member(member, *found);
      ++known;
    } else if (member.required) {
      refuse("The member \"" + std::string(member.name) + "\" is missing.");
    }
  }
  if (known != params.size())
    refuse("The parameters have a member that " + std::string(operation.method) + " does not know.");
}

}  // namespace host::protocol

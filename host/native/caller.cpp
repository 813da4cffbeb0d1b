// SPDX-License-Identifier: MPL-2.0
#include <host/front/extension_id.hpp>
#include <host/native/caller.hpp>

#include <algorithm>
#include <array>

namespace host::native {
namespace {

using nssbridge::Error;
using nssbridge::Kind;

constexpr std::array<std::string_view, 3> introduction{"hello", "ping", "doctor.run"};

/// A valid id as one word of a shell command and one value of the option. Quotes are never part of an id.
std::string as_option_value(const std::string& id) {
  const std::string quoted = id.front() == '{' ? "'" + id + "'" : id;
  return (id.front() == '-' ? "=" : " ") + quoted;
}

}  // namespace

Caller caller_from(std::span<const char* const> arguments, int process) {
  if (arguments.empty()) return {std::nullopt, process};
  return {arguments.size() < 2 ? std::string() : std::string(arguments[1]), process};
}

Access access_of(const Caller& caller, const front::Configuration& configuration) {
  if (!caller.id) return Access::reading;
  if (*caller.id == front::own_extension) return Access::everything;
  const auto& allowed = configuration.allowed_extensions;
  const bool listed = std::find(allowed.begin(), allowed.end(), *caller.id) != allowed.end();
  return listed && front::is_extension_id(*caller.id) ? Access::everything : Access::introduction;
}

bool may_call(Access access, std::string_view method) {
  return access != Access::introduction ||
         std::find(introduction.begin(), introduction.end(), method) != introduction.end();
}

Error refusal_of(const Caller& caller) {
  Error error(Kind::caller_refused,
              "Certferry does not know this add-on. If you trust it with your certificates, allow it.");
  if (caller.id && front::is_extension_id(*caller.id))
    error.with_fix({"Allow this add-on, then start it again.",
                    "certferry install --allow-extension" + as_option_value(*caller.id)});
  else
    error.with_fix({"Allow the add-on by its id, then start it again.", std::nullopt});
  return error;
}

}  // namespace host::native

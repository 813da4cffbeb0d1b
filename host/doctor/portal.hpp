// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/cancellation.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace host::doctor {

/// What the session's bus says about reaching hosts from a sandbox. Asking starts no dialog and changes
/// nothing.
struct Portal {
  bool known = false;           ///< there is a bus, and a program to ask it with
  bool web_extensions = false;  ///< Ubuntu's portal for WebExtensions
  bool proxy = false;           ///< xdg-native-messaging-proxy
};
Portal ask_portal(const char* const* environment, const front::Cancellation& cancellation);

enum class Permission { unknown, not_asked, yes, no };
/// What the person once answered, for an application by the name that the portal gives it.
Permission stored_permission(const std::string& sandbox_id, const char* const* environment,
                             const front::Cancellation& cancellation);

/// The command that makes the portal ask again.
std::string forget_command(const std::string& sandbox_id);

/// Of busctl's JSON for PermissionStore.Lookup. Never throws.
Permission permission_in(std::string_view json_text, const std::string& sandbox_id);

}  // namespace host::doctor

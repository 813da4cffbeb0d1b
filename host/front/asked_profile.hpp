// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/interaction.hpp>
#include <host/protocol/members.hpp>

#include <nlohmann/json.hpp>

namespace host::front {

/// The profile that a worker's question names; empty where it names none.
inline AskedProfile asked_profile(const nlohmann::json& question, const char* member = "profile") {
  const auto found = question.find(member);
  if (found == question.end() || !found->is_object()) return {};
  return {protocol::text_member(*found, "id"), protocol::text_member(*found, "name"), protocol::text_member(*found, "application")};
}

}  // namespace host::front

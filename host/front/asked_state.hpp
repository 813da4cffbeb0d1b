// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/interaction.hpp>
#include <host/protocol/members.hpp>

#include <nlohmann/json.hpp>

namespace host::front {

/// What a worker's question says that bringing an earlier state back would do.
inline AskedState asked_state(const nlohmann::json& question) {
  const nlohmann::json& state = protocol::member(question, "state");
  return {.time = protocol::text_member(state, "time"),
          .comparable = protocol::text_member(state, "comparable") != "no",
          .certificates = protocol::number_member(state, "certificates"),
          .private_keys = protocol::number_member(state, "privateKeys"),
          .returning = protocol::number_member(state, "returning"),
          .settings = protocol::number_member(state, "settings"),
          .roots = protocol::number_member(state, "roots"),
          .correspondents = protocol::number_member(state, "correspondents"),
          .correspondent = protocol::text_member(state, "correspondent")};
}

}  // namespace host::front

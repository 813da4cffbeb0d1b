// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/selection/pending.hpp>

#include <nlohmann/json_fwd.hpp>
#include <optional>

/// How pending selections and undo records are kept in files.
namespace host::selection {

nlohmann::json to_json(const Identity& identity);
nlohmann::json to_json(const Pending& pending);
/// Nothing if the value has another shape: files can be damaged or made by somebody else.
std::optional<Identity> identity_from(const nlohmann::json& value);
std::optional<Pending> pending_from(const nlohmann::json& value);
nlohmann::json to_json(const Dropped& dropped);
std::optional<Dropped> dropped_from(const nlohmann::json& value);

}  // namespace host::selection

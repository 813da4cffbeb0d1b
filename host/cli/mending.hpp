// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/worker_process.hpp>

#include <functional>
#include <nlohmann/json_fwd.hpp>

namespace host::cli {

/// `explain --fix`: explains, makes the call of the first step that needs no decision, and explains again until
/// none is left. What is not done twice is what did not help. The result is the last explanation, and in `done`
/// the steps that were taken: {kind, text, identity, outcome: "done"|"pending"|"failed", error?}.
/// `run` sends one request. Throws what the first explanation throws, and Error(cancelled).
nlohmann::json mend(const front::Request& explanation,
                    const std::function<nlohmann::json(const front::Request&)>& run);

}  // namespace host::cli

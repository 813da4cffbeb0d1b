// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/front/worker_process.hpp>

#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace host::cli {

/// The methods that stand in no table of operations, `hello` and `ping`: they are about who answers.
bool is_greeting(std::string_view method);

/// The result of one of them, as the native host gives it to whom it answers everything. Throws Error as that does.
nlohmann::json greet(const front::Request& request);

}  // namespace host::cli

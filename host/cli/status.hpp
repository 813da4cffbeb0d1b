// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <nssbridge/error.hpp>

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace host::cli {

/// Exit statuses of the command line.
enum Status : int { done = 0, not_all = 1, usage = 2, failed = 3, cancelled = 130 };

/// Of a result: not_all where a certificate or an identity failed, a check said no, or a root is still to be
/// trusted after a run, an identity cannot sign, or the doctor found an error. A plan is only a plan.
Status status_of(const std::string& method, const nlohmann::json& result);
Status status_of(const nssbridge::Error& error);

}  // namespace host::cli

// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/cli/options.hpp>
#include <host/front/cancellation.hpp>

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace host::cli {

/// `certferry doctor`: the result of doctor.run. With --report a report without names goes into a new file,
/// too, which only its owner can read, and `report` is its name. Throws Error(file_exists, io_failure,
/// permission_denied, cancelled).
nlohmann::json examine(const Options& options, const front::Cancellation& cancellation);

/// `certferry doctor --decode N`: {length, text: string|null, message}. Throws UsageError.
nlohmann::json decode(const std::string& typed);

}  // namespace host::cli

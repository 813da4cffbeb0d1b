// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/cli/options.hpp>
#include <host/front/cancellation.hpp>

#include <nlohmann/json_fwd.hpp>

namespace host::cli {

/// `certferry share`: writes a certificate, without its key, into a new file. {file, form, fingerprint, emails, notAfter, certificates,
/// chainIsComplete}. Throws UsageError, and what front::Workers::run and front::NewFile throw.
nlohmann::json share(const Options& options, const front::Cancellation& cancellation);

}  // namespace host::cli

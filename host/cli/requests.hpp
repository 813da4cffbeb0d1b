// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/cli/options.hpp>
#include <host/front/worker_process.hpp>

namespace host::cli {

/// The request that a command line means. Throws UsageError for what no certificate name can be, and
/// Error(invalid_request, unknown_method) for `call`.
front::Request request_for(const Options& options);

/// Of a fingerprint that names a certificate.
inline constexpr std::size_t fewest_digits = 8;

/// Spaces and colons away, letters small: at least `fewest` and at most 64 hexadecimal digits. Throws
/// UsageError.
std::string fingerprint_digits(const std::string& typed, std::size_t fewest);

}  // namespace host::cli

// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/doctor/words.hpp>
#include <host/front/nss_folders.hpp>
#include <host/native/caller.hpp>

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>

namespace host::native {

/// The longest request that is taken, in bytes.
constexpr std::uint32_t largest_request = 32U * 1024 * 1024;

/// The answer to `hello`; `words` says what it may name. Unknown members are ignored, so that a newer client can say more. Throws
/// Error(invalid_request), and Error(version_mismatch) where no protocol is common.
nlohmann::json hello(const nlohmann::json& params, const Caller& caller, Access access,
                     std::span<const front::NssFolder> nss_folders, const doctor::Words& words);

}  // namespace host::native

// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/mail/verify.hpp>
#include <host/recipients/in_use.hpp>

#include <nlohmann/json_fwd.hpp>

namespace host::worker {

/// One signer of a message, as results show it.
nlohmann::json to_json(const mail::JudgedSigner& judged);
/// Why a message is not believed; null for nothing.
nlohmann::json to_json(const std::optional<nssbridge::Reason>& reason);
/// Addresses whose certificate in use is under another root.
nlohmann::json to_json(const std::vector<recipients::Change>& changes);
/// The address that a message says it is from; null where it says none or several.
nlohmann::json to_json(const mail::Sender& sender);

}  // namespace host::worker

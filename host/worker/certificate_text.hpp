// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/protocol/json_text.hpp>
#include <nssbridge/verdict.hpp>

#include <optional>
#include <string>

namespace host::worker {

/// One certificate of a list (docs/protocol.md, "Certificate"). `address`: what the verdicts shall take into
/// account; null: nothing. `hasPrivateKey` is null where the verifier does not know the keys. `chain_ends`: when the first
/// certificate above it does, told where that is before its own end.
void append(protocol::JsonText& text, const nssbridge::StoredCertificate& stored, const nssbridge::Verifier& verifier,
            const std::string* address, std::optional<nssbridge::Time> chain_ends = std::nullopt);

}  // namespace host::worker

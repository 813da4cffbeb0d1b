// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/protocol/json_text.hpp>
#include <host/store/contents.hpp>

#include <string>

namespace host::worker {

/// One certificate of a list (docs/protocol.md, "Certificate"). `address`: what the verdicts shall take into
/// account; null: nothing.
void append(protocol::JsonText& text, const nssbridge::StoredCertificate& stored,
            const store::Contents& contents, const nssbridge::Verifier& verifier, const std::string* address);

}  // namespace host::worker

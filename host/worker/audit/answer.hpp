// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/protocol/json_text.hpp>
#include <host/worker/audit/examination.hpp>

namespace host::worker::audit {

/// One profile of a result of audit.run, and beside it `keys`: each private key by its CKA_ID, with the certificate and
/// the RSA modulus where there are such, for those who compare profiles.
protocol::JsonText answer(const Target& target, const Examination& examination);

}  // namespace host::worker::audit

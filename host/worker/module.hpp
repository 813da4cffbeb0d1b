// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/session/session.hpp>

#include <nlohmann/json_fwd.hpp>

namespace host::worker {

/// The one request of a process that is not confined, since the code of others that it loads may need anything: reads the
/// tokens of a PKCS#11 module. Parameters {library: a real path, folder: the profile's, in base64}; the result
/// {tokens: [{label, whole, certificates: [{der, nickname, hasKey}]}]}. As root it first becomes the owner of the folder (rule F4).
nlohmann::json read_tokens(session::Session& session);

}  // namespace host::worker

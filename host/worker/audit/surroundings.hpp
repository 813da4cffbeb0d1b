// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/audit/facts.hpp>
#include <host/worker/audit/databases.hpp>
#include <host/worker/audit/target.hpp>

namespace host::worker::audit {

/// What the text files say: prefs.js and user.js, pkcs11.txt, cert_override.txt. What cannot be read is a trouble of the
/// facts, and its member stays unknown.
void read_text_files(const Target& target, host::audit::Facts& facts);

/// Modes and owners of what lies in the profile, and key files beside the databases.
void look_at_files(const Target& target, host::audit::Facts& facts);

/// Backups of ours, and whether an older password opens them.
void look_at_backups(const Target& target, const Databases& databases, host::audit::Facts& facts);

}  // namespace host::worker::audit

// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/session/session.hpp>

#include <nlohmann/json_fwd.hpp>

/// The handlers of the operations table (host/protocol/operations.hpp), one file each. They run in the worker.
namespace host::worker {

nlohmann::json list_profiles(session::Session& session);
protocol::JsonText list_certificates(session::Session& session);
nlohmann::json list_identities(session::Session& session);
nlohmann::json plan_migration(session::Session& session);
nlohmann::json run_migration(session::Session& session);
nlohmann::json import_key_file(session::Session& session);
nlohmann::json set_selection(session::Session& session);
nlohmann::json explain_selection(session::Session& session);
nlohmann::json verify_message(session::Session& session);
nlohmann::json check_recipients(session::Session& session);
protocol::JsonText learn_recipients(session::Session& session);
nlohmann::json list_pending(session::Session& session);
nlohmann::json report_applied(session::Session& session);
nlohmann::json list_backups(session::Session& session);
nlohmann::json restore_backup(session::Session& session);
/// What stands in the key file that was written; the front adds where.
nlohmann::json export_key_file(session::Session& session);
/// What the doctor wants to know of profiles and policies: {profiles: [{application, name, running, problems, addons,
/// needsNewNss?}], policies: [problem]}, a problem being as host/worker/doctor/parts.hpp says.
nlohmann::json examine_profiles(session::Session& session);
/// What an audit has to look at, and one of these: what is in host/worker/audit/find_targets.hpp and answer.hpp.
nlohmann::json find_audit_targets(session::Session& session);
protocol::JsonText audit_profile(session::Session& session);
/// What `certferry share` writes: {form, fingerprint, emails, notAfter, certificates, chainIsComplete, data: base64}.
nlohmann::json share_certificate(session::Session& session);
/// What of ours lies in the profiles, for a person who uninstalls: {remains: [{path, backups, pending}]}.
nlohmann::json list_remains(session::Session& session);

}  // namespace host::worker

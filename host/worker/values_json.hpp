// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/migration/run.hpp>
#include <host/profiles/profile.hpp>
#include <host/selection/choose.hpp>
#include <host/store/contents.hpp>

#include <nlohmann/json_fwd.hpp>

/// Values as results show them (docs/protocol.md, "Shapes").
namespace host::worker {

nlohmann::json to_json(const nssbridge::Verdict& verdict);
nlohmann::json to_json(const selection::Resolved& resolved);
nlohmann::json to_json(const selection::Identity& identity, const store::Contents& contents,
                       const nssbridge::Verifier& verifier, const selection::Kept& kept);
nlohmann::json to_json(const migration::RootPlan& root);
/// `from`: null where it came from a file.
nlohmann::json to_json(const migration::Plan& plan, const profiles::Profile* from, const profiles::Profile& to, bool ran);
/// The NSS of this process: {version, softoken, library}. Only while a Library is open.
nlohmann::json nss_json();

}  // namespace host::worker

// SPDX-License-Identifier: MPL-2.0
#pragma once
#include <host/doctor/doctor.hpp>
#include <host/doctor/findings.hpp>
#include <host/doctor/installations.hpp>
#include <host/doctor/words.hpp>
#include <host/front/configuration.hpp>
#include <host/front/nss_folders.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// The links of the chain, one file each. Each adds what it found.
namespace host::doctor {

/// What all checks share.
struct Examination {
  const Scope& scope;
  const front::Cancellation& cancellation;
  Words words;
  Findings& findings;
  /// Nothing if it cannot be used, which is a finding.
  std::optional<front::Configuration> configuration = std::nullopt;
};

/// The manifest that counts, and what it names.
struct Registration {
  std::filesystem::path manifest, host;
  install::Scope scope;
};

void check_configuration(Examination& examination);
/// Nothing if browsers find no manifest that they would use.
std::optional<Registration> check_manifests(Examination& examination);
/// The program itself: there, to be started, safe, with its worker.  False if it must not be started.
bool check_host(Examination& examination, const Registration& registration);
/// Starts the host as a browser does, says hello and ping, and looks at the answers.
void check_round_trip(Examination& examination, const Registration& registration);
/// How the applications are packaged, and whether such a package reaches any host at all.
std::vector<Installation> check_applications(Examination& examination);
/// The NSS that workers get, newest first.
std::vector<front::NssFolder> check_nss(Examination& examination);
/// Dialogs, confinement, FIPS.
void check_surroundings(Examination& examination);
/// Profiles, add-ons, policies and preferences, as a worker sees them.
void check_profiles(Examination& examination, const std::vector<front::NssFolder>& nss,
                    const std::optional<Registration>& registration);

}  // namespace host::doctor

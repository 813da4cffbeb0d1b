// SPDX-License-Identifier: MPL-2.0
#include <host/prefs/certificate_policy.hpp>

#include <host/prefs/administrator.hpp>
#include <host/prefs/policies.hpp>

#include <string>

namespace host::prefs {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

/// No administrator names more; a file that does costs no more than they would.
constexpr std::size_t most_files = 1000;

/// As the applications look for it (Policies.sys.mjs): an absolute path, else a name in the first folder that has it.
std::optional<fs::path> place_of(const std::string& name, const std::vector<fs::path>& folders) {
  const fs::path path(name);
  if (path.is_absolute()) return first_existing({path});
  std::vector<fs::path> places;
  for (const auto& folder : folders) places.push_back(folder / path.filename());
  return first_existing(places);
}

void add_files(const json& names, const std::vector<fs::path>& folders, CertificatePolicy& policy) {
  for (const json& name : names) {
    if (!name.is_string() || policy.installs.size() == most_files) continue;
    if (auto file = place_of(name.get<std::string>(), folders))
      policy.installs.push_back(std::move(*file));
    else
      policy.some_not_found = true;
  }
}

}  // namespace

std::optional<CertificatePolicy> certificate_policy(const AdministratorFiles& files) {
  const auto policies = policies_of(files);
  if (!policies) return std::nullopt;
  const json* const found = member(member(&policies->document, "policies"), "Certificates");
  if (found == nullptr || !found->is_object()) return std::nullopt;
  CertificatePolicy policy;
  policy.file = policies->file;
  if (const json* names = member(found, "Install"); names != nullptr && names->is_array())
    add_files(*names, files.certificate_folders, policy);
  const json* const imports = member(found, "ImportEnterpriseRoots");
  policy.imports_roots_of_system = imports != nullptr && *imports == true;
  return policy;
}

std::optional<CertificatePolicy> certificate_policy(const fs::path& profile) {
  for (const auto& files : administrator_files_for(profile))
    if (auto policy = certificate_policy(files)) return policy;
  return std::nullopt;
}

}  // namespace host::prefs

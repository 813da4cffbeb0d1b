// SPDX-License-Identifier: MPL-2.0
#include <host/prefs/places.hpp>

namespace host::prefs {

std::vector<std::filesystem::path> policy_files() {
  return {"/etc/thunderbird/policies/policies.json", "/usr/lib/thunderbird/distribution/policies.json",
          "/opt/thunderbird/distribution/policies.json"};
}

std::vector<std::filesystem::path> application_folders() { return {"/usr/lib/thunderbird", "/opt/thunderbird"}; }

}  // namespace host::prefs

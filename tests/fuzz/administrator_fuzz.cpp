// SPDX-License-Identifier: MPL-2.0
// Files that decide preferences beside prefs.js: policies.json, a file of defaults, an autoconfig script,
// divided by "%%".
#include <host/prefs/administrator.hpp>
#include <host/prefs/certificate_policy.hpp>
#include <host/prefs/parser.hpp>

#include <nlohmann/json.hpp>

#include "support/promise.hpp"
#include "support/scratch.hpp"

using host::prefs::AdministratorFiles;

namespace {

constexpr std::string_view preference = "mail.identity.id1.sign_mail";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [policies, defaults, script] = fuzz::parts_of<3>(fuzz::text_of(data, size));
  AdministratorFiles files{{fuzz::write_file("policies.json", policies)},
                                 {fuzz::write_file("defaults/autoconfig.js", defaults).parent_path()},
                                 {fuzz::write_file("application/script.cfg", script).parent_path()}};
  const auto decided = host::prefs::decided_by_administrator(files, preference);
  if (decided)
    fuzz::promise(decided->string().starts_with(fuzz::scratch().string()),
                  "what decides is one of the files");
  if (policies.find(preference) == std::string_view::npos && policies.find('\\') == std::string_view::npos)
    fuzz::promise(decided != files.policies[0], "a policy decides only what it names");
  files.certificate_folders = {fuzz::scratch()};
  if (const auto certificates = host::prefs::certificate_policy(files)) {
    fuzz::promise(certificates->file == files.policies[0], "the policy is in its file");
    for (const auto& file : certificates->installs)
      fuzz::promise(file.is_absolute(), "a certificate is named by the whole path");
  }
  return 0;
}

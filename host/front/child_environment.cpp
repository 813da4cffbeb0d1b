// SPDX-License-Identifier: MPL-2.0
#include <host/front/child_environment.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace host::front {
namespace {

constexpr std::array<std::string_view, 8> passed{"HOME", "LANG", "LANGUAGE",        "LOGNAME",
                                                 "TZ",   "USER", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"};

bool passes(std::string_view name) {
  return name.starts_with("LC_") || std::find(passed.begin(), passed.end(), name) != passed.end();
}

}  // namespace

std::vector<std::string> worker_environment(const char* const* inherited,
                                            const std::filesystem::path& nss_folder) {
  std::vector<std::string> environment;
  for (; *inherited != nullptr; ++inherited) {
    const std::string_view entry = *inherited;
    if (passes(entry.substr(0, entry.find('=')))) environment.emplace_back(entry);
  }
  if (!nss_folder.empty()) environment.push_back("LD_LIBRARY_PATH=" + nss_folder.string());
  return environment;
}

}  // namespace host::front

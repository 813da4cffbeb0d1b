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

bool passes_to_dialog(std::string_view name) {
  constexpr std::array<std::string_view, 5> more{"DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "TERM",
                                                 "WAYLAND_DISPLAY", "XAUTHORITY"};
  return passes(name) || name.starts_with("XDG_") || std::find(more.begin(), more.end(), name) != more.end();
}

std::string_view name_of_entry(std::string_view entry) {
  return entry.substr(0, entry.find('='));
}

}  // namespace

std::vector<std::string> worker_environment(const char* const* inherited,
                                            const std::filesystem::path& nss_folder) {
  std::vector<std::string> environment;
  for (; *inherited != nullptr; ++inherited) {
    const std::string_view entry = *inherited;
    if (passes(name_of_entry(entry))) environment.emplace_back(entry);
  }
  if (!nss_folder.empty()) environment.push_back("LD_LIBRARY_PATH=" + nss_folder.string());
  return environment;
}

std::vector<std::string> worker_environment_of(const Account& account, const char* const* inherited,
                                               const std::filesystem::path& nss_folder) {
  std::vector<std::string> environment{"HOME=" + account.home.string(), "USER=" + account.name, "LOGNAME=" + account.name};
  for (; *inherited != nullptr; ++inherited) {
    const auto name = name_of_entry(*inherited);
    if (name.starts_with("LC_") || name == "LANG" || name == "LANGUAGE" || name == "TZ") environment.emplace_back(*inherited);
  }
  if (!nss_folder.empty()) environment.push_back("LD_LIBRARY_PATH=" + nss_folder.string());
  return environment;
}

std::vector<std::string> dialog_environment(const char* const* inherited) {
  std::vector<std::string> environment{"PATH=/usr/bin:/bin"};
  for (; *inherited != nullptr; ++inherited)
    if (passes_to_dialog(name_of_entry(*inherited))) environment.emplace_back(*inherited);
  return environment;
}

std::string_view value_in(const char* const* environment, std::string_view name) {
  for (; *environment != nullptr; ++environment) {
    const std::string_view entry = *environment;
    if (entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=')
      return entry.substr(name.size() + 1);
  }
  return {};
}

}  // namespace host::front

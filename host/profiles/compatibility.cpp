// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/compatibility.hpp>

#include <host/profiles/file_text.hpp>
#include <host/profiles/ini.hpp>

#include <algorithm>

namespace host::profiles {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t longest_prefs = 64U << 20;

/// Firefox keeps itself in the folder `browser` of its installation; Thunderbird's folder is named after it,
/// or its installation's parent is ("/usr/lib/thunderbird", "/snap/thunderbird/1/usr/lib/thunderbird").
std::optional<Application> application_in(const fs::path& folder) {
  if (folder.filename() == "browser") return Application::firefox;
  auto name = folder.filename().string();
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c | 0x20 : c; });
  if (name.find("thunderbird") != std::string::npos || name.find("betterbird") != std::string::npos)
    return Application::thunderbird;
  if (name.find("firefox") != std::string::npos) return Application::firefox;
  return std::nullopt;
}

}  // namespace

Compatibility read_compatibility(const fs::path& profile) {
  Compatibility result;
  const auto ini = Ini::parse(file_text(profile / "compatibility.ini", longest_ini).value_or(""));
  constexpr std::string_view section = "Compatibility";
  if (const auto version = ini.get(section, "LastVersion"))
    result.version = version->substr(0, version->find('_'));
  result.program = ini.get(section, "LastPlatformDir").value_or("");
  const fs::path own = ini.get(section, "LastAppDir").value_or("");
  result.application = application_in(own);
  if (!result.application) result.application = application_in(result.program);
  return result;
}

Application application_of(const fs::path& profile) {
  if (const auto known = read_compatibility(profile).application) return *known;
  const auto prefs = file_text(profile / "prefs.js", longest_prefs).value_or("");
  const bool mail = prefs.find("\"mail.accountmanager.") != std::string::npos ||
                    prefs.find("\"mail.identity.") != std::string::npos || fs::exists(profile / "Mail");
  return mail ? Application::thunderbird : Application::firefox;
}

}  // namespace host::profiles

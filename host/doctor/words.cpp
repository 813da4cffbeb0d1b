// SPDX-License-Identifier: MPL-2.0
#include <host/doctor/words.hpp>
#include <host/install/places.hpp>

#include <algorithm>
#include <array>

namespace host::doctor {
namespace {

namespace fs = std::filesystem;

bool is_below(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

/// Folders whose names say nothing about a person.
constexpr std::array system_folders{"/usr",           "/etc", "/opt", "/snap", "/var/lib/flatpak",
                                    "/var/lib/snapd", "/proc"};

}  // namespace

std::string Words::path(const fs::path& path) const {
  if (tells_everything()) return path.string();
  for (const fs::path& own : {install::program_folder(m_home).path(),
                              m_home / ".mozilla/native-messaging-hosts", m_home / ".config/certferry"})
    if (m_home.is_absolute() && is_below(path, own)) return ("~" / path.lexically_relative(m_home)).string();
  const bool of_system = std::any_of(system_folders.begin(), system_folders.end(),
                                     [&path](const char* folder) { return is_below(path, folder); });
  return of_system && !is_below(path, m_home) ? path.string() : "(a path of a user)";
}

std::string Words::profile(const std::string& application, const std::string& name,
                           std::size_t number) const {
  const std::string kind = "The " + application_name(application) + " profile ";
  return tells_everything() ? kind + "\"" + name + "\"" : kind + "number " + std::to_string(number);
}

std::string Words::extension(const std::string& id) const {
  return tells_everything() ? "The add-on " + id : "An add-on that is not Certferry's";
}

nssbridge::Fix in_a_terminal() { return {"Run `certferry doctor` in a terminal, which names what to do.", {}}; }

std::string application_name(const std::string& application) {
  return application == "thunderbird" ? "Thunderbird" : "Firefox";
}

}  // namespace host::doctor

// SPDX-License-Identifier: MPL-2.0
#include <host/prefs/places.hpp>

#include <host/profiles/places.hpp>

namespace host::prefs {

using std::filesystem::path;

AdministratorFiles administrator_files(Program program, const path& installation) {
  const path system = program == Program::thunderbird ? "/etc/thunderbird" : "/etc/firefox";
  return {
      {system / "policies/policies.json", installation / "distribution/policies.json"},
      {installation / "defaults/pref", installation / "defaults/preferences",
       installation / "browser/defaults/preferences",
       installation / "defaults/syspref",  // Debian's, a link to /etc/thunderbird/pref or /etc/firefox-esr
       installation / "browser/defaults/syspref", system / "defaults/pref"},
      {system, installation},
      {installation / "distribution/certificates", profiles::home_folder() / ".mozilla/certificates",
       "/usr/lib/mozilla/certificates", "/usr/lib64/mozilla/certificates"}};
}


std::vector<path> usual_installations(Program program) {
  if (program == Program::thunderbird)
    return {"/usr/lib/thunderbird", "/usr/lib64/thunderbird", "/opt/thunderbird",
            "/snap/thunderbird/current/usr/lib/thunderbird"};
  return {"/usr/lib/firefox-esr", "/usr/lib/firefox", "/usr/lib64/firefox", "/opt/firefox",
          "/snap/firefox/current/usr/lib/firefox"};
}

}  // namespace host::prefs

// SPDX-License-Identifier: MPL-2.0
// Finding profiles: profiles.ini, installs.ini, and the compatibility.ini of a profile, divided by "%%".
#include <host/profiles/compatibility.hpp>
#include <host/profiles/profile.hpp>

#include <cstdlib>
#include <set>

#include "support/promise.hpp"
#include "support/scratch.hpp"

namespace fs = std::filesystem;

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  ::setenv("HOME", fuzz::scratch().c_str(), 1);
  ::unsetenv("XDG_CONFIG_HOME");
  for (const char* folder : {".mozilla/firefox/one.default", ".mozilla/firefox/two", ".thunderbird/mail"})
    fs::create_directories(fuzz::scratch() / folder);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [profiles, installs, compatibility] = fuzz::parts_of<3>(fuzz::text_of(data, size));
  fuzz::write_file(".mozilla/firefox/profiles.ini", profiles);
  fuzz::write_file(".mozilla/firefox/installs.ini", installs);
  fuzz::write_file(".mozilla/firefox/one.default/compatibility.ini", compatibility);
  std::set<std::string> ids;
  bool others = false;
  for (const auto& profile : host::profiles::discover()) {
    fuzz::promise(ids.insert(profile.id).second, "no profile is found twice");
    fuzz::promise(profile.path.is_absolute() && fs::canonical(profile.path) == profile.path,
                  "a folder is a real one");
    fuzz::promise(!profile.name.empty() && profile.discovered, "a profile that is found has a name");
    fuzz::promise(!(others && profile.is_default), "defaults come first");
    others = !profile.is_default;
    fuzz::promise(host::profiles::find(profile.id, false).path == profile.path, "an id finds its profile");
  }
  const auto known = host::profiles::read_compatibility(fuzz::scratch() / ".mozilla/firefox/one.default");
  if (known.version)
    fuzz::promise(known.version->find('_') == std::string::npos, "a version has no build number");
  return 0;
}

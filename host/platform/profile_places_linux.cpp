// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/places.hpp>

namespace host::profiles {
namespace {

using enum Application;
using enum Packaging;
using std::filesystem::path;

/// New installations of Firefox since 147 use the configuration folder (bug 259356), others stay where they
/// are. The sandboxes have a home and a configuration folder of their own.
void add_firefox(std::vector<Place>& all, Packaging packaging, const path& home, const path& configuration) {
  all.push_back({firefox, packaging, home / ".mozilla/firefox"});
  all.push_back({firefox, packaging, configuration / "mozilla/firefox"});
}

void add_thunderbird(std::vector<Place>& all, Packaging packaging, const path& home,
                     const path& configuration) {
  all.push_back({thunderbird, packaging, home / ".thunderbird"});
  all.push_back({thunderbird, packaging, configuration / "thunderbird"});
}

}  // namespace

std::vector<Place> places(const path& home, const path& configuration) {
  std::vector<Place> all;
  add_firefox(all, native, home, configuration);
  const path snaps = home / "snap", sandboxes = home / ".var/app";
  add_firefox(all, snap, snaps / "firefox/common", snaps / "firefox/common/.config");
  all.push_back({firefox, snap, snaps / "firefox/current/.config/mozilla/firefox"});
  add_firefox(all, flatpak, sandboxes / "org.mozilla.firefox", sandboxes / "org.mozilla.firefox/config");
  add_thunderbird(all, native, home, configuration);
  all.push_back({thunderbird, native, home / ".mozilla-thunderbird"});  // Debian until 2017
  add_thunderbird(all, snap, snaps / "thunderbird/common", snaps / "thunderbird/common/.config");
  for (const char* name : {"org.mozilla.Thunderbird", "org.mozilla.thunderbird"})
    add_thunderbird(all, flatpak, sandboxes / name, sandboxes / name / "config");
  return all;
}

}  // namespace host::profiles

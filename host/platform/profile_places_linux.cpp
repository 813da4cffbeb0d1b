// SPDX-License-Identifier: MPL-2.0
#include <host/profiles/places.hpp>

namespace host::profiles {

std::vector<Place> places(const std::filesystem::path& home, const std::filesystem::path& configuration) {
  using enum Application;
  using enum Packaging;
  const auto sandboxes = home / ".var/app";
  return {
      {firefox, native, home / ".mozilla/firefox"},
      {firefox, native, configuration / "mozilla/firefox"},  // new installations since Firefox 147 (bug 259356)
      {firefox, snap, home / "snap/firefox/common/.mozilla/firefox"},
      {firefox, flatpak, sandboxes / "org.mozilla.firefox/.mozilla/firefox"},
      {firefox, flatpak, sandboxes / "org.mozilla.firefox/config/mozilla/firefox"},
      {thunderbird, native, home / ".thunderbird"},
      {thunderbird, native, home / ".mozilla-thunderbird"},  // Debian until 2017
      {thunderbird, native, configuration / "thunderbird"},
      {thunderbird, snap, home / "snap/thunderbird/common/.thunderbird"},
      {thunderbird, flatpak, sandboxes / "org.mozilla.Thunderbird/.thunderbird"},
      {thunderbird, flatpak, sandboxes / "org.mozilla.Thunderbird/config/thunderbird"},
  };
}

}  // namespace host::profiles

// SPDX-License-Identifier: MPL-2.0
#include <host/front/nss_folders.hpp>

#include <array>
#include <utility>

namespace host::front {
namespace {

using Entry = std::pair<const char*, Origin>;

constexpr std::array fixed_places{
    // Packages of distributions.
    Entry{"/usr/lib/thunderbird", Origin::thunderbird},
    Entry{"/usr/lib64/thunderbird", Origin::thunderbird},
    Entry{"/usr/lib/firefox-esr", Origin::firefox},
    Entry{"/usr/lib/firefox", Origin::firefox},
    Entry{"/usr/lib64/firefox", Origin::firefox},
    // Mozilla's archives where administrators unpack them.
    Entry{"/opt/thunderbird", Origin::thunderbird},
    Entry{"/opt/firefox", Origin::firefox},
    Entry{"/opt/firefox-esr", Origin::firefox},
    Entry{"/usr/local/lib/thunderbird", Origin::thunderbird},
    Entry{"/usr/local/lib/firefox", Origin::firefox},
    // snap
    Entry{"/snap/thunderbird/current/usr/lib/thunderbird", Origin::thunderbird},
    Entry{"/snap/thunderbird/current", Origin::thunderbird},
    Entry{"/snap/firefox/current/usr/lib/firefox", Origin::firefox},
    // flatpak for all users
    Entry{"/var/lib/flatpak/app/org.mozilla.Thunderbird/current/active/files/lib/thunderbird",
          Origin::thunderbird},
    Entry{"/var/lib/flatpak/app/org.mozilla.thunderbird/current/active/files/lib/thunderbird",
          Origin::thunderbird},
    Entry{"/var/lib/flatpak/app/org.mozilla.firefox/current/active/files/lib/firefox", Origin::firefox},
};

/// Below the person's home; rule L1 keeps root from using them.
constexpr std::array home_places{
    Entry{".local/share/flatpak/app/org.mozilla.Thunderbird/current/active/files/lib/thunderbird",
          Origin::thunderbird},
    Entry{".local/share/flatpak/app/org.mozilla.thunderbird/current/active/files/lib/thunderbird",
          Origin::thunderbird},
    Entry{".local/share/flatpak/app/org.mozilla.firefox/current/active/files/lib/firefox", Origin::firefox},
    Entry{".local/opt/thunderbird", Origin::thunderbird},
    Entry{".local/opt/firefox", Origin::firefox},
    Entry{"thunderbird", Origin::thunderbird},
    Entry{"firefox", Origin::firefox},
};

constexpr std::array system_places{
    "/usr/lib/" CERTFERRY_MULTIARCH,
    "/usr/lib64",
    "/usr/lib",
};

}  // namespace

std::vector<NssPlace> nss_places(const Configuration& configuration, const std::filesystem::path& home) {
  std::vector<NssPlace> places;
  for (const auto& [folder, origin] : fixed_places) places.push_back({folder, origin});
  if (home.is_absolute())
    for (const auto& [folder, origin] : home_places) places.push_back({home / folder, origin});
  for (const std::filesystem::path& folder : configuration.nss_folders)
    places.push_back({folder, Origin::configured});
  for (const char* folder : system_places) places.push_back({folder, Origin::system});
  return places;
}

}  // namespace host::front

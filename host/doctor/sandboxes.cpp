// SPDX-License-Identifier: MPL-2.0
#include <host/doctor/sandboxes.hpp>

#include <charconv>

namespace host::doctor {
namespace {

using nssbridge::Fix;

/// The first Firefox whose sandbox knows the proxy.
constexpr int first_with_proxy = 157;

int major_of(const std::string& version) {
  int number = 0;
  std::from_chars(version.data(), version.data() + version.size(), number);
  return number;
}

void add_unknown(Findings& findings, const std::string& name) {
  findings.add(Id("portal-unknown"),
               name +
                   " lives in a sandbox and reaches programs only through the desktop's portal, which cannot "
                   "be asked from here.",
               Fix{"Run `certferry doctor` in a terminal of the desktop session.", {}});
}

}  // namespace

void judge_snap(Findings& findings, const Sandboxed& application, const Portal& portal,
                Permission permission) {
  const std::string name = application.name + " (snap)";
  // An answer that is stored counts whenever there is a portal again.
  if (permission == Permission::no)
    return findings.add(
        Id("portal-refuses"), application.worst,
        "The portal was once told not to let " + name + " start Certferry, and never asks again.",
        Fix{"Make it ask again, then let the add-on connect.", forget_command(application.sandbox_id)});
  if (!portal.known) return add_unknown(findings, name);
  if (!portal.web_extensions)
    return findings.add(
        Id("snap-without-portal"), application.worst,
        name + " can reach no native application, since this desktop has no portal for them.",
        Fix{"Ubuntu 22.04 and later have it in xdg-desktop-portal. Elsewhere use the package of the "
            "distribution or Mozilla's archive.",
            {}});
  if (permission == Permission::yes) return findings.good("The portal lets " + name + " start Certferry.");
  if (permission == Permission::unknown) return add_unknown(findings, name);
  findings.add(Id("portal-not-asked"), "The portal will ask once whether " + name + " may start Certferry.",
               Fix{"Answer that question of the desktop with yes.", {}});
}

void judge_flatpak(Findings& findings, const Sandboxed& application, const Portal& portal) {
  const std::string name = application.name + " (flatpak)";
  if (!application.version.empty() && major_of(application.version) < first_with_proxy)
    return findings.add(Id("flatpak-too-old"), application.worst,
                        name + " reaches native applications from version 157 on; this is version " +
                            application.version + ".",
                        Fix{"Update it, or use the package of the distribution.",
                            "flatpak update " + application.sandbox_id});
  if (!portal.known) return add_unknown(findings, name);
  if (!portal.proxy)
    return findings.add(
        Id("flatpak-without-proxy"), application.worst,
        name +
            " can reach native applications only through xdg-native-messaging-proxy, which this desktop does "
            "not have.",
        Fix{"Install the package xdg-native-messaging-proxy, or use the Firefox of the distribution.", {}});
  findings.good(name + " reaches Certferry through xdg-native-messaging-proxy.");
}

void judge_flatpak_thunderbird(Findings& findings, const Sandboxed& application) {
  findings.add(Id("flatpak-thunderbird"),
               application.name + " (flatpak) is not known to reach any native application.",
               Fix{"Use the package of the distribution or Mozilla's archive.", {}});
}

}  // namespace host::doctor

# SPDX-License-Identifier: MPL-2.0
"""What `certferry doctor` says of browsers in sandboxes, with the permission store that desktops use, on a bus of its own."""

import os
import pathlib
import shutil
import subprocess
import unittest

import test_doctor

STORE = pathlib.Path("/usr/libexec/xdg-permission-store")
INTERFACE = "org.freedesktop.impl.portal.PermissionStore"
PATH = "/org/freedesktop/impl/portal/PermissionStore"
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={folder}</listen><auth>EXTERNAL</auth>{services}
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""
SERVICE = "[D-BUS Service]\nName={name}\nExec={program}\n"


class Sandboxes(test_doctor.Case):
    def bus(self, *services):
        """A bus that would start these: (name, program). Returns the environment that leads to it."""
        if not shutil.which("dbus-daemon") or not os.path.exists("/usr/bin/busctl"):
            self.skipTest("dbus-daemon or busctl is not installed")
        folder = self.place.folder / "bus"
        (folder / "services").mkdir(parents=True)
        for name, program in services:
            (folder / "services" / f"{name}.service").write_text(SERVICE.format(name=name, program=program), encoding="utf-8")
        (folder / "bus.conf").write_text(BUS.format(folder=folder, services=f"<servicedir>{folder}/services</servicedir>"), encoding="utf-8")
        environment = {**self.place.environment, "XDG_DATA_HOME": str(folder / "data")}
        daemon = subprocess.Popen(["dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork", "--print-address"], env=environment,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(daemon.stdout.close)
        self.addCleanup(daemon.wait)
        self.addCleanup(daemon.terminate)
        return {"DBUS_SESSION_BUS_ADDRESS": daemon.stdout.readline().strip()}

    def store(self):
        if not STORE.exists():
            self.skipTest(f"{STORE} (xdg-desktop-portal) is not installed")
        return self.bus((INTERFACE, STORE))

    def answer(self, environment, word):
        """As the portal keeps what a person answered."""
        subprocess.run(["busctl", "--user", "call", INTERFACE, PATH, INTERFACE, "SetPermission", "sbssas", "webextensions", "true", "certferry",
                        "snap.firefox", "1", word], env={**self.place.environment, **environment}, check=True, capture_output=True)

    def use_snap(self):
        (self.home / "snap/firefox/common").mkdir(parents=True)

    def install_flatpak(self, application, program, version):
        folder = self.home / f".local/share/flatpak/app/{application}/current/active/files/lib/{program}"
        folder.mkdir(parents=True)
        (folder / "application.ini").write_text(f"[App]\nName={program}\nVersion={version}\n", encoding="utf-8")

    def test_without_a_bus_it_says_that_it_cannot_know(self):
        self.use_snap()
        each = self.expect("portal-unknown", "note", DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere")
        self.assertIn("Firefox (snap)", each["message"])

    def test_a_snap_on_a_desktop_without_the_portal(self):
        self.use_snap()
        found = self.place.findings(**self.store())
        self.assertIn(found["snap-without-portal"]["severity"], ("error", "warning"))

    def test_a_refusal_that_was_stored_is_told_with_the_command_that_takes_it_back(self):
        self.use_snap()
        environment = self.store()
        self.answer(environment, "no")
        found = self.place.findings(**environment)
        command = found["portal-refuses"]["fix"]["command"]
        self.assertEqual(command.split()[-3:], ["webextensions", "certferry", "snap.firefox"])
        subprocess.run(command.split(), env={**self.place.environment, **environment}, check=True, capture_output=True)
        self.assertNotIn("portal-refuses", self.place.findings(**environment))

    def test_a_consent_that_was_stored_is_no_refusal(self):
        self.use_snap()
        environment = self.store()
        self.answer(environment, "yes")
        self.assertNotIn("portal-refuses", self.place.findings(**environment))

    def test_flatpaks_by_version_and_proxy(self):
        self.install_flatpak("org.mozilla.firefox", "firefox", "153.0")
        self.assertIn("153.0", self.place.findings()["flatpak-too-old"]["message"])
        self.install_flatpak("org.mozilla.Thunderbird", "thunderbird", "153.0")
        self.expect("flatpak-thunderbird", "warning")
        shutil.rmtree(self.home / ".local/share/flatpak")
        self.install_flatpak("org.mozilla.firefox", "firefox", "157.0")
        self.assertIn("flatpak-without-proxy", self.place.findings(**self.bus()))
        shutil.rmtree(self.place.folder / "bus")
        environment = self.bus(("org.freedesktop.NativeMessagingProxy", "/bin/false"))
        self.assertFalse([each for each in self.place.findings(**environment) if each.startswith("flatpak")])

    def test_the_bus_is_left_alone_where_nothing_lives_in_a_sandbox(self):
        self.assertFalse([each for each in self.place.findings(DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere") if each.startswith("portal")])


if __name__ == "__main__":
    unittest.main()

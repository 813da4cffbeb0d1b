# SPDX-License-Identifier: MPL-2.0
"""What lies outside the usual places, and is named there by the person's own files, still works for a confined worker."""

import json
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from application import library_folder, preference_line  # noqa: E402
from authority import Authority  # noqa: E402
from certferry import Certferry  # noqa: E402
from home import Home  # noqa: E402
from interrupted_write import interrupt_a_write  # noqa: E402
from waiting_scene import PREFERENCES  # noqa: E402

SOMEBODY = 65534


class ConfinedPlaces(unittest.TestCase):
    def setUp(self):
        nss = library_folder("thunderbird")
        if nss is None:
            self.skipTest("thunderbird is not installed")
        self.home = self.enterContext(Home())
        self.elsewhere = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="certferry-test-")))
        root = Authority.root(self.home.path / "ca", "Root")
        self.alice = root.leaf("Alice", emails=["alice@example.test"])
        self.profile = self.home.profile("thunderbird", nss)
        self.profile.import_key(self.alice)
        self.profile.trust_email(root)
        (self.profile.path / "prefs.js").write_text("".join(preference_line(*each) for each in PREFERENCES.items()))
        self.certferry = Certferry(self.home.path)

    def expect_everything_works(self):
        """Found, read by id, and changed by id."""
        listed = self.certferry.run("profiles").value["profiles"]
        self.assertEqual([each["passwordProtected"] for each in listed], [False], listed)
        name = self.expect_to_read_it()
        chosen = self.certferry.run("select", "--profile", name, "--identity", "id1", "--signing", self.alice.fingerprint)
        self.assertEqual((chosen.status, chosen.value.get("outcome")), (0, "selected"), chosen.value)

    def expect_to_read_it(self):
        """By the id that is returned."""
        name = self.certferry.run("profiles").value["profiles"][0]["id"]
        certificates = self.certferry.run("certificates", "--profile", name).value["certificates"]
        self.assertEqual([each["fingerprint"] for each in certificates], [self.alice.fingerprint])
        return name

    def move(self, path):
        """Moves something into the folder elsewhere; its new path."""
        return pathlib.Path(shutil.move(path, self.elsewhere / path.name))

    def test_a_profile_at_an_absolute_path(self):
        moved = self.move(self.profile.path)
        (self.home.folder("thunderbird") / "profiles.ini").write_text(
            f"[Profile0]\nName=elsewhere\nIsRelative=0\nPath={moved}\nDefault=1\n", encoding="utf-8")
        self.expect_everything_works()

    def test_a_place_behind_a_link(self):
        place = self.home.folder("thunderbird")
        place.symlink_to(self.move(place))
        self.expect_everything_works()

    def test_a_profile_behind_a_link(self):
        self.profile.path.symlink_to(self.move(self.profile.path))
        self.expect_everything_works()

    def test_a_list_of_profiles_behind_a_link(self):
        file = self.home.folder("thunderbird") / "profiles.ini"
        file.symlink_to(self.move(file))
        self.expect_everything_works()

    def test_root_acts_as_the_owner_of_somebody_elses_profile(self):
        if os.geteuid() != 0:
            self.skipTest("needs root: nobody else can act for others")
        os.chmod(self.elsewhere, 0o755)
        moved = self.move(self.profile.path)
        for path in (moved, *moved.rglob("*")):
            os.chown(path, SOMEBODY, SOMEBODY)
        chosen = self.certferry.run("select", "--profile", moved, "--identity", "id1", "--signing", self.alice.fingerprint)
        self.assertEqual((chosen.status, chosen.value.get("outcome")), (0, "selected"), chosen.value)
        interrupt_a_write(moved / "cert9.db")
        certificates = self.certferry.run("certificates", "--profile", moved).value["certificates"]
        self.assertEqual([each["fingerprint"] for each in certificates], [self.alice.fingerprint])
        owners = {path.stat().st_uid for path in moved.rglob("*") if not path.name.endswith("-journal")}
        self.assertEqual(owners, {SOMEBODY})

    def test_settings_behind_a_link_still_decide(self):
        settings = self.elsewhere / "user.js"
        settings.write_text('user_pref("mail.identity.id1.signing_cert_name", "x");\n')
        (self.profile.path / "user.js").symlink_to(settings)
        answer = self.certferry.run("select", "--profile", self.profile.path, "--identity", "id1", "--signing",
                                    self.alice.fingerprint)
        self.assertEqual(answer.kind, "permission-denied", answer.value)

    def test_an_installation_elsewhere_still_decides(self):
        installation = self.elsewhere / "thunderbird"
        policies = installation / "distribution" / "policies.json"
        policies.parent.mkdir(parents=True)
        for name in ("libxul.so", "omni.ja"):
            (installation / name).write_text("")
        policies.write_text(json.dumps({"policies": {"Preferences": {
            "mail.identity.id1.signing_cert_name": {"Value": "x", "Status": "locked"}}}}))
        (self.profile.path / "compatibility.ini").write_text(f"[Compatibility]\nLastPlatformDir={installation}\n")
        answer = self.certferry.run("select", "--profile", self.profile.path, "--identity", "id1", "--signing",
                                    self.alice.fingerprint)
        self.assertEqual(answer.kind, "permission-denied", answer.value)

    def test_an_interrupted_write_is_read_from_a_private_copy(self):
        for environment in ({}, {"XDG_RUNTIME_DIR": str(self.elsewhere)}):
            with self.subTest(environment):
                self.certferry = Certferry(self.home.path, **environment)
                interrupt_a_write(self.profile.path / "cert9.db")
                self.expect_to_read_it()
                self.assertEqual([*self.elsewhere.glob("**/*.db"), *self.profile.path.glob("certferry/**/*.db")], [])


if __name__ == "__main__":
    unittest.main()

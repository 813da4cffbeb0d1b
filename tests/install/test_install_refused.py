# SPDX-License-Identifier: MPL-2.0
"""Where `certferry install` writes nothing, since what a browser starts could be changed by others."""

import grp
import json
import os
import pathlib
import pwd
import stat
import tempfile
import unittest

from installation import INSTALLED, MANIFEST, NOBODY, Installation
from test_install import Case


def group_of_one():
    """A user whose group of the same number is nobody else's; None if there is none."""
    members = {entry.gr_gid: set(entry.gr_mem) for entry in grp.getgrall()}
    for entry in pwd.getpwall():
        others = [each for each in pwd.getpwall() if each.pw_gid == entry.pw_gid and each.pw_uid != entry.pw_uid]
        alone = not others and members.get(entry.pw_gid, set()) <= {entry.pw_name}
        if entry.pw_uid != 0 and entry.pw_uid == entry.pw_gid and alone:
            return entry.pw_uid
    return None


class Refused(Case):
    def expect_untouched(self, kind, *words, **environment):
        before = self.place.tree()
        error = self.refused(kind, *words, **environment)
        self.assertEqual(self.place.tree(), before)
        return error

    def test_under_sudo(self):
        if os.geteuid() != 0:
            self.skipTest("only root can be under sudo")
        for name in ("SUDO_UID", "DOAS_USER", "PKEXEC_UID"):
            with self.subTest(name):
                error = self.expect_untouched("permission-denied", **{name: "1000"})
                self.assertIn("--system", error["data"]["fix"]["command"])
        self.assertEqual(self.place.value("uninstall", SUDO_UID="1000")[0], 3)

    def test_a_home_of_somebody_else(self):
        if os.geteuid() != 0:
            self.skipTest("needs root: another user's home")
        os.chown(self.home, NOBODY, NOBODY)
        self.expect_untouched("permission-denied")

    def test_a_home_that_is_none(self):
        for home in ("", "relative", str(self.home / "missing")):
            with self.subTest(home):
                self.expect_untouched("permission-denied", HOME=home)

    def test_programs_that_others_can_change(self):
        for path in (self.place.programs / "certferry-host", self.place.programs / "certferry-worker",
                     self.place.programs / "certferry", self.place.programs, self.place.folder):
            for right in (0o020, 0o002):
                with self.subTest(path=path, right=right):
                    path.chmod(0o755 | right)
                    self.expect_untouched("permission-denied")
                    path.chmod(0o755)

    def test_programs_of_another_user(self):
        if os.geteuid() != 0:
            self.skipTest("needs root: a program of another user")
        os.chown(self.place.programs / "certferry-host", NOBODY, NOBODY)
        self.expect_untouched("permission-denied")

    def test_a_folder_that_only_its_owners_rename_in_is_passed_through(self):
        with tempfile.TemporaryDirectory(prefix="certferry-test-") as folder:
            if not pathlib.Path(folder).parent.stat().st_mode & stat.S_ISVTX:
                self.skipTest("the place for temporary files is not sticky")
            os.chmod(folder, 0o755)
            home = pathlib.Path(folder) / "home"
            home.mkdir(mode=0o755)
            self.assertEqual(self.place.value("install", HOME=str(home))[0], 0)
            found = self.place.findings(HOME=str(home))
            self.assertFalse({"host-changeable", "manifest-changeable"} & set(found))
            # The folder itself is none to install into.
            os.chmod(home, 0o1777)
            self.assertEqual(self.place.value("install", HOME=str(home))[0], 3)

    def test_the_group_of_one_user_is_that_user(self):
        user = group_of_one()
        if user is None or os.geteuid() != 0:
            self.skipTest("needs root, and a user with a group of the same number that nobody else is in")
        place = Installation(user)
        self.addCleanup(place.remove)
        place.home.chmod(0o775)
        self.assertEqual(place.value("install")[0], 0)
        for folder in (place.home / INSTALLED, (place.home / MANIFEST).parent):
            folder.chmod(0o775)
        self.assertEqual(place.value("install")[0], 0)
        self.assertFalse({"host-changeable", "manifest-changeable"} & set(place.findings()))
        os.chown(place.home, user, 0)
        place.home.chmod(0o775)
        self.assertEqual(place.value("install")[0], 3)
        self.assertIn("host-changeable", place.findings())

    def test_a_home_that_others_can_change(self):
        self.home.chmod(0o777)
        self.expect_untouched("permission-denied")

    def test_folders_on_the_way_that_others_can_change(self):
        for name in (".mozilla", ".mozilla/native-messaging-hosts", ".local", ".local/lib", ".local/lib/certferry"):
            with self.subTest(name):
                (self.home / name).mkdir(parents=True, exist_ok=True)
                (self.home / name).chmod(0o775)
                error = self.expect_untouched("permission-denied")
                self.assertIn("chmod", error["data"]["fix"]["text"])
                (self.home / name).chmod(0o755)

    def test_links_instead_of_folders(self):
        elsewhere = self.place.folder / "elsewhere"
        elsewhere.mkdir()
        for name in (".mozilla", ".mozilla/native-messaging-hosts", ".local", ".local/lib/certferry"):
            with self.subTest(name):
                place = Installation()
                self.addCleanup(place.remove)
                (place.home / name).parent.mkdir(parents=True, exist_ok=True)
                (place.home / name).symlink_to(elsewhere)
                status, value = place.value("install")
                self.assertEqual((status, value["error"]["data"]["kind"]), (3, "permission-denied"))
                self.assertEqual(list(elsewhere.iterdir()), [])

    def test_links_instead_of_files(self):
        target = self.place.folder / "target"
        for name in (MANIFEST, INSTALLED / "certferry-host", ".config/certferry/certferry.json"):
            with self.subTest(name):
                target.write_text("{}", encoding="utf-8")
                (self.home / name).parent.mkdir(parents=True, exist_ok=True)
                (self.home / name).symlink_to(target)
                self.refused("permission-denied", "--allow-extension", "a@b")
                self.assertEqual(target.read_text(encoding="utf-8"), "{}")
                (self.home / name).unlink()

    def test_pipes_and_folders_instead_of_files(self):
        for make in (os.mkfifo, os.mkdir):
            with self.subTest(make.__name__):
                (self.home / MANIFEST).parent.mkdir(parents=True, exist_ok=True)
                make(self.home / MANIFEST)
                self.expect_untouched("permission-denied")
                (os.rmdir if make is os.mkdir else os.unlink)(self.home / MANIFEST)

    def test_a_manifest_of_another_program_is_left_alone(self):
        for text in (json.dumps({"name": "another", "path": "/usr/bin/another"}), "[]", '"text"'):
            with self.subTest(text):
                self.write(MANIFEST, text)
                self.expect_untouched("file-exists")
        self.assertEqual(self.place.value("uninstall")[1]["kept"][0]["path"], str(self.home / MANIFEST))
        self.assertTrue((self.home / MANIFEST).exists())

    def test_a_manifest_that_is_no_json_serves_nobody_and_is_replaced(self):
        self.write(MANIFEST, "{")
        self.assertEqual(self.installed()["manifests"][0]["outcome"], "replaced")

    def test_a_missing_program(self):
        (self.place.programs / "certferry-host").unlink()
        self.expect_untouched("internal")

    def test_for_all_users_only_as_root(self):
        if os.geteuid() == 0:
            place = Installation(NOBODY)
            self.addCleanup(place.remove)
        else:
            place = self.place
        for command in ("install", "uninstall"):
            status, value = place.value(command, "--system")
            self.assertEqual((status, value["error"]["data"]["kind"]), (3, "permission-denied"))

    def test_user_and_system_exclude_each_other(self):
        self.assertEqual(self.place.run("install", "--user", "--system").returncode, 2)


if __name__ == "__main__":
    unittest.main()

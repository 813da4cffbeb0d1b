# SPDX-License-Identifier: MPL-2.0
"""`certferry install` and `uninstall` for one user, with the built programs and a HOME of the test."""

import json
import os
import shutil
import subprocess
import unittest

from installation import INSTALLED, MANIFEST, NOBODY, PROGRAMS, Installation, trusted_base

OTHER, THIRD = "other@example.org", "{01234567-89ab-cdef-0123-456789abcdef}"
CONFIGURATION = ".config/certferry/certferry.json"


class Case(unittest.TestCase):
    user = None

    def setUp(self):
        if trusted_base() is None:
            self.skipTest("others can write where this user's home lies")
        self.place = Installation(self.user)
        self.addCleanup(self.place.remove)
        self.home = self.place.home

    def installed(self, *words, **environment):
        status, value = self.place.value("install", *words, **environment)
        self.assertEqual(status, 0, value)
        return value

    def refused(self, kind, *words, **environment):
        status, value = self.place.value("install", *words, **environment)
        self.assertEqual(value.get("error", {}).get("data", {}).get("kind"), kind, value)
        self.assertEqual(status, 2 if kind == "invalid-request" else 3)
        return value["error"]

    def configuration(self):
        return json.loads((self.home / CONFIGURATION).read_text(encoding="utf-8"))

    def write(self, path, text):
        (self.home / path).parent.mkdir(parents=True, exist_ok=True)
        (self.home / path).write_text(text, encoding="utf-8")
        self.give_away()

    def give_away(self):
        """What the test made in HOME belongs to the user whose home it is."""
        if self.user is not None:
            subprocess.run(["chown", "-R", str(self.user), str(self.home)], check=True)


class Install(Case):
    def test_a_browser_finds_a_host_that_does_not_depend_on_where_it_was_installed_from(self):
        self.installed()
        manifest = self.place.manifest()
        self.assertEqual(manifest, {"name": "certferry", "type": "stdio", "path": str(self.home / INSTALLED / "certferry-host"),
                                    "description": manifest["description"], "allowed_extensions": ["certferry@certferry"]})
        shutil.rmtree(self.place.programs)
        for name in PROGRAMS:
            self.assertTrue(os.access(self.home / INSTALLED / name, os.X_OK))
        done = self.place.run("--version", program=self.home / INSTALLED / "certferry")
        self.assertEqual(done.returncode, 0)
        self.assertFalse((self.home / CONFIGURATION).exists())

    def test_installing_again_changes_no_byte_and_no_file(self):
        self.installed("--allow-extension", OTHER)
        before, inodes = self.place.tree(), [path.stat().st_ino for path in sorted(self.home.rglob("*"))]
        value = self.installed()
        self.assertEqual(self.place.tree(), before)
        self.assertEqual([path.stat().st_ino for path in sorted(self.home.rglob("*"))], inodes)
        self.assertEqual([value["programs"]["outcome"], value["manifests"][0]["outcome"], value["configuration"]["outcome"]],
                         ["unchanged"] * 3)

    def test_what_is_installed_can_install_itself_again(self):
        self.installed()
        before = self.place.tree()
        status, _ = self.place.value("install", program=self.home / INSTALLED / "certferry")
        self.assertEqual((status, self.place.tree()), (0, before))

    def test_uninstalling_leaves_no_trace(self):
        self.installed("--allow-extension", OTHER)
        status, value = self.place.value("uninstall", program=self.home / INSTALLED / "certferry")
        self.assertEqual(status, 0)
        self.assertEqual(self.place.tree(), {})
        self.assertEqual(len(value["removed"]), 5)
        self.assertEqual(value["kept"], [])
        self.assertEqual(self.place.value("uninstall")[1]["removed"], [])

    def test_uninstalling_says_where_keys_and_waiting_selections_stay(self):
        self.installed()
        profile = self.home / ".thunderbird/abc.default"
        for folder in ("certferry/backups/20261124T101500Z", "certferry/pending"):
            (profile / folder).mkdir(parents=True)
        (profile / "certferry/pending/id1.json").write_text("{}", encoding="utf-8")
        self.write(".thunderbird/profiles.ini", "[Profile0]\nName=default\nIsRelative=1\nPath=abc.default\n")
        self.give_away()
        _, value = self.place.value("uninstall")
        self.assertEqual(value["remains"], [{"path": str(profile / "certferry"), "backups": 1, "pending": 1}])
        self.installed()
        text = self.place.run("uninstall").stdout
        self.assertIn(f"{profile}/certferry  1 backup, 1 pending selection\n", text)

    def test_what_cannot_be_taken_away_keeps_nothing_else(self):
        configuration = self.home / ".config/certferry/certferry.json"
        for spoil in (self.spoil_configuration, self.link_settings):
            with self.subTest(spoil.__name__):
                self.installed("--allow-extension", "other@example.org")
                spoil(configuration)
                for _ in range(2):
                    status, value = self.place.value("uninstall")
                    self.assertEqual((status, value["complete"]), (1, False))
                    self.assertEqual([each["path"] for each in value["kept"]], [str(configuration)])
                    self.assertTrue(value["kept"][0]["reason"])
                self.assertFalse((self.home / MANIFEST).exists())
                self.assertFalse((self.home / INSTALLED).exists())
                configuration.unlink()
                self.assertEqual(self.place.value("uninstall")[0], 0)

    def spoil_configuration(self, path):
        path.write_text('{"allowedExtensions": ["other@example.org"],}', encoding="utf-8")

    def link_settings(self, _):
        (self.home / ".config").rename(self.home / "dot-config")
        (self.home / ".config").symlink_to("dot-config")

    def test_settings_behind_a_link_are_read_and_never_written(self):
        (self.home / "dot-config").mkdir()
        self.give_away()
        (self.home / ".config").symlink_to("dot-config")
        self.assertEqual(self.installed()["configuration"], None)
        (self.home / "dot-config/certferry").mkdir()
        self.write(".config/certferry/certferry.json", json.dumps({"allowedExtensions": ["other@example.org"]}))
        self.assertEqual(self.installed()["allowedExtensions"], ["other@example.org"])
        before = self.place.tree()
        self.refused("permission-denied", "--allow-extension", "third@example.org")
        self.assertEqual(self.place.tree(), before)

    def test_print_shows_all_and_writes_nothing(self):
        value = self.installed("--print", "--allow-extension", OTHER)
        self.assertEqual(self.place.tree(), {})
        self.assertFalse(value["written"])
        self.assertEqual(json.loads(value["manifests"][0]["content"])["allowed_extensions"], ["certferry@certferry", OTHER])
        self.assertEqual(json.loads(value["configuration"]["content"]), {"allowedExtensions": [OTHER]})
        text = self.place.run("install", "--print").stdout
        self.assertIn("Nothing was written.", text)
        self.assertIn('"allowed_extensions"', text)
        self.assertEqual(self.place.tree(), {})

    def test_a_path_that_leads_nowhere_is_repaired(self):
        self.installed()
        self.write(MANIFEST, json.dumps({**self.place.manifest(), "path": "/nowhere/certferry-host"}))
        (self.home / INSTALLED / "certferry-worker").unlink()
        value = self.installed()
        self.assertEqual(value["manifests"][0]["outcome"], "replaced")
        self.assertEqual(self.place.manifest()["path"], str(self.home / INSTALLED / "certferry-host"))
        self.assertTrue((self.home / INSTALLED / "certferry-worker").exists())

    def test_a_program_that_runs_survives_an_upgrade(self):
        self.installed()
        program = self.home / INSTALLED / "certferry"
        with open(program, "rb") as running:
            before = running.read()
            with open(self.place.programs / "certferry", "ab") as new:
                new.write(b"\0")
            self.assertEqual(self.installed()["programs"]["outcome"], "copied")
            running.seek(0)
            self.assertEqual(running.read(), before)
        self.assertEqual(program.read_bytes(), before + b"\0")

    def test_what_a_killed_installation_left_is_removed(self):
        self.installed()
        for folder in (INSTALLED, MANIFEST.parent):
            (self.home / folder / ".certferry-unfinished-x").write_bytes(b"half")
        self.assertEqual(self.place.run("uninstall").returncode, 0)
        self.assertEqual(self.place.tree(), {})

    def test_both_applications_read_the_same_manifest(self):
        for words in ((), ("--firefox",), ("--thunderbird",), ("--firefox", "--thunderbird")):
            with self.subTest(words):
                value = self.installed(*words)
                self.assertEqual(value["manifests"][0]["applications"], ["firefox", "thunderbird"])


class OtherAddOns(Case):
    def test_another_add_on_is_allowed_in_the_manifest_and_in_the_configuration_and_stays_so(self):
        self.installed("--allow-extension", OTHER, "--allow-extension", THIRD)
        self.assertEqual(self.configuration(), {"allowedExtensions": [OTHER, THIRD]})
        self.installed()
        self.assertEqual(set(self.place.manifest()["allowed_extensions"]), {"certferry@certferry", OTHER, THIRD})
        self.installed("--refuse-extension", OTHER)
        self.assertEqual(self.place.manifest()["allowed_extensions"], ["certferry@certferry", THIRD])
        self.assertEqual(self.configuration(), {"allowedExtensions": [THIRD]})
        self.installed("--refuse-extension", THIRD)
        self.assertFalse((self.home / ".config").exists())

    def test_what_is_no_id_is_wrong_usage_and_is_not_repeated(self):
        for text in ("", "nobody", "a b@c", "@", "a@", "../../x", "{0123}", "ä@b", "x@" + "y" * 100, 'a"@b', "certferry@certferry"):
            for option in ("--allow-extension", "--refuse-extension"):
                with self.subTest(text=text, option=option):
                    error = self.refused("invalid-request", option, text)
                    self.assertNotIn("../../x", json.dumps(error))
        self.assertEqual(self.place.tree(), {})

    def test_all_other_settings_stay_as_they_are(self):
        text = '{"zebra": 1.50, "pinentry": "/usr/bin/pinentry-qt", "nssFolders": [], "allowedExtensions": ["a@b"], "x": {"y": null}}'
        self.write(CONFIGURATION, text)
        self.installed("--allow-extension", OTHER)
        self.assertEqual(self.configuration(), {**json.loads(text), "allowedExtensions": ["a@b", OTHER]})
        self.assertEqual(list(self.configuration()), list(json.loads(text)))
        self.place.run("uninstall")
        rest = json.loads(text)
        del rest["allowedExtensions"]
        self.assertEqual(self.configuration(), rest)

    def test_an_allowance_that_would_spoil_the_manifest_is_left_out_of_it(self):
        self.write(CONFIGURATION, '{"allowedExtensions": ["not an id", "a@b"]}')
        value = self.installed()
        self.assertEqual(self.place.manifest()["allowed_extensions"], ["certferry@certferry", "a@b"])
        self.assertEqual(len(value["warnings"]), 1)

    def test_a_configuration_that_is_none_is_not_touched(self):
        for text in ("{", "[]", '{"allowedExtensions": "a@b"}', '{"a": 1, "a": 2}'):
            with self.subTest(text):
                self.write(CONFIGURATION, text)
                self.refused("bad-file", "--allow-extension", OTHER)
                self.assertEqual((self.home / CONFIGURATION).read_text(encoding="utf-8"), text)
                self.assertFalse((self.home / MANIFEST).exists())

    def test_the_configuration_lies_where_XDG_CONFIG_HOME_says(self):
        self.installed("--allow-extension", OTHER, XDG_CONFIG_HOME=str(self.home / "settings"))
        self.assertTrue((self.home / "settings/certferry/certferry.json").exists())
        self.assertFalse((self.home / ".config").exists())


class AsAnOrdinaryUser(Install, OtherAddOns):
    """The same as a user without rights."""
    user = NOBODY

    def setUp(self):
        if os.geteuid() != 0:
            self.skipTest("this user is an ordinary one already")
        super().setUp()


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MPL-2.0
"""`certferry doctor`: one broken link a test, on an installation that is whole otherwise."""

import json
import os
import shutil
import struct
import unittest

from installation import ANSWERING, INSTALLED, MANIFEST, Installation, trusted_base

VERSION = "0.1.0"
ALIVE = ANSWERING.replace("VERSION", repr(VERSION))
CONFIGURATION = ".config/certferry/certferry.json"


class Case(unittest.TestCase):
    def setUp(self):
        if trusted_base() is None:
            self.skipTest("others can write where this user's home lies")
        self.place = Installation()
        self.addCleanup(self.place.remove)
        self.home = self.place.home
        self.assertEqual(self.place.run("install").returncode, 0)

    def change_manifest(self, **members):
        self.write(MANIFEST, json.dumps({**self.place.manifest(), **members}))

    def write(self, path, text):
        (self.home / path).parent.mkdir(parents=True, exist_ok=True)
        (self.home / path).write_text(text, encoding="utf-8")

    def expect(self, finding, severity="error", **environment):
        """The finding is there, and says what to do."""
        found = self.place.findings(**environment)
        self.assertIn(finding, found)
        each = found[finding] if isinstance(found[finding], dict) else found[finding][0]
        self.assertEqual(each["severity"], severity)
        return each

    def expect_fixed_by(self, command, finding, severity="error"):
        each = self.expect(finding, severity)
        self.assertEqual(each["fix"]["command"], command)
        self.assertEqual(self.place.run(*command.split()[1:]).returncode, 0)
        self.assertNotIn(finding, self.place.findings())


class Whole(Case):
    def test_an_installation_that_is_whole_has_no_error_and_says_what_holds(self):
        status, value = self.place.value("doctor")
        self.assertEqual((status, [each for each in value["findings"] if each["severity"] == "error"]), (0, []))
        for words in ("find the manifest", "only its owner and root can change", "starts and answers", "configuration can be used"):
            self.assertTrue(any(words in text for text in value["good"]), words)
        text = self.place.run("doctor")
        self.assertEqual(text.returncode, 0)
        self.assertIn("ok: The host starts and answers as it does to a browser", text.stdout)

    def test_any_program_may_call_it_and_it_takes_no_parameter(self):
        status, value = self.place.value("call", "doctor.run")
        self.assertEqual(status, 0)
        self.assertEqual({"findings", "good", "version"}, set(value))
        status, value = self.place.value("call", "doctor.run", '{"path": "/"}')
        self.assertEqual((status, value["error"]["data"]["kind"]), (2, "invalid-request"))

    def test_it_changes_nothing(self):
        before = self.place.tree()
        self.place.run("doctor")
        self.assertEqual(self.place.tree(), before)

    def test_the_host_sees_what_a_browser_would_give_it(self):
        seen = self.place.folder / "seen"
        self.place.stand_in_host(f"open({str(seen)!r}, 'w').write(json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]))" + ALIVE)
        self.place.findings(LD_PRELOAD="", NSS_X="1", MOZ_LOG="all")
        words, folder, environment = json.loads(seen.read_text(encoding="utf-8"))
        self.assertEqual(words, [str(self.home / MANIFEST), "certferry@certferry"])
        self.assertEqual(folder, str(self.home / INSTALLED))
        self.assertFalse({"LD_PRELOAD", "NSS_X", "MOZ_LOG"} & set(environment))


class Manifests(Case):
    def test_none(self):
        (self.home / MANIFEST).unlink()
        self.expect_fixed_by("certferry install", "manifest-missing")

    def test_one_that_cannot_be_read(self):
        (self.home / MANIFEST).unlink()
        (self.home / MANIFEST).mkdir()
        self.expect("manifest-unreadable")

    def test_no_json(self):
        self.write(MANIFEST, '{"name": "certferry",}')
        self.expect_fixed_by("certferry install", "manifest-not-json")

    def test_a_missing_or_unknown_member(self):
        self.change_manifest(comment="")
        self.expect_fixed_by("certferry install", "manifest-members")
        manifest = self.place.manifest()
        del manifest["description"]
        self.write(MANIFEST, json.dumps(manifest))
        self.expect_fixed_by("certferry install", "manifest-members")

    def test_an_id_that_is_none(self):
        self.change_manifest(allowed_extensions=["certferry@certferry", "chrome-extension://x/"])
        self.expect_fixed_by("certferry install", "manifest-extension-id")

    def test_another_type(self):
        self.change_manifest(type="pkcs11")
        self.expect_fixed_by("certferry install", "manifest-type")

    def test_another_name(self):
        self.change_manifest(name="certFerry")
        advice = self.expect("manifest-name")["fix"]
        self.assertEqual(self.place.value("install")[1]["error"]["data"]["fix"], advice)
        (self.home / MANIFEST).unlink()
        self.assertEqual(self.place.run("install").returncode, 0)
        self.assertNotIn("manifest-name", self.place.findings())

    def test_a_path_that_is_not_absolute(self):
        self.change_manifest(path="certferry-host")
        self.expect_fixed_by("certferry install", "manifest-path")

    def test_our_own_add_on_is_not_in_it(self):
        self.change_manifest(allowed_extensions=["other@example.org"])
        self.expect_fixed_by("certferry install", "extension-not-listed")

    def test_a_manifest_that_others_can_change(self):
        (self.home / MANIFEST).chmod(0o666)
        self.expect("manifest-changeable", "warning")

    def test_another_program_under_our_name(self):
        other = self.place.folder / "other-host"
        shutil.copy("/bin/true", other)
        self.change_manifest(path=str(other))
        self.expect_fixed_by("certferry install", "manifest-other-host")

    def test_an_add_on_allowed_in_one_place_only(self):
        self.change_manifest(allowed_extensions=["certferry@certferry", "other@example.org"])
        each = self.expect("extension-half-allowed", "warning")
        self.assertIn("manifest and not by the configuration", each["message"])
        self.assertEqual(each["fix"]["command"], "certferry install --allow-extension 'other@example.org'")
        self.assertEqual(self.place.run("install", "--allow-extension", "other@example.org").returncode, 0)
        self.assertNotIn("extension-half-allowed", self.place.findings())
        self.change_manifest(allowed_extensions=["certferry@certferry"])
        self.assertIn("configuration and not by the manifest", self.expect("extension-half-allowed", "warning")["message"])


class Hosts(Case):
    def host(self):
        return self.home / INSTALLED / "certferry-host"

    def test_one_that_is_gone(self):
        self.host().unlink()
        self.expect_fixed_by("certferry install", "host-missing")

    def test_one_without_the_run_bit(self):
        self.host().chmod(0o644)
        self.expect_fixed_by("certferry install", "host-not-executable")

    def test_one_that_others_can_change_is_not_even_started(self):
        started = self.place.folder / "started"
        self.place.stand_in_host(f"open({str(started)!r}, 'w')" + ALIVE)
        self.host().chmod(0o777)
        self.expect("host-changeable")
        self.assertFalse(started.exists())

    def test_one_whose_worker_is_gone(self):
        (self.home / INSTALLED / "certferry-worker").unlink()
        self.expect_fixed_by("certferry install", "host-without-worker")

    def test_one_that_ends_at_once_or_lacks_a_library(self):
        for behaviour, words in (("sys.exit(3)", "does not answer"), ("sys.exit(127)", "library")):
            self.place.stand_in_host(behaviour)
            self.assertIn(words, self.expect("host-silent")["message"])

    def test_one_that_cannot_be_started(self):
        self.host().unlink()
        self.host().write_text("#!/nowhere\n", encoding="utf-8")
        self.host().chmod(0o755)
        self.expect("host-silent")

    def test_one_that_prints_where_messages_belong(self):
        self.place.stand_in_host("print('Gtk-WARNING: cannot open display')\n" + ALIVE)
        self.assertIn("Gtk-WARNING: cannot open display", self.expect("host-pollutes")["message"])

    def test_one_that_announces_a_giant_message(self):
        self.place.stand_in_host(f"sys.stdout.buffer.write({struct.pack('=I', 2**31)!r} + bytes(100)); sys.stdout.flush(); sys.stdin.read()")
        self.expect("host-pollutes")

    def test_one_that_answers_something_else(self):
        for behaviour in ("answer([])", "answer({'id': 7, 'result': {}})", "answer({'id': 1, 'result': {}})",
                          "answer({'id': 1, 'error': {'code': 1}})"):
            self.place.stand_in_host(behaviour + "\nsys.stdin.read()")
            self.expect("host-answers-wrongly")

    def test_one_that_tells_news_before_it_answers_is_right(self):
        self.place.stand_in_host("answer({'jsonrpc': '2.0', 'method': '$/pending', 'params': {}})\n" + ALIVE)
        self.assertFalse([each for each in self.place.findings() if each.startswith("host-")])

    def test_one_of_another_version(self):
        self.place.stand_in_host(ANSWERING.replace("VERSION", "'0.0.9'"))
        self.assertIn("0.0.9", self.expect("host-version", "warning")["message"])


class Configurations(Case):
    def test_one_that_is_none(self):
        self.write(CONFIGURATION, "{")
        self.expect("configuration-unusable")

    def test_one_that_others_can_change(self):
        self.write(CONFIGURATION, "{}")
        (self.home / CONFIGURATION).chmod(0o666)
        self.expect("configuration-unusable")

    def test_a_dialog_program_that_cannot_be_used(self):
        for_terminals, link = self.place.folder / "pinentry-curses", self.place.folder / "pinentry"
        for_terminals.write_text("#!/bin/sh\n", encoding="ascii")
        for_terminals.chmod(0o755)
        link.symlink_to(for_terminals)
        for program in ("/nowhere/pinentry", "pinentry", str(self.home), str(for_terminals), str(link)):
            self.write(CONFIGURATION, json.dumps({"pinentry": program}))
            self.expect("pinentry-unusable")

    def test_no_display(self):
        self.expect("display-missing", "note")
        self.assertNotIn("display-missing", self.place.findings(DISPLAY=":0"))

    def test_an_nss_that_others_can_change(self):
        folder = self.place.folder / "nss"
        folder.mkdir()
        (folder / "libnss3.so").write_bytes(b"Version: NSS 3.99 ")
        self.write(CONFIGURATION, json.dumps({"nssFolders": [str(folder)]}))
        self.assertIn("libraries of it are missing", self.expect("nss-refused", "warning")["message"])
        folder.chmod(0o777)
        self.assertIn("somebody else could change it", self.expect("nss-refused", "warning")["message"])

    def test_a_worker_that_fails(self):
        worker = self.place.programs / "certferry-worker"
        worker.write_text("#!/bin/sh\nexit 5\n", encoding="utf-8")
        self.expect("worker-failed")

    def test_root_is_told_whose_files_these_are(self):
        if os.geteuid() != 0:
            self.assertNotIn("running-as-root", self.place.findings())
        else:
            self.expect("running-as-root", "note")


class Decoded(Case):
    def test_the_lengths_that_people_reported(self):
        for number, text in ((1836017711, "/hom"), (1111835739, "[DEB"), (1162690894, "NAME"), (1668248176, "proc"), (977472013, "\r\nC:")):
            status, value = self.place.value("doctor", "--decode", number)
            self.assertEqual((status, value["text"]), (0, text))
            self.assertIn("standard output", value["message"])

    def test_separators_of_thousands_and_real_lengths(self):
        self.assertEqual(self.place.value("doctor", "--decode", "1,836,017,711")[1]["text"], "/hom")
        self.assertIsNone(self.place.value("doctor", "--decode", "2000000")[1]["text"])

    def test_what_is_no_such_number_is_wrong_usage(self):
        for text in ("", "x", "-1", "4294967296", "1e9"):
            self.assertEqual(self.place.run("doctor", f"--decode={text}").returncode, 2, text)



if __name__ == "__main__":
    unittest.main()

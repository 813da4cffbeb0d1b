# SPDX-License-Identifier: MPL-2.0
"""The person behind an add-on's request is asked in dialogs: real host, real worker, real profiles, a scripted dialog."""

import os
import pathlib
import sys
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from native_host import MANIFEST, OWN_ID, Host, cancel, environment_of, request  # noqa: E402
from pinentry_double import CANCELLED, NOT_CONFIRMED, YES, PinentryDouble, typed  # noqa: E402
from snapshot import changes, snapshot  # noqa: E402
from two_profiles import TwoProfiles  # noqa: E402

# Not one of those that are looked for in everything that was written: the plan of the dialog holds it.
PASSWORD = "correct horse"
OWN = (MANIFEST, OWN_ID)
BY_OWN_ADD_ON = f"Asked by the add-on {OWN_ID}, started by "


class DialogsOfTheHost(unittest.TestCase):
    def scene(self, *answers, **profiles):
        self.profiles = TwoProfiles(self, **{"firefox_password": PASSWORD, **profiles})
        self.pinentry = PinentryDouble(self, *answers)
        self.pinentry.configure(self.profiles.home)
        self.before = snapshot(self.profiles.thunderbird.path), snapshot(self.profiles.firefox.path)

    def start(self, arguments=OWN):
        host = Host(self.profiles.home, arguments)
        self.addCleanup(host.__exit__)
        return host

    def move(self, params=None, arguments=OWN):
        """The whole answer."""
        host = self.start(arguments)
        answer = host.ask("migration.run", params or {})
        self.assertEqual(host.close(), 0)
        return answer

    def kind(self, answer):
        return answer["error"]["data"]["kind"] if "error" in answer else None

    def expect_nothing_changed(self):
        after = snapshot(self.profiles.thunderbird.path), snapshot(self.profiles.firefox.path)
        self.assertEqual([changes(before, now) for before, now in zip(self.before, after)], [[], []])

    def expect_moved(self, answer):
        self.assertEqual(self.kind(answer), None, answer)
        self.assertTrue(self.profiles.thunderbird.has_key_of(self.profiles.certificate))

    def test_one_dialog_opens_the_source_and_agrees_to_a_copy_without_a_password(self):
        self.scene(typed(PASSWORD))
        self.expect_moved(self.move())
        text, = self.pinentry.texts()
        self.assertTrue(text.startswith('Unlock the private keys of the Firefox profile "default-release", and copy them into the '
                                        'Thunderbird profile "default-release", which has no primary password.'), text)
        self.assertIn(BY_OWN_ADD_ON + os.path.realpath(sys.executable)[:40], text.replace("\n", " "))

    def test_three_wrong_passwords_leave_everything_as_it_was(self):
        self.scene(typed("x"), typed("y"), typed("z"), typed(PASSWORD))
        self.assertEqual(self.kind(self.move()), "wrong-password")
        self.assertEqual(len(self.pinentry.records()), 3)
        self.expect_nothing_changed()

    def test_a_right_password_after_a_wrong_one_is_taken(self):
        self.scene(typed("x"), typed(PASSWORD))
        self.expect_moved(self.move())

    def test_refusing_leaves_everything_as_it_was(self):
        self.scene(CANCELLED)
        self.assertEqual(self.kind(self.move()), "consent-refused")
        self.expect_nothing_changed()

    def test_who_refused_a_moment_ago_is_not_said_to_have_refused_again(self):
        self.scene(CANCELLED)
        first, second = self.move()["error"], self.move()["error"]
        self.assertEqual(len(self.pinentry.records()), 1)
        self.assertNotEqual(first["message"], second["message"])
        self.assertIn("Try again in ten seconds.", second["message"])
        self.assertEqual((second["data"]["kind"], first["data"]["retriable"], second["data"]["retriable"]), ("consent-refused", False, True))

    def test_a_password_of_both_profiles_is_asked_once(self):
        self.scene(typed(PASSWORD), thunderbird_password=PASSWORD)
        self.expect_moved(self.move())
        text, = self.pinentry.texts()
        self.assertNotIn("copy", text)

    def test_two_passwords_are_asked_in_two_dialogs_that_name_their_profiles(self):
        self.scene(typed(PASSWORD), typed("other"), thunderbird_password="other")
        self.expect_moved(self.move())
        first, second = self.pinentry.texts()
        self.assertIn("of the Firefox profile", first)
        self.assertIn("of the Thunderbird profile", second)

    def test_a_root_is_trusted_only_if_named_and_agreed_to(self):
        self.scene(typed("x"), firefox_password="", trusted=False)
        answer = self.move()
        self.assertEqual(answer["result"]["certificates"][0]["roots"][0]["action"], "ask")
        self.assertEqual(self.pinentry.records(), [], "no dialog that nobody wanted")
        fingerprint = self.profiles.root.fingerprint
        for answers, action in (([CANCELLED], "ask"), ([typed(fingerprint[:8])], "carry")):
            self.pinentry = PinentryDouble(self, *answers)
            self.pinentry.configure(self.profiles.home)
            (self.profiles.home / ".cache" / "certferry" / "refused").unlink(missing_ok=True)
            answer = self.move({"trustRoots": [fingerprint]})
            self.assertEqual(answer["result"]["certificates"][0]["roots"][0]["action"], action, answer)
            self.assertIn("Trust a new authority for e-mail in the Thunderbird profile", self.pinentry.texts()[0])
        self.assertEqual(self.profiles.thunderbird.trust_of(self.profiles.root).split(",")[1], "C")

    def test_a_certificate_without_the_address_is_selected_only_if_agreed_to(self):
        for answer, kind in ((CANCELLED, "consent-refused"), (YES, None)):
            with self.subTest(kind):
                self.scene(answer)
                nameless = self.profiles.root.leaf("Nameless", emails=[])
                self.profiles.thunderbird.import_key(nameless)
                self.profiles.thunderbird.trust_email(self.profiles.root)
                host = self.start()
                profile = next(each["id"] for each in host.ask("profiles.list")["result"]["profiles"] if each["application"] == "thunderbird")
                wish = {"profile": profile, "identity": "id1", "signing": nameless.fingerprint, "encryption": nameless.fingerprint}
                self.assertEqual(self.kind(host.ask("selection.set", wish)), kind)
                self.assertEqual((b"_cert_dbkey" in (self.profiles.thunderbird.path / "prefs.js").read_bytes()), kind is None)
                text, = self.pinentry.texts()
                self.assertTrue(text.startswith("Use a certificate that does not carry your address for a mail identity, in the "
                                                'Thunderbird profile "default-release".'), text)
                self.assertTrue(text.endswith("alice@example.test"), text)
                if kind is None:
                    self.assertEqual(self.kind(host.ask("selection.set", wish)), None, "what stands already is not asked for again")
                    self.assertEqual(len(self.pinentry.records()), 1)

    def test_a_caller_that_says_no_name_is_asked_for_before_it_writes(self):
        self.scene(NOT_CONFIRMED, firefox_password="")
        self.assertEqual(self.kind(self.move(arguments=())), "consent-refused")
        text, = self.pinentry.texts()
        self.assertIn("an add-on that gives no name, started by ", text)
        self.expect_nothing_changed()
        self.pinentry = PinentryDouble(self, YES)
        self.pinentry.configure(self.profiles.home)
        (self.profiles.home / ".cache" / "certferry" / "refused").unlink()
        self.expect_moved(self.move(arguments=()))

    def wait_for_dialog(self):
        while not self.pinentry.hangs():
            time.sleep(0.01)
        return self.pinentry.records()[0]["process"]

    def test_cancelling_closes_the_dialog_while_others_are_answered(self):
        self.scene([["hang", 0]])
        host = self.start()
        host.send(request("migration.run", {}, 1))
        dialog = self.wait_for_dialog()
        self.assertEqual(host.ask("ping", number=2)["result"], {})
        host.send(cancel(1))
        self.assertEqual(self.kind(host.answer(1)), "cancelled")
        self.assertFalse(os.path.exists(f"/proc/{dialog}"))
        self.assertEqual(host.close(), 0)
        self.expect_nothing_changed()

    def test_two_requests_show_one_dialog_and_the_second_can_be_cancelled_while_it_waits(self):
        self.scene([["hang", 0]])
        host = self.start()
        host.send(request("migration.run", {}, 1))
        self.wait_for_dialog()
        host.send(request("migration.run", {}, 2))
        waits = {"id": 2, "stage": "waiting"}
        while True:
            message = host.receive()
            if message.get("method") == "$/progress" and waits.items() <= message["params"].items():
                break
        host.send(cancel(2))
        self.assertEqual(self.kind(host.answer(2)), "cancelled")
        self.assertEqual(len(self.pinentry.records()), 1)
        host.send(cancel(1))
        self.assertEqual(self.kind(host.answer(1)), "cancelled")

    def test_the_dialog_ends_with_the_browser(self):
        self.scene([["hang", 0]])
        host = self.start()
        host.send(request("migration.run", {}, 1))
        dialog = self.wait_for_dialog()
        self.assertEqual(host.close(), 0)
        self.assertFalse(os.path.exists(f"/proc/{dialog}"))
        self.expect_nothing_changed()

    def test_a_password_is_in_no_frame_and_no_word(self):
        self.scene(typed("canary-of-a-password"), typed(PASSWORD))
        host = self.start()
        host.ask("migration.run", {})
        host.close()
        self.assertNotIn(b"canary", host.words + b"".join(host.frames))
        self.assertNotIn(PASSWORD.encode(), host.words + b"".join(host.frames))


class NoScreen(unittest.TestCase):
    def test_without_screen_and_terminal_nobody_can_be_asked(self):
        profiles = TwoProfiles(self)
        before = snapshot(profiles.home)
        with Host(profiles.home, OWN, environment=environment_of(profiles.home)) as host:
            error = host.ask("migration.run", {})["error"]
            self.assertEqual(error["data"]["kind"], "no-ui")
            self.assertEqual(host.close(), 0)
        self.assertEqual(changes(before, snapshot(profiles.home)), [])


if __name__ == "__main__":
    unittest.main()

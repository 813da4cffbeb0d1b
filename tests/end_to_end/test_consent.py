# SPDX-License-Identifier: MPL-2.0
"""Keys of a profile with a primary password come into one without only when the person at the terminal agrees."""

import json
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from certferry import PROGRAM, Certferry  # noqa: E402
from snapshot import changes, snapshot  # noqa: E402
from terminal_session import TerminalSession  # noqa: E402
from two_profiles import PASSWORD, TwoProfiles  # noqa: E402


class UnprotectedCopy(unittest.TestCase):
    def setUp(self):
        scene = TwoProfiles(self)
        self.home, self.certificate, self.thunderbird = scene.home, scene.certificate, scene.thunderbird
        self.certferry = Certferry(self.home)
        self.before = snapshot(self.home)

    def call(self, *, password=PASSWORD):
        """migration.run as a program asks for it, at a terminal; the question that comes after the password."""
        session = TerminalSession([PROGRAM, "call", "migration.run", "{}"], {"HOME": str(self.home), "TERM": "xterm"})
        session.read_until("Primary password: ")
        session.type(password + "\n")
        return session, session.read_until("Type yes or no: ")

    def finish(self, session):
        """The JSON value, and the status."""
        text, status = session.end()
        return json.loads(text[text.index("{"):]), status

    def expect_nothing_changed(self):
        self.assertEqual(changes(self.before, snapshot(self.home)), [])

    def test_yes_copies_the_key(self):
        session, question = self.call()
        self.assertIn('Firefox profile "default-release", which has a primary password', question.replace("\r\n", " "))
        session.type("yes\n")
        value, status = self.finish(session)
        self.assertEqual((status, value["certificates"][0]["outcome"]), (0, "copied"))
        self.assertTrue(self.thunderbird.has_key_of(self.certificate))

    def test_no_leaves_everything_as_it_was(self):
        session, _ = self.call()
        session.type("no\n")
        value, status = self.finish(session)
        self.assertEqual((status, value["error"]["data"]["kind"]), (3, "consent-refused"))
        self.expect_nothing_changed()

    def test_control_c_at_the_question_leaves_everything_as_it_was(self):
        session, _ = self.call()
        session.type("\x03")
        value, status = self.finish(session)
        self.assertEqual((status, value["error"]["data"]["kind"]), (130, "cancelled"))
        self.expect_nothing_changed()

    def test_a_password_from_a_descriptor_is_not_consent(self):
        answer = self.certferry.run("call", "migration.run", "{}", passwords={"--from-password-fd": PASSWORD})
        self.assertEqual((answer.status, answer.kind), (3, "no-ui"))
        self.expect_nothing_changed()

    def test_the_command_is_consent_by_itself(self):
        answer = self.certferry.migrate(from_password=PASSWORD)
        self.assertEqual(answer.status, 0, answer.value)
        self.assertTrue(self.thunderbird.has_key_of(self.certificate))

    def test_nobody_is_asked_where_the_target_has_a_password_or_the_keys_are_there_already(self):
        self.certferry.migrate(from_password=PASSWORD)
        again = self.certferry.run("call", "migration.run", "{}", passwords={"--from-password-fd": PASSWORD})
        self.assertEqual((again.status, again.kind), (0, None))


if __name__ == "__main__":
    unittest.main()

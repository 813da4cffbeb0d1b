# SPDX-License-Identifier: MPL-2.0
"""An add-on learns correspondents: nobody is asked about what the profile trusts; the rest takes the person's word, each time."""

import base64
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from authority import Authority  # noqa: E402
from message_maker import headers, signed  # noqa: E402
from native_host import MANIFEST, OWN_ID, Host  # noqa: E402
from pinentry_double import CANCELLED, YES, PinentryDouble, typed  # noqa: E402
from snapshot import changes, snapshot  # noqa: E402
from two_profiles import TwoProfiles  # noqa: E402

BOB = "bob@example.test"


class LearnByAddOn(unittest.TestCase):
    def scene(self, *answers):
        self.profiles = TwoProfiles(self, firefox_password="")
        self.home, self.target = self.profiles.home, self.profiles.thunderbird
        self.target.add(self.profiles.root, "root", ",C,")
        self.first = self.profiles.root.leaf("Bob", emails=[BOB])
        self.other = Authority.root(self.home / "other", "Other Root", key="P-256")
        self.second = self.other.leaf("Bob again", emails=[BOB], key="P-256")
        self.pinentry = PinentryDouble(self, *answers)
        self.pinentry.configure(self.home)

    def learn(self, *files, **params):
        with Host(self.home, (MANIFEST, OWN_ID)) as host:
            listed = host.ask("profiles.list")["result"]["profiles"]
            profile = next(each["id"] for each in listed if each["application"] == "thunderbird")
            answer = host.ask("recipients.learn", {"profile": profile, "messages": [base64.b64encode(file).decode() for file in files], **params})
            self.assertEqual(host.close(), 0)
            self.assertEqual(host.words, b"")
        return answer

    def outcomes(self, answer):
        return [each["outcome"] for each in answer["result"]["messages"]]

    def reasons(self, answer):
        return [each["reason"]["kind"] for each in answer["result"]["messages"]]

    def message(self, certificate):
        return headers(BOB) + signed(certificate)

    def test_nobody_is_asked_about_what_the_profile_trusts(self):
        self.scene()
        self.assertEqual(self.outcomes(self.learn(self.message(self.first))), ["learned"])
        self.assertTrue(self.target.has_certificate(self.first))
        self.assertEqual(self.pinentry.texts(), [])

    def test_a_root_is_asked_about_only_where_it_is_named_and_a_no_keeps_nothing(self):
        self.scene(CANCELLED)
        before = snapshot(self.target.path)
        self.assertEqual(self.outcomes(self.learn(self.message(self.second))), ["root-not-trusted"])
        self.assertEqual(self.pinentry.texts(), [])
        self.assertEqual(self.outcomes(self.learn(self.message(self.second), trustRoots=[self.other.fingerprint])), ["root-not-trusted"])
        self.assertEqual(len(self.pinentry.texts()), 1)
        self.assertEqual([path for path in changes(before, snapshot(self.target.path)) if path.endswith(".db")], [])

    def test_who_types_its_digits_trusts_it(self):
        self.scene()
        PinentryDouble(self, typed(self.other.fingerprint[:8])).configure(self.home)
        self.assertEqual(self.outcomes(self.learn(self.message(self.second), trustRoots=[self.other.fingerprint])), ["learned"])
        self.assertEqual(self.target.trust_of(self.other), ",C,")

    def test_a_no_is_told_apart_from_nobody_to_ask(self):
        for answers, expected in (((CANCELLED,), "consent-refused"), ((), "no-ui")):
            with self.subTest(expected):
                self.scene(*answers)
                if not answers:
                    (self.home / ".config" / "certferry" / "certferry.json").unlink()
                trust, accept = {"trustRoots": [self.other.fingerprint]}, {"acceptChanges": [self.second.fingerprint]}
                self.assertEqual(self.reasons(self.learn(self.message(self.second))), ["root-not-trusted"])
                self.assertEqual(self.reasons(self.learn(self.message(self.second), **trust)), [expected])
                self.target.add(self.other, "other", ",C,")
                self.learn(self.message(self.first))
                self.assertEqual(self.reasons(self.learn(self.message(self.second))), ["change"])
                answer = self.learn(self.message(self.second), **accept)
                self.assertEqual((self.outcomes(answer), self.reasons(answer)), (["change"], [expected]))

    def test_a_change_shows_both_fingerprints(self):
        for answer, outcome in ((CANCELLED, "change"), (YES, "learned")):
            with self.subTest(outcome):
                self.scene(answer)
                self.target.add(self.other, "other", ",C,")
                self.assertEqual(self.outcomes(self.learn(self.message(self.first))), ["learned"])
                self.assertEqual(self.outcomes(self.learn(self.message(self.second))), ["change"])
                self.assertEqual(self.pinentry.texts(), [])
                self.assertEqual(self.outcomes(self.learn(self.message(self.second), acceptChanges=[self.second.fingerprint])), [outcome])
                text, = self.pinentry.texts()
                self.assertTrue(text.startswith("Encrypt mail to a correspondent to a new certificate of another authority, in the Thunderbird profile"), text)
                for certificate in (self.first, self.second):
                    self.assertIn(certificate.fingerprint[:4] + " " + certificate.fingerprint[4:8], text)
                self.assertEqual(self.target.has_certificate(self.second), outcome == "learned")

    def test_certificates_that_no_message_brought_are_asked_about(self):
        self.scene(CANCELLED)
        self.assertEqual(self.learn(self.first.der)["error"]["data"]["kind"], "consent-refused")
        self.assertFalse(self.target.has_certificate(self.first))
        self.scene(YES)
        self.assertEqual(self.outcomes(self.learn(self.first.der)), ["learned"])
        text, = self.pinentry.texts()
        self.assertTrue(text.startswith("Bring certificates into the Thunderbird profile"), text)


if __name__ == "__main__":
    unittest.main()

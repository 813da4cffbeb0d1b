# SPDX-License-Identifier: MPL-2.0
"""One certificate to sign with and one that others encrypt to: not every two can be selected together."""

import contextlib
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from application import preference_line  # noqa: E402
from application_lock import ApplicationLock  # noqa: E402
from certificate_maker import extension, oid, sequence  # noqa: E402
from selection_case import SelectionCase  # noqa: E402


class SelectedPairs(SelectionCase):
    def refused_for_encryption(self):
        """Thunderbird's own verifier takes it; while it is selected for encryption, NSS signs nothing."""
        policies = extension("2.5.29.32", sequence(sequence(oid("1.2.3.4"))), True)
        certificate = self.issuer.leaf("Refused", emails=["alice@example.test"], more=[policies])
        self.profile.import_key(certificate)
        return certificate

    def test_a_pair_that_cannot_sign_is_refused_whichever_comes_first_and_whatever_waits(self):
        refused = self.refused_for_encryption().fingerprint
        words = {"--signing": self.first.fingerprint, "--encryption": refused}
        for first, second in (("--signing", "--encryption"), ("--encryption", "--signing")):
            for running in (False, True):
                with self.subTest(first=first, running=running):
                    self.select("--signing", "none", "--encryption", "none")
                    with ApplicationLock(self.profile.path) if running else contextlib.nullcontext():
                        self.assertEqual(self.select(first, words[first]).status, 0)
                        answer = self.select(second, words[second])
                        self.assertEqual((answer.status, answer.kind), (3, "not-eligible"), answer.value)
                        self.assertIn("signed mail", answer.value["error"]["message"])
                    self.wait_until_nothing_waits()
                    self.assertEqual(self.chosen().count(None), 1)

    def test_what_waits_is_dropped_where_it_would_make_a_pair_that_cannot_sign(self):
        refused = self.refused_for_encryption()
        self.leave_waiting_without_a_waiter("--signing", self.first.fingerprint)
        self.prefs.write_text(self.prefs.read_text() + preference_line("mail.identity.id1.encryption_cert_name", "Refused") +
                              preference_line("mail.identity.id1.encryption_cert_dbkey", refused.db_key))
        self.select("--signing", self.second.fingerprint, identity="id2")
        self.assertEqual(self.chosen(), (None, refused.fingerprint))
        self.assertIn("no signed mail", self.identity()["dropped"]["reason"])


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MPL-2.0
"""The real Thunderbird signs with a key on a token that it selects through us: at rest, and while it runs."""

import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import mail_check  # noqa: E402
import primary_password  # noqa: E402
import soft_token  # noqa: E402
import thunderbird_account  # noqa: E402
import thunderbird_mail  # noqa: E402
from application import Application, library_folder, skip_unless_installed  # noqa: E402
from authority import Authority  # noqa: E402
from certferry import Certferry  # noqa: E402
from home import Home  # noqa: E402
from smtp_sink import SmtpSink  # noqa: E402
from soft_token import SoftToken  # noqa: E402

ADDRESS = "alice@example.test"


class TokenInThunderbird(unittest.TestCase):
    def setUp(self):
        skip_unless_installed(self, "thunderbird")
        soft_token.skip_unless_installed(self)
        if why := primary_password.unavailable():
            self.skipTest(why)
        self.home = self.enterContext(Home())
        self.sink = self.enterContext(SmtpSink())
        self.profile = self.home.profile("thunderbird", library_folder("thunderbird"))
        thunderbird_account.write(self.profile.path, [ADDRESS], self.sink.port)
        self.root = Authority.root(self.home.path / "ca", "Root")
        self.profile.add(self.root, "Root", ",C,")
        self.alice = self.root.leaf("Alice", emails=[ADDRESS])
        self.token = SoftToken(self.home.path)
        self.token.import_key(self.alice)
        self.token.name_in(self.profile.path)
        self.certferry = Certferry(self.home.path)

    def select(self, *words):
        return self.certferry.run("select", "--profile", self.profile.path, "--identity", "id1", "--signing", self.alice.fingerprint,
                                  "--sign-by-default", "yes", "--tokens", *words)

    def thunderbird(self):
        prefix = primary_password.answered(self.home.path, self.token.pin)
        return Application("thunderbird", self.home.path, self.profile.path, prefix=prefix)

    def expect_signed_mail(self, marionette):
        selected = thunderbird_mail.selection(marionette)["signing"]
        self.assertEqual((selected["fingerprint"], selected["verifier"], selected["name"]),
                         (self.alice.fingerprint, 0, selected["displayName"]))
        self.assertTrue(thunderbird_mail.compose(marionette, ADDRESS, "From the token", "signed on a card")["signed"])
        thunderbird_mail.send(marionette, encrypted=False)
        judged = mail_check.verify(self.sink.next_message().content, self.root)
        self.assertEqual((judged.text, judged.signer), ("signed on a card", self.alice.fingerprint))

    def test_it_signs_with_what_was_selected_while_it_was_closed(self):
        self.assertEqual(self.select().value["outcome"], "selected")
        with self.thunderbird() as running:
            self.expect_signed_mail(running.marionette)

    def test_what_is_selected_while_it_runs_stands_once_it_has_ended(self):
        with self.thunderbird() as running:
            self.assertEqual(self.select().value["outcome"], "pending")
            running.quit()
        while self.certferry.identity(self.profile.path)["pending"] is not None:
            time.sleep(0.05)
        identity = self.certferry.identity(self.profile.path)
        self.assertEqual((identity["pending"], identity["dropped"], identity["signing"]["dbKey"]), (None, None, self.alice.db_key))


if __name__ == "__main__":
    unittest.main()

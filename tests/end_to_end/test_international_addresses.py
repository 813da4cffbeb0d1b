# SPDX-License-Identifier: MPL-2.0
"""An address whose domain has letters beyond ASCII stands in two forms. The standards take them for the same, the real Thunderbird's
picker does not; so neither do we, and the reason says why."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import thunderbird_mail  # noqa: E402
from application import Application, skip_unless_installed  # noqa: E402
from mail_profiles import MailProfiles  # noqa: E402

LETTERS, ASCII = "alice@b\u00fccher.example", "alice@xn--bcher-kva.example"


class InternationalAddresses(unittest.TestCase):
    def test_each_form_is_offered_for_itself_alone_and_the_reason_names_the_form(self):
        skip_unless_installed(self, "thunderbird")
        scene = self.enterContext(MailProfiles(addresses=[ASCII.upper(), LETTERS]))
        leaf = scene.leaf(emails=[ASCII])
        scene.thunderbird.import_key(leaf)
        with Application("thunderbird", scene.home.path, scene.thunderbird.path) as thunderbird:
            offered = [bool(thunderbird_mail.picker(thunderbird.marionette, address)["signing"]) for address in (ASCII.upper(), LETTERS)]
        self.assertEqual(offered, [True, False])
        ours = [bool(scene.identity(key)["candidates"]["signing"]) for key in ("id1", "id2")]
        self.assertEqual(ours, offered)
        refused = scene.certferry.run("select", "--profile", scene.thunderbird.path, "--identity", "id2", "--signing", leaf.fingerprint)
        reason, = [each for each in refused.value["error"]["data"]["reasons"] if each["kind"] == "address-mismatch"]
        self.assertIn("as the certificate has it", reason["fix"]["text"])
        self.assertEqual(reason["rules"], ["thunderbird:picker"])


if __name__ == "__main__":
    unittest.main()

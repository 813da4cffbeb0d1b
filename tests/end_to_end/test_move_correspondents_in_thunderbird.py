# SPDX-License-Identifier: MPL-2.0
"""Correspondents whom an old profile knew: after the move the real Thunderbird encrypts to them, with the ciphers that came along."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from application import library_folder, skip_unless_installed  # noqa: E402
from authority import Authority  # noqa: E402
from mail_check import cipher_of, decrypt  # noqa: E402
from scene import ADDRESS, Scene  # noqa: E402
from thunderbird_mail import SendRefused  # noqa: E402
from whole_store import add_smime_profile  # noqa: E402

BOB, CAROL = "bob@example.test", "carol@example.test"
DES3, TIME = bytes.fromhex("300c300a06082a864886f70d0307"), b"260101000000Z"


class MovedCorrespondents(unittest.TestCase):
    def test_mail_to_correspondents_of_an_old_profile(self):
        skip_unless_installed(self, "firefox", "thunderbird")
        scene = self.enterContext(Scene())
        old = scene.home.profile("thunderbird", library_folder("thunderbird"), name="old")
        alice = scene.issuer.leaf("Alice", emails=[ADDRESS])
        old.import_key(alice)
        old.trust_email(scene.root)
        root = Authority.root(scene.home.path / "bob", "Bob's Root")
        old.add(root, "root", ",C,")
        bob, carol = root.leaf("Bob", emails=[BOB]), root.leaf("Carol", emails=[CAROL])
        for person in (bob, carol):
            old.add(person, person.label)
        add_smime_profile(old, bob.subject, BOB, DES3, TIME)
        ends = ("--from", old.path, "--to", scene.thunderbird.path)
        scene.certferry.migrate(*ends)
        with scene.start_thunderbird() as thunderbird:
            with self.assertRaises(SendRefused):
                scene.send(thunderbird, "Nobody shall read this.", encrypted=True, to=BOB)
            thunderbird.quit()
        answer = scene.certferry.migrate(*ends, "--correspondents")
        self.assertEqual([each["outcome"] for each in answer.value["certificates"]], ["present", "copied", "copied"], answer.value)
        told = scene.certferry.run("recipients", "--profile", scene.thunderbird.path, BOB, CAROL).value["recipients"]
        with scene.start_thunderbird() as thunderbird:
            for person, each in zip((bob, carol), told):
                sent = scene.send(thunderbird, "They alone read this.", encrypted=True, to=each["address"])
                self.assertIn(b"They alone read this.", decrypt(sent, person))
                self.assertEqual(cipher_of(sent), each["cipher"])
            thunderbird.quit()
        self.assertEqual(told[0]["cipher"], "3des-cbc")
        self.assertNotEqual(told[1]["cipher"], "3des-cbc")


if __name__ == "__main__":
    unittest.main()

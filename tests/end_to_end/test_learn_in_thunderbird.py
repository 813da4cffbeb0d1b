# SPDX-License-Identifier: MPL-2.0
"""A correspondent of a private authority: the real Thunderbird cannot encrypt to them before they are learned, and can afterwards;
they read what it sent."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from application import skip_unless_installed  # noqa: E402
from authority import Authority  # noqa: E402
from mail_check import decrypt  # noqa: E402
from message_maker import headers, signed  # noqa: E402
from scene import ADDRESS, Scene  # noqa: E402
from thunderbird_mail import SendRefused  # noqa: E402

BOB = "bob@example.test"


class LearnedInThunderbird(unittest.TestCase):
    def test_mail_to_a_correspondent_of_a_private_authority(self):
        skip_unless_installed(self, "firefox", "thunderbird")
        scene = self.enterContext(Scene())
        alice = scene.issuer.leaf("Alice", emails=[ADDRESS])
        scene.thunderbird.import_key(alice)
        scene.thunderbird.trust_email(scene.root)
        profile = ("--profile", scene.thunderbird.path)
        scene.certferry.run("select", *profile, "--identity", "id1", "--signing", alice.fingerprint, "--encryption", alice.fingerprint)
        root = Authority.root(scene.home.path / "bob", "Bob's Root")
        for key in ("rsa:2048", "P-256"):
            with self.subTest(key):
                address = f"{key[0].lower()}.{BOB}"
                bob = root.leaf(f"Bob {key}", emails=[address], key=key)
                with scene.start_thunderbird() as thunderbird:
                    with self.assertRaises(SendRefused):
                        scene.send(thunderbird, "Nobody shall read this.", encrypted=True, to=address)
                    thunderbird.quit()
                file = scene.home.path / "message.eml"
                file.write_bytes(headers(address) + signed(bob))
                answer = scene.certferry.run("learn", *profile, file, "--trust-root", root.fingerprint)
                self.assertEqual([each["outcome"] for each in answer.value["messages"]], ["learned"], answer.value)
                told, = scene.certferry.run("recipients", *profile, address).value["recipients"]
                self.assertEqual((told["fingerprint"], told["canEncrypt"]["ok"]), (bob.fingerprint, True))
                with scene.start_thunderbird() as thunderbird:
                    sent = scene.send(thunderbird, "Bob alone reads this.", encrypted=True, to=address)
                    thunderbird.quit()
                self.assertIn(b"Bob alone reads this.", decrypt(sent, bob))


if __name__ == "__main__":
    unittest.main()

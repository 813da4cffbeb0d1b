# SPDX-License-Identifier: MPL-2.0
"""`verify` reads a message in the forms that programs save it in, and believes none that can be read in more than one way."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from mail_check import cms  # noqa: E402
from message_maker import TEXT, headers, signed  # noqa: E402
from verify_case import VerifyCase  # noqa: E402

BOB = "bob@example.test"


class TwoWaysToRead(VerifyCase):
    """Where another program would show another text or sender, nothing is believed."""

    def test_a_header_with_a_field_twice_or_a_line_that_ends_oddly(self):
        scene = self.scene()
        message = signed(scene.leaf("Bob", emails=[BOB]))
        for name, more in (("two senders", f"From: {BOB}\r\n"), ("CR alone", "X-Odd: a\rFrom: carol@example.test\r\n"), ("NUL", "X-Odd: \0\r\n"),
                           ("two transfer encodings", "Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding : base64\r\n")):
            with self.subTest(name):
                self.expect_ambiguous(self.verify(scene, headers(BOB, more=more) + message))

    def test_two_content_types(self):
        scene = self.scene()
        message = signed(scene.leaf("Bob", emails=[BOB]))
        forged = 'Content-Type: multipart/mixed; boundary="x"\n'
        self.expect_ambiguous(self.verify(scene, headers(BOB) + message.replace(b"\r\n", b"\n").replace(b"\n\n", b"\n" + forged.encode() + b"\n", 1)))
        # Thunderbird goes by the first.
        self.expect_fault(self.verify(scene, headers(BOB, more=forged) + message), "unsigned")

    def expect_ambiguous(self, answer):
        self.expect_fault(answer, "ambiguous-header")
        self.assertEqual((answer.value["coversWholeMessage"], answer.value["signers"][0]["addressMatches"]), (False, False))


class AsFiles(VerifyCase):
    """What a person has saved, in the forms that programs save it in."""

    def test_a_file_by_its_name_and_a_message_without_its_last_delimiter(self):
        scene = self.scene()
        bob = scene.leaf("Bob", emails=[BOB])
        file = signed(bob, TEXT, "-nodetach")
        for name in (b"application/pkcs7-mime", b"application/x-pkcs7-mime"):
            file = file.replace(name, b"application/octet-stream")
        self.expect_good(self.verify(scene, headers(BOB) + file), bob, coversWholeMessage=True)
        self.expect_good(self.verify(scene, headers(BOB) + signed(bob).rstrip().rsplit(b"\n", 1)[0]), bob, coversWholeMessage=True)

    def test_a_folder_of_one_message(self):
        scene = self.scene()
        bob = scene.leaf("Bob", emails=[BOB])
        message = (headers(BOB) + signed(bob, TEXT + b"From here it is easy.\r\n")).replace(b"\r\n", b"\n")
        for folder in (b"From - Sun Nov 29 2026\n" + message, b"From - Sun Nov 29 2026\n" + message.replace(b"\nFrom here", b"\n>From here")):
            self.expect_good(self.verify(scene, folder), bob, **{"from": BOB})
        self.expect_fault(self.verify(scene, message.replace(b"\nFrom here", b"\n>From here")), "altered")

    def test_what_is_signed_without_a_mail_around_it(self):
        """It has no sender, so nobody's certificate matches; who signed it is told."""
        scene = self.scene()
        alice, bob = scene.leaf("Alice", key="rsa:2048"), scene.leaf("Bob", emails=[BOB])
        scene.thunderbird.import_key(alice)
        encrypted = cms(["-encrypt", "-aes256", "-binary", "-outform", "DER", alice.pem_file], signed(bob))
        for name, file in (("DER", signed(bob, TEXT, "-nodetach", "-outform", "DER")), ("PEM", signed(bob, TEXT, "-nodetach", "-outform", "PEM")),
                           ("encrypted", encrypted)):
            with self.subTest(name):
                answer = self.verify(scene, file)
                self.expect_fault(answer, "doubtful-sender")
                signer, = answer.value["signers"]
                self.assertEqual((signer["fingerprint"], signer["chain"]["ok"], answer.value["encrypted"]), (bob.fingerprint, True, name == "encrypted"))


if __name__ == "__main__":
    unittest.main()

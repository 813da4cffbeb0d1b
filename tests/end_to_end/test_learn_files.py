# SPDX-License-Identifier: MPL-2.0
"""`learn` tells by what is in a file what it is, and says so where it is nothing of what it reads."""

import base64
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from learn_case import LearnCase  # noqa: E402
from message_maker import TEXT, signed  # noqa: E402

BOB = "bob@example.test"


class Files(LearnCase):
    def test_certificates_behind_words_and_without_armour(self):
        bob = self.scene().leaf("Bob", emails=[BOB])
        issuer = bob.chain[0]
        in_words = subprocess.run(["openssl", "x509", "-in", bob.pem_file, "-text"], check=True, capture_output=True).stdout
        bundle = subprocess.run(["openssl", "crl2pkcs7", "-nocrl", "-certfile", bob.pem_file, "-certfile", issuer.pem_file], check=True, capture_output=True).stdout
        printed = subprocess.run(["openssl", "pkcs7", "-print_certs"], input=bundle, check=True, capture_output=True).stdout
        for name, *files in (("openssl x509 -text", in_words, issuer.der), ("openssl pkcs7 -print_certs", printed), ("a blank line", b"\n" + bundle),
                             ("base64", base64.encodebytes(bob.der), base64.encodebytes(issuer.der)),
                             ("a signature in base64", base64.encodebytes(signed(bob, TEXT, "-outform", "DER")))):
            with self.subTest(name):
                scene = self.scene(trusted=False)
                scene.thunderbird.add(bob.chain[-1], "root of Bob", ",C,")
                self.assertEqual(self.learn(scene, *files).value["messages"][0]["outcome"], "learned")
                self.assertEqual(self.used_for(scene, BOB), bob.fingerprint)

    def test_what_is_nothing_of_it(self):
        self.expect_nothing(self.scene(), b"Dear Bob,\n\nwhat a nice day.\n", b"\x00\x01\x02", b"", reason="bad-file")


if __name__ == "__main__":
    unittest.main()

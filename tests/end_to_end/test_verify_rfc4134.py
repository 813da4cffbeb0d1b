# SPDX-License-Identifier: MPL-2.0
"""The messages of RFC 4134, which others made: what `verify` says of each. All are signed with SHA-1, by keys of 1024 bits, so none is to
be believed today; what NSS 3.125 cannot read at all (its own cmsutil says the same of these) is told as damaged."""

import base64
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from application import library_folder  # noqa: E402
from certferry import Certferry  # noqa: E402
from home import Home  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpora" / "rfc4134"
HEADERS = (b"From: aliceDss@examples.com\r\nMIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; smime-type=%s; name=smime.p7m\r\n"
           b"Content-Transfer-Encoding: base64\r\n\r\n")
DSS, RSA = "AliceDSSSignByCarlNoInherit.cer", "AliceRSASignByCarl.cer"
# (reason, certificates of the signers)
SIGNED = {
    "4.1.bin": ("weak-signature", [DSS]), "4.2.bin": ("weak-signature", [RSA]), "4.3.bin": ("altered", [DSS]), "4.5.bin": ("weak-signature", [RSA]),
    "4.6.bin": ("bad-signature", [DSS, "DianeDSSSignByCarlInherit.cer"]), "4.7.bin": ("weak-signature", [DSS]), "4.8.eml": ("weak-signature", [DSS]),
    "4.9.eml": ("weak-signature", [DSS]), "4.10.bin": ("weak-signature", [DSS]),
}
UNREADABLE = ["4.4.bin", "4.11.bin"]
# What they are encrypted with.
ENCRYPTED = {"5.1.bin": "3des-cbc", "5.3.eml": "3des-cbc"}


def message(name):
    """As a mail server delivers it."""
    content = (CORPUS / name).read_bytes()
    if name.endswith(".eml"):
        return content
    kind = b"enveloped-data" if name.startswith("5") else b"signed-data"
    return HEADERS % kind + base64.encodebytes(content).replace(b"\n", b"\r\n")


def fingerprint(name):
    shown = subprocess.run(["openssl", "x509", "-inform", "DER", "-in", CORPUS / name, "-noout", "-fingerprint", "-sha256"],
                           capture_output=True, text=True, check=True).stdout
    return shown.split("=")[1].strip().replace(":", "").lower()


class Messages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not CORPUS.is_dir():
            raise unittest.SkipTest("the corpus rfc4134 is not here")
        nss = library_folder("thunderbird")
        if nss is None:
            raise unittest.SkipTest("thunderbird is not installed")
        cls.home = cls.enterClassContext(Home())
        cls.profile = cls.home.profile("thunderbird", nss)
        cls.certferry = Certferry(cls.home.path)
        cls._bring_bobs_key()

    @classmethod
    def _bring_bobs_key(cls):
        key, certificate, file = (cls.home.path / name for name in ("bob.key", "bob.pem", "bob.p12"))
        for words in (["pkey", "-inform", "DER", "-in", CORPUS / "BobPrivRSAEncrypt.pri", "-out", key],
                      ["x509", "-inform", "DER", "-in", CORPUS / "BobRSASignByCarl.cer", "-out", certificate],
                      ["pkcs12", "-export", "-inkey", key, "-in", certificate, "-passout", "pass:bob", "-out", file]):
            subprocess.run(["openssl", *map(str, words)], capture_output=True, check=True)
        cls.profile.import_p12(file, "bob")

    def verify(self, name):
        file = self.home.path / "message.eml"
        file.write_bytes(message(name))
        return self.certferry.run("verify", "--profile", self.profile.path, file)

    def test_the_signed_ones(self):
        for name, (reason, signers) in SIGNED.items():
            with self.subTest(name):
                value = self.verify(name).value
                self.assertEqual((value["valid"], value["reason"]["kind"]), (False, reason))
                self.assertEqual([each["fingerprint"] for each in value["signers"]], [fingerprint(each) for each in signers])
                self.assertEqual({each["digest"] for each in value["signers"]}, {"sha1"})

    def test_those_that_nss_cannot_read(self):
        for name in UNREADABLE:
            with self.subTest(name):
                self.assertEqual(self.verify(name).kind, "bad-file")

    def test_the_encrypted_ones(self):
        for name, cipher in ENCRYPTED.items():
            with self.subTest(name):
                value = self.verify(name).value
                self.assertEqual((value["encrypted"], value["cipher"], value["valid"], value["reason"]["kind"]), (True, cipher, False, "unsigned"))

    def test_what_is_no_signature_is_none(self):
        for name in ("3.1.bin", "6.0.bin", "7.1.bin", "7.2.bin"):
            with self.subTest(name):
                self.assertEqual(self.verify(name).value["reason"]["kind"], "unsigned")


if __name__ == "__main__":
    unittest.main()

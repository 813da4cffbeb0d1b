# SPDX-License-Identifier: MPL-2.0
"""A certificate in a file for others: each form is what it claims to be, for programs that know nothing of us, and has no key in it."""

import base64
import pathlib
import re
import stat
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from application import library_folder  # noqa: E402
from authority import Authority  # noqa: E402
from certferry import Certferry  # noqa: E402
from home import Home  # noqa: E402
from snapshot import changes, snapshot  # noqa: E402

NAME = "Zo\u00eb, of the very long department for certificates; \u20acuro Ltd"
ADDRESS = "zoe@example.test"


def openssl(*words):
    return subprocess.run(["openssl", *map(str, words)], capture_output=True, check=True).stdout


def in_bundle(file):
    """DER of each certificate in a .p7b, by openssl."""
    shown = openssl("pkcs7", "-inform", "DER", "-in", file, "-print_certs").decode()
    return [base64.b64decode(each) for each in re.findall(r"-----BEGIN CERTIFICATE-----(.*?)-----END", shown, re.DOTALL)]


def in_card(file):
    """{property: [values]} of a vCard, unfolded (RFC 2426, 2.6)."""
    text = file.read_bytes().decode()
    if any(len(line.encode()) > 75 for line in text.split("\r\n")):
        raise AssertionError("a line is too long")
    properties = {}
    for line in text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n"):
        name, _, value = line.partition(":")
        properties.setdefault(name, []).append(value)
    return properties


class Share(unittest.TestCase):
    def setUp(self):
        nss = library_folder("thunderbird")
        if nss is None:
            self.skipTest("thunderbird is not installed")
        self.home = self.enterContext(Home())
        self.root = Authority.root(self.home.path / "authority", "Example Root")
        self.issuer = self.root.intermediate("Example Issuer")
        self.own = self.issuer.leaf(NAME, emails=[ADDRESS])
        self.profile = self.home.profile("thunderbird", nss)
        self.profile.import_key(self.own)
        self.certferry = Certferry(self.home.path)
        self.before = snapshot(self.profile.path)

    def tearDown(self):
        self.assertEqual(changes(self.before, snapshot(self.profile.path)), [])

    def share(self, name, certificate=None):
        return self.certferry.run("share", "--profile", self.profile.path, "--certificate", certificate or self.own.fingerprint, "--out", self.home.path / name)

    def test_a_bundle_has_the_whole_chain(self):
        answer = self.share("own.p7b")
        self.assertEqual((answer.status, answer.value["form"], answer.value["chainIsComplete"], answer.value["emails"]), (0, "bundle", True, [ADDRESS]))
        self.assertEqual(in_bundle(self.home.path / "own.p7b"), [self.own.der, self.issuer.der, self.root.der])
        self.assertEqual([each["fingerprint"] for each in answer.value["certificates"]],
                         [self.own.fingerprint, self.issuer.fingerprint, self.root.fingerprint])

    def test_the_certificate_alone(self):
        self.assertEqual(self.share("OWN.CER").value["form"], "certificate")
        file = self.home.path / "OWN.CER"
        self.assertEqual(file.read_bytes(), self.own.der)
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)

    def test_a_card_for_an_address_book(self):
        self.assertEqual(self.share("own.vcf").value["form"], "card")
        card = in_card(self.home.path / "own.vcf")
        escaped = NAME.replace(",", "\\,").replace(";", "\\;")
        self.assertEqual((card["BEGIN"], card["VERSION"], card["FN"], card["N"], card["EMAIL;TYPE=INTERNET"]),
                         (["VCARD"], ["3.0"], [escaped], [escaped + ";;;;"], [ADDRESS]))
        self.assertEqual([base64.b64decode(key) for key in card["KEY;ENCODING=b;TYPE=X509"]], [self.own.der])

    def test_the_fingerprint_is_shown_in_groups(self):
        done = self.certferry.text("share", "--profile", self.profile.path, "--certificate", self.own.fingerprint[:8], "--out", self.home.path / "own.cer")
        self.assertEqual(done.returncode, 0)
        self.assertIn(self.own.fingerprint.upper(), re.sub(rb"\s", b"", done.stdout).decode().upper())
        self.assertIn(self.own.fingerprint[:4], done.stdout.decode().lower().split())

    def test_a_password_that_is_not_needed_is_ignored(self):
        password = {"--primary-password-fd": ""}
        answer = self.certferry.run("share", "--profile", self.profile.path, "--certificate", self.own.fingerprint, "--out", self.home.path / "own.cer", passwords=password)
        self.assertEqual((answer.status, answer.value["form"]), (0, "certificate"))
        answer = self.certferry.run("recipients", "--profile", self.profile.path, ADDRESS, passwords=password)
        self.assertEqual([each["address"] for each in answer.value["recipients"]], [ADDRESS])

    def test_what_is_refused_leaves_nothing(self):
        (self.home.path / "there.cer").write_text("mine")
        self.assertEqual(self.share("there.cer").kind, "file-exists")
        self.assertEqual((self.home.path / "there.cer").read_text(), "mine")
        wrong = self.share("own.p12")
        self.assertEqual((wrong.kind, wrong.status), ("invalid-request", 2))
        self.assertEqual(self.share("other.cer", "0" * 64).kind, "certificate-not-found")
        self.assertEqual(self.share("absent/own.cer").kind, "io-failure")
        self.assertEqual({path.name for path in self.home.path.glob("*.*") if path.is_file()}, {"there.cer"})


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MPL-2.0
"""The certificates that Thunderbird's own tests use (Alice, Bob, Alice on a curve), moved and used.

They are not part of the project: CERTFERRY_CORPORA names the folder that has them, else a folder beside the project.
"""

import hashlib
import os
import pathlib
import ssl
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

import firefox_certificates  # noqa: E402
import mail_check  # noqa: E402
import thunderbird_mail  # noqa: E402
from application import Application, skip_unless_installed  # noqa: E402
from scene import Scene  # noqa: E402

CORPORA = pathlib.Path(os.environ.get("CERTFERRY_CORPORA", ROOT.parent / "shared" / "corpora"))
FOLDER = CORPORA / "thunderbird-smime"
PASSWORD = "nss"
PEOPLE = {"Alice": "Alice@example.com", "Bob": "Bob@example.com", "Alice-ec": "Alice-ec@example.com"}


class FromFile:
    """A certificate as the other helpers want it, read from what `openssl pkcs12` finds."""

    def __init__(self, file, folder, which, key_file=None):
        self.pem_file, self.key_file = folder / f"{file.stem}{which}.pem", key_file
        _pkcs12(file, "-nokeys", which, "-out", self.pem_file)
        pem = self.pem_file.read_text()
        self.der = ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN"):])
        self.fingerprint = hashlib.sha256(self.der).hexdigest()


class Person(FromFile):
    def __init__(self, name, folder):
        self.file = FOLDER / f"{name}.p12"
        key_file = folder / f"{name}.key"
        _pkcs12(self.file, "-nocerts", "-nodes", "-out", key_file)
        super().__init__(self.file, folder, "-clcerts", key_file)
        self.root = FromFile(self.file, folder, "-cacerts")


def _pkcs12(file, *words):
    subprocess.run(["openssl", "pkcs12", "-in", file, "-passin", f"pass:{PASSWORD}", *map(str, words)], check=True,
                   capture_output=True)


class ThunderbirdsOwnCertificates(unittest.TestCase):
    def setUp(self):
        skip_unless_installed(self, "firefox", "thunderbird")
        if not FOLDER.is_dir():
            self.skipTest("Thunderbird's test certificates are not here (CERTFERRY_CORPORA)")
        self.scene = Scene(PEOPLE.values())
        self.enterContext(self.scene)
        self.people = {name: Person(name, self.scene.home.path) for name in PEOPLE}
        self.import_in_firefox()

    def import_in_firefox(self):
        """All of them, with e-mail trust for the root of the RSA ones, none for that of the other."""
        with Application("firefox", self.scene.home.path, self.scene.firefox.path) as firefox:
            for person in self.people.values():
                firefox_certificates.import_p12(firefox.marionette, person.file, PASSWORD)
            firefox_certificates.trust_email(firefox.marionette, self.people["Alice"].root)
            firefox.quit()

    def move(self, *words):
        """{name: (outcome, checks.chain, what happened to the root, the identity's outcome)}, and the exit status."""
        answer = self.scene.migrate(*words)
        certificates = {each["fingerprint"]: each for each in answer.value["certificates"]}
        identities = {each["email"]: each["outcome"] for each in answer.value["identities"]}
        outcomes = {}
        for name, person in self.people.items():
            moved = certificates[person.fingerprint]
            outcomes[name] = (moved["outcome"], moved["checks"]["chain"], moved["roots"][0]["action"], identities[PEOPLE[name]])
        return outcomes, answer.status

    def test_each_is_moved_selected_signs_and_decrypts(self):
        moved, status = self.move()
        self.assertEqual(moved, {"Alice": ("copied", True, "carry", "selected"), "Bob": ("copied", True, "carry", "selected"),
                                 "Alice-ec": ("copied", False, "ask", "none")})
        self.assertEqual(status, 1)
        moved, status = self.move("--trust-root", self.people["Alice-ec"].root.fingerprint)
        self.assertEqual(moved, {"Alice": ("present", True, "present", "kept"), "Bob": ("present", True, "present", "kept"),
                                 "Alice-ec": ("present", True, "carry", "selected")})
        self.assertEqual(status, 0)
        with self.scene.start_thunderbird() as thunderbird:
            for number, name in enumerate(self.people, 1):
                with self.subTest(name):
                    self.expect_mail(thunderbird, name, f"id{number}")

    def expect_mail(self, thunderbird, name, identity):
        person = self.people[name]
        selected = thunderbird_mail.selection(thunderbird.marionette, identity)
        self.assertEqual([selected[what]["fingerprint"] for what in ("signing", "encryption")], [person.fingerprint] * 2)
        message = self.scene.send(thunderbird, f"from {name}", encrypted=True, identity=identity, to=PEOPLE[name])
        judged = mail_check.verify(mail_check.decrypt(message, person), person.root)
        self.assertEqual((judged.text, judged.signer), (f"from {name}", person.fingerprint))


if __name__ == "__main__":
    unittest.main()

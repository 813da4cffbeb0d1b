# SPDX-License-Identifier: MPL-2.0
"""Key files of other programs, in every encryption that people bring: each is read, or the reason is told apart.

Looks by --dry-run, which goes as far as the plan; what an import leaves behind is in test_import.py."""

import pathlib
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import key_files  # noqa: E402
from application import library_folder  # noqa: E402
from authority import Authority  # noqa: E402
from certferry import Certferry  # noqa: E402
from home import Home  # noqa: E402
from key_files import PASSWORD, openssl  # noqa: E402
from nss_profile import NssProfile  # noqa: E402
from snapshot import changes, snapshot  # noqa: E402

CORPORA = pathlib.Path(__file__).resolve().parents[3] / "shared" / "corpora"
READ = {
    "default": [], "legacy: RC2-40, 3DES": ["-legacy"], "PBE-SHA1-3DES": ["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES"],
    "two-key 3DES": ["-legacy", "-keypbe", "PBE-SHA1-2DES", "-certpbe", "PBE-SHA1-2DES"],
    "RC2-128": ["-legacy", "-keypbe", "PBE-SHA1-RC2-128", "-certpbe", "PBE-SHA1-RC2-40"],
    "RC4": ["-legacy", "-keypbe", "PBE-SHA1-RC4-128", "-certpbe", "PBE-SHA1-RC4-40"],
    "AES-128, AES-192": ["-keypbe", "AES-128-CBC", "-certpbe", "AES-192-CBC"],
    "3DES in PBES2": ["-keypbe", "DES-EDE3-CBC", "-certpbe", "DES-EDE3-CBC"],
    "DES in PBES2": ["-legacy", "-keypbe", "DES-CBC", "-certpbe", "DES-CBC"],
    "RC2 in PBES2": ["-legacy", "-keypbe", "RC2-CBC", "-certpbe", "RC2-CBC"],
    "Camellia": ["-keypbe", "CAMELLIA-256-CBC", "-certpbe", "CAMELLIA-128-CBC"],
    "MAC SHA-1": ["-macalg", "sha1"], "MAC SHA-224": ["-macalg", "sha224"], "MAC SHA-384": ["-macalg", "sha384"],
    "MAC SHA-512": ["-macalg", "sha512"], "no MAC": ["-nomac"], "no MAC, legacy": ["-nomac", "-legacy"],
    "certificates in clear": ["-certpbe", "NONE"], "key in clear": ["-keypbe", "NONE"],
    "all in clear under a MAC": ["-keypbe", "NONE", "-certpbe", "NONE"], "one round": ["-noiter", "-nomaciter"],
    "a million rounds": ["-iter", "1000000"], "without names": [], "with a name": ["-name", "Ad\u00e8le"],
}
REFUSED = {"ARIA": ["-keypbe", "ARIA-128-CBC", "-certpbe", "ARIA-256-CBC"], "SEED": ["-legacy", "-keypbe", "SEED-CBC"],
           "PKCS#5 before 1999": ["-legacy", "-keypbe", "PBE-MD5-DES"], "MAC MD5": ["-macalg", "md5"]}
PASSWORDS = {"empty": "", "Latin-1": "p\u00e4ssw\u00f6rd", "beyond Latin-1": "p\u00e4ssw\u00f6rd\u20ac", "beyond 16 bits": "\U0001f511 key",
             "a hundred letters": "a" * 100}
# What the files of others should come to: password, then "read" or the kind of the error.
NSS_VECTORS = {
    "PKCS5WithImplicitKDF.p12": ("password", "read"), "TestOldAES128CA.p12": ("nss", "read"), "TestOldCA.p12": ("nss", "read"),
    "TestRSAPSS.p12": ("", "read"), "corrupted_cert_bag.pk12": ("nss", "refused"),
    "pbmac1-valid-sha256.p12": ("1234", "read"), "pbmac1-valid-sha256-sha512.p12": ("1234", "read"),
    "pbmac1-valid-sha512.p12": ("1234", "read"), "pbmac1-invalid-bad-iter.p12": ("1234", "wrong-password"),
    "pbmac1-invalid-bad-salt.p12": ("1234", "wrong-password"), "pbmac1-invalid-no-length.p12": ("1234", "bad-file"),
    **{f"openssl-ml-kem-{size}-{form}.p12": ("test", "unsupported-algorithm") for size in (768, 1024) for form in ("both", "priv", "seed")},
}
THUNDERBIRD_FILES = ("Alice", "Alice-ec", "Bob", "Dave", "Eve", "Fran", "Fran-ec")


class Matrix(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = cls.enterClassContext(Home())
        nss = library_folder("thunderbird")
        if nss is None:
            raise unittest.SkipTest("thunderbird is not installed")
        cls.certferry = Certferry(cls.home.path)
        cls.issuer = Authority.root(cls.home.path / "ca", "Root").intermediate("Issuer")
        cls.alice = cls.issuer.leaf("Alice", emails=["alice@example.test"])
        cls.profile = cls.home.profile("thunderbird", nss)
        cls.before = snapshot(cls.profile.path)

    def tearDown(self):
        self.assertEqual(changes(self.before, snapshot(self.profile.path)), [])

    def file(self, name="file.p12"):
        path = self.home.path / name
        path.unlink(missing_ok=True)
        return path

    def look(self, file, password=PASSWORD):
        """None stands for no password at all."""
        passwords = {} if password is None else {"--password-fd": password}
        return self.certferry.run("import", "--profile", self.profile.path, file, "--dry-run", passwords=passwords)

    def expect_read(self, file, certificate, password=PASSWORD, chain=True):
        """The certificate would come with its key, and with its chain."""
        answer = self.look(file, password)
        self.assertEqual(answer.status, 0, answer.value)
        found = {each["fingerprint"]: each for each in answer.value["certificates"]}
        self.assertIn(certificate.fingerprint, found)
        self.assertNotIn("withoutKey", found[certificate.fingerprint])
        if chain:
            roots = [each["fingerprint"] for each in found[certificate.fingerprint]["roots"]]
            self.assertEqual(roots, [certificate.chain[-1].fingerprint])

    def expect_refused(self, answer, kind):
        self.assertEqual((answer.status, answer.kind), (3, kind), answer.value)

    def test_every_encryption_and_mac_of_openssl(self):
        for name, options in READ.items():
            with self.subTest(name):
                self.expect_read(openssl(self.alice, self.file(), *options), self.alice)

    def test_what_nss_cannot_read_is_named_with_a_way_out(self):
        for name, options in REFUSED.items():
            with self.subTest(name):
                answer = self.look(openssl(self.alice, self.file(), *options))
                self.expect_refused(answer, "unsupported-algorithm")
                self.expect_way_out(answer, "-passin", f"pass:{PASSWORD}")

    def test_a_key_by_itself_that_nss_cannot_read_has_a_way_out_too(self):
        for options in (["-v2", "aria-256-cbc"], ["-scrypt"], ["-v1", "PBE-MD5-DES"]):
            with self.subTest(options):
                file = self.file()
                subprocess.run(["openssl", "pkcs8", "-topk8", "-provider", "legacy", "-provider", "default", *options, "-passout",
                                f"pass:{PASSWORD}", "-in", self.alice.key_file, "-out", file], check=True, capture_output=True)
                answer = self.look(file)
                self.expect_refused(answer, "unsupported-algorithm")
                self.expect_way_out(answer, "-passin", f"pass:{PASSWORD}", chain=False)

    def expect_way_out(self, answer, *passwords, chain=True):
        """The command that the answer names makes a file that is read, in which the key is encrypted."""
        command = answer.value["error"]["data"]["fix"]["command"].split()
        self.assertEqual((command[0], command.count("FILE"), command.count("NEW.pem")), ("openssl", 1, 1))
        new = self.home.path / "NEW.pem"
        new.unlink(missing_ok=True)
        words = [{"FILE": self.home.path / "file.p12", "NEW.pem": new}.get(word, word) for word in command]
        subprocess.run([*words, *passwords, "-passout", "pass:new"], check=True, capture_output=True)
        self.assertIn("BEGIN ENCRYPTED PRIVATE KEY", new.read_text())
        self.assertEqual(new.stat().st_mode & 0o077, 0)
        if not chain:
            new.write_text(new.read_text() + self.alice.pem)
        self.expect_read(new, self.alice, "new", chain)

    def test_every_kind_of_key(self):
        for key in ("rsa:2048", "rsa:3072", "rsa:4096", "P-256", "P-384", "P-521"):
            with self.subTest(key):
                certificate = self.issuer.leaf(f"Person {key}", emails=["alice@example.test"], key=key)
                self.expect_read(openssl(certificate, self.file()), certificate)

    def test_passwords_of_any_letters_in_both_historical_encodings(self):
        for name, password in PASSWORDS.items():
            for options in ([], ["-legacy"], ["-nomac"]):
                with self.subTest(name, options=options):
                    self.expect_read(openssl(self.alice, self.file(), *options, password=password), self.alice, password or None)

    def test_a_password_of_before_unicode(self):
        # OpenSSL before 1.1 took each octet of UTF-8 for a letter; this one does so for what looks like Latin-1.
        password = "p\u00e4ssw\u00f6rd"
        widened = password.encode().decode("latin-1")
        for options in (["-legacy"], []):
            with self.subTest(options):
                file = openssl(self.alice, self.file(), "-macalg", "sha1", *options, password=widened)
                answer = self.look(file, password)
                # Only where everything derives from the widened form; PBES2 takes the octets themselves.
                self.assertEqual(answer.status, 0 if options else answer.status, answer.value)

    def test_a_key_of_no_length_is_damage(self):
        """NSS says of it what it says of a broken installation."""
        valid = CORPORA / "nss-pkcs12" / "pbmac1-valid-sha256.p12"
        if not valid.exists():
            self.skipTest("the corpus nss-pkcs12 is not here")
        before, length, after = valid.read_bytes().rpartition(b"\x02\x01\x20")
        self.assertTrue(length)
        for wrong in (b"\x02\x01\x00", b"\x02\x01\x90"):
            with self.subTest(wrong):
                file = self.file()
                file.write_bytes(before + wrong + after)
                self.expect_refused(self.look(file, "1234"), "bad-file")

    def test_gnutls(self):
        if reason := key_files.missing("certtool"):
            self.skipTest(reason)
        for options in ([], ["--pkcs-cipher", "aes-256"], ["--pkcs-cipher", "3des-pkcs12", "--hash", "sha1"], ["--pkcs-cipher", "rc2-40"],
                        ["--hash", "sha512"]):
            with self.subTest(options):
                self.expect_read(key_files.certtool(self.alice, self.file(), *options), self.alice, chain=False)

    def test_java(self):
        if reason := key_files.missing("keytool"):
            self.skipTest(reason)
        for options in ([], ["-J-Dkeystore.pkcs12.legacy"]):
            with self.subTest(options):
                self.expect_read(key_files.keytool(self.alice, self.file(), *options), self.alice)
        curve = self.issuer.leaf("Java on a curve", emails=["alice@example.test"], key="P-256")
        self.expect_read(key_files.keytool(curve, self.file()), curve)

    def test_both_generations_of_nss(self):
        for name, folder in (("system", None), ("thunderbird", library_folder("thunderbird"))):
            with self.subTest(name):
                profile = NssProfile.create(self.home.path / f"nss-{name}", folder)
                self.expect_read(key_files.nss(self.alice, self.file(), profile), self.alice)

    def test_ber_and_pem(self):
        for name, options in (("default", []), ("legacy", ["-legacy"])):
            der = openssl(self.alice, self.file("der.p12"), *options).read_bytes()
            for form, data in (("BER", key_files.in_ber(der)), ("PEM", key_files.armoured(der, b"PKCS12")),
                               ("with bytes behind it", der + b"\n\0")):
                with self.subTest(name, form=form):
                    file = self.file()
                    file.write_bytes(data)
                    self.expect_read(file, self.alice)

    def test_cut_short_anywhere_it_is_a_bad_file_and_never_a_wrong_password(self):
        der = openssl(self.alice, self.file("whole.p12")).read_bytes()
        for size in (0, 1, 2, 30, 700, len(der) // 2, len(der) - 40, len(der) - 1):
            with self.subTest(size):
                file = self.file()
                file.write_bytes(der[:size])
                self.expect_refused(self.look(file), "bad-file")

    def test_a_wrong_password_and_no_key_file_at_all(self):
        file = openssl(self.alice, self.file())
        self.expect_refused(self.look(file, "wrong"), "wrong-password")
        self.expect_refused(self.look(openssl(self.alice, self.file(), "-nomac"), "wrong"), "wrong-password")
        for name, content in (("text", b"garbage\n"), ("zeros", bytes(1000)), ("PDF", b"%PDF-1.4"), ("PEM of something else",
                              key_files.armoured(b"abc", b"PGP MESSAGE"))):
            with self.subTest(name):
                file = self.file()
                file.write_bytes(content)
                self.expect_refused(self.look(file), "bad-file")

    def test_more_rounds_than_anyone_needs_are_refused_at_once(self):
        der = openssl(self.alice, self.file("few.p12"), "-iter", "2049").read_bytes()
        rounds = b"\x02\x02\x08\x01"
        self.assertGreaterEqual(der.count(rounds), 2)
        file = self.file()
        file.write_bytes(_with_rounds(der, rounds, 5_000_001))
        begin = time.monotonic()
        self.expect_refused(self.look(file), "bad-file")
        self.assertLess(time.monotonic() - begin, 5)

    def test_the_vectors_of_nss(self):
        folder = CORPORA / "nss-pkcs12"
        if not folder.is_dir():
            self.skipTest("the corpus nss-pkcs12 is not here")
        self.assertEqual({path.name for path in folder.iterdir()} - set(NSS_VECTORS), set())
        for name, (password, outcome) in NSS_VECTORS.items():
            with self.subTest(name):
                answer = self.look(folder / name, password)
                if outcome == "read":
                    self.assertEqual(answer.status, 0, answer.value)
                elif outcome == "refused":
                    self.assertEqual(answer.status, 3, answer.value)
                else:
                    self.expect_refused(answer, outcome)

    def test_the_files_of_thunderbirds_own_tests(self):
        folder = CORPORA / "thunderbird-smime"
        if not folder.is_dir():
            self.skipTest("the corpus thunderbird-smime is not here")
        for name in THUNDERBIRD_FILES:
            with self.subTest(name):
                answer = self.look(folder / f"{name}.p12", "nss")
                self.assertEqual(answer.status, 0, answer.value)
                self.assertTrue(any("withoutKey" not in each for each in answer.value["certificates"]))


def _with_rounds(der, rounds, wanted):
    """The outermost count of rounds, the MAC's, which stands at the end, made larger; lengths around it grow along."""
    at = der.rindex(rounds)
    number = b"\x02\x03" + wanted.to_bytes(3, "big")
    return _grown(der, at, at + len(rounds), number)


def _grown(data, start, end, new):
    """`data` with data[start:end] replaced, in an element whose length is put right, and so on inwards."""
    tag, content, rest = key_files._element(data)
    head = len(data) - len(rest) - len(content)
    if not tag & 0x20 or (start, end) == (0, head + len(content)):
        return new if (start, end) == (0, head + len(content)) else data
    parts, at = b"", head
    while content:
        _, _, after = key_files._element(content)
        size = len(content) - len(after)
        inside = at <= start and end <= at + size
        parts += _grown(content[:size], start - at, end - at, new) if inside else content[:size]
        at, content = at + size, after
    return bytes([tag]) + key_files._length(len(parts)) + parts + rest


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MPL-2.0
"""Key files and certificates come into a profile as a move would bring them: chain, trust question, selection, proof."""

import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import canary  # noqa: E402
import key_files  # noqa: E402
from application import library_folder, preference_line  # noqa: E402
from application_lock import ApplicationLock  # noqa: E402
from authority import Authority  # noqa: E402
from certferry import PROGRAM, Certferry  # noqa: E402
from home import Home  # noqa: E402
from key_files import PASSWORD, openssl  # noqa: E402
from snapshot import changes, snapshot  # noqa: E402

ADDRESS = "alice@example.test"
PREFERENCES = {"mail.accountmanager.accounts": "account1", "mail.account.account1.identities": "id1",
               "mail.identity.id1.useremail": ADDRESS}
GOOD = {"keyMatches": True, "chain": True, "signVerify": True, "encryptDecrypt": True}


class Import(unittest.TestCase):
    def setUp(self):
        self.nss = library_folder("thunderbird")
        if self.nss is None:
            self.skipTest("thunderbird is not installed")
        self.home = self.enterContext(Home())
        self.certferry = Certferry(self.home.path)
        self.root = Authority.root(self.home.path / "ca", "Root")
        self.issuer = self.root.intermediate("Issuer")
        self.alice = self.issuer.leaf("Alice", emails=[ADDRESS])
        self.file = self.home.path / "alice.p12"
        self.profile = self.target()

    def target(self, application="thunderbird", password=""):
        profile = self.home.profile(application, self.nss, password)
        if application == "thunderbird":
            (profile.path / "prefs.js").write_text("".join(preference_line(*each) for each in PREFERENCES.items()))
        return profile

    def bring(self, *files, password=None, primary=None, words=(), profile=None):
        passwords = {option: given for option, given in (("--password-fd", password), ("--primary-password-fd", primary))
                     if given is not None}
        return self.certferry.run("import", "--profile", (profile or self.profile).path, *files, *words, passwords=passwords)

    def trusting(self):
        return ["--trust-root", self.root.fingerprint]

    def written(self, name, content):
        path = self.home.path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def key_alone(self, certificate):
        return openssl(certificate, self.home.path / "key.p12", "-nocerts", chain=False)

    def certificates_of(self, answer):
        return {each["fingerprint"]: each for each in answer.value["certificates"]}

    def expect_unchanged(self, run, kind):
        before = snapshot(self.profile.path)
        answer = run()
        self.assertEqual((answer.status, answer.kind), (3, kind), answer.value)
        self.assertEqual(changes(before, snapshot(self.profile.path)), [])

    def test_a_key_file_comes_with_key_chain_and_selection_and_a_second_time_changes_nothing(self):
        openssl(self.alice, self.file)
        answer = self.bring(self.file, password=PASSWORD, words=self.trusting())
        self.assertEqual(answer.status, 0, answer.value)
        only, = answer.value["certificates"]
        self.assertEqual((only["fingerprint"], only["outcome"], only["checks"]), (self.alice.fingerprint, "copied", GOOD))
        self.assertEqual((answer.value["from"], answer.value["identities"][0]["outcome"]), (None, "selected"))
        self.assertTrue(self.profile.has_key_of(self.alice))
        self.assertEqual(self.profile.trust_of(self.root), ",C,")
        before = snapshot(self.profile.path)
        again = self.bring(self.file, password=PASSWORD)
        self.assertEqual((again.status, again.value["certificates"][0]["outcome"], again.value["backup"]), (0, "present", None))
        self.assertEqual(changes(before, snapshot(self.profile.path)), [])

    def test_no_trust_comes_with_a_file(self):
        answer = self.bring(openssl(self.alice, self.file), password=PASSWORD)
        only, = answer.value["certificates"]
        self.assertEqual((answer.status, only["outcome"], only["checks"]["chain"], only["roots"][0]["action"]), (1, "copied", False, "ask"))
        self.assertEqual(answer.value["identities"][0]["outcome"], "none")
        self.assertEqual(self.profile.trust_of(self.root), ",,")

    def test_what_stands_in_the_target_equals_what_nss_itself_would_have_brought(self):
        openssl(self.alice, self.file, "-name", "alice")
        self.bring(self.file, password=PASSWORD)
        theirs = self.target("firefox")
        theirs.import_p12(self.file, PASSWORD)
        self.assertEqual(sorted(theirs.certificates()), sorted(self.profile.certificates()))
        self.assertEqual(theirs.nickname_of(self.alice), self.profile.nickname_of(self.alice))
        self.assertIn("alice", self.profile.list_keys())

    def test_a_dry_run_shows_the_same_and_changes_nothing(self):
        openssl(self.alice, self.file)
        before = snapshot(self.profile.path)
        answer = self.bring(self.file, password=PASSWORD, words=["--dry-run"])
        self.assertEqual((answer.status, answer.value["certificates"][0]["action"]), (0, "copy"))
        self.assertNotIn("backup", answer.value)
        self.assertEqual(changes(before, snapshot(self.profile.path)), [])
        words = self.certferry.text("import", "--profile", self.profile.path, openssl(self.alice, self.file, password=""), "--dry-run")
        self.assertIn(b"from the file to Thunderbird", words.stdout)

    def test_errors_change_nothing(self):
        whole = openssl(self.alice, self.file)
        self.expect_unchanged(lambda: self.bring(whole, password="wrong"), "wrong-password")
        self.expect_unchanged(lambda: self.bring(self.written("cut.p12", whole.read_bytes()[:900]), password=PASSWORD), "bad-file")
        self.expect_unchanged(lambda: self.bring(self.home.path / "absent.p12"), "bad-file")
        self.expect_unchanged(lambda: self.bring(self.home.path), "bad-file")
        self.expect_unchanged(lambda: self.bring(whole), "no-ui")
        stranger = ["--trust-root", "ab" * 32]
        answer = self.bring(whole, password=PASSWORD, words=stranger)
        self.assertEqual(answer.status, 2, answer.value)
        self.assertEqual(self.profile.certificates(), [])

    def test_an_error_leaves_a_profile_without_databases_without_them(self):
        for name in ("cert9.db", "key4.db"):
            (self.profile.path / name).unlink()
        openssl(self.alice, self.file)
        self.expect_unchanged(lambda: self.bring(self.file, password="wrong"), "wrong-password")
        answer = self.bring(self.file, password=PASSWORD, words=self.trusting())
        self.assertEqual((answer.status, answer.value["certificates"][0]["outcome"]), (0, "copied"), answer.value)

    def test_a_primary_password_is_asked_for_after_that_of_the_file(self):
        secret = canary.password("Thunderbird")
        profile = self.target(password=secret)
        openssl(self.alice, self.file)
        answer = self.bring(self.file, password=PASSWORD, primary=secret, words=self.trusting(), profile=profile)
        self.assertEqual((answer.status, answer.value["certificates"][0]["checks"]), (0, GOOD), answer.value)
        before = snapshot(profile.path)
        self.assertEqual(self.bring(self.file, password=PASSWORD, primary="wrong", profile=profile).kind, "wrong-password")
        self.assertEqual(changes(before, snapshot(profile.path)), [])

    def test_two_passwords_through_one_descriptor_come_in_the_order_file_profile(self):
        secret = canary.password("Thunderbird")
        profile = self.target(password=secret)
        openssl(self.alice, self.file)
        reader, writer = os.pipe()
        os.write(writer, f"{PASSWORD}\n{secret}\n".encode())
        os.close(writer)
        done = subprocess.run([PROGRAM, "import", "--profile", profile.path, self.file, "--json", "--primary-password-fd", str(reader),
                               "--password-fd", str(reader)], pass_fds=[reader], capture_output=True, stdin=subprocess.DEVNULL,
                              env={"HOME": str(self.home.path), "PATH": os.environ["PATH"]}, start_new_session=True, check=False)
        os.close(reader)
        self.assertEqual(done.returncode, 1, done.stdout)

    def test_into_firefox(self):
        firefox = self.target("firefox")
        answer = self.bring(openssl(self.alice, self.file), password=PASSWORD, words=self.trusting(), profile=firefox)
        self.assertEqual((answer.status, answer.value["certificates"][0]["outcome"], answer.value["identities"]), (0, "copied", []))
        self.assertTrue(firefox.has_key_of(self.alice))

    def test_while_thunderbird_runs_the_selection_waits(self):
        openssl(self.alice, self.file)
        with ApplicationLock(self.profile.path):
            answer = self.bring(self.file, password=PASSWORD, words=self.trusting())
        self.assertEqual((answer.status, answer.value["certificates"][0]["outcome"], answer.value["identities"][0]["outcome"]),
                         (0, "copied", "pending"), answer.value)

    def test_a_certificate_comes_first_and_its_key_later(self):
        answer = self.bring(self.alice.pem_file)
        only, = answer.value["certificates"]
        self.assertEqual((answer.status, only["outcome"], only["withoutKey"], only["roots"]), (0, "copied", True, []), answer.value)
        self.assertFalse(self.profile.has_key_of(self.alice))
        answer = self.bring(self.key_alone(self.alice), self.root.pem_file, self.issuer.der_file, password=PASSWORD, words=self.trusting())
        only, = answer.value["certificates"]
        self.assertEqual((answer.status, only["outcome"], only["checks"]), (0, "copied", GOOD), answer.value)

    def test_a_key_in_the_profile_meets_its_certificate(self):
        renewed = self.issuer.leaf("Alice renewed", emails=[ADDRESS], key=self.alice)
        self.bring(openssl(self.alice, self.file), password=PASSWORD, words=self.trusting())
        answer = self.bring(renewed.der_file)
        only, = answer.value["certificates"]
        self.assertEqual((answer.status, only["fingerprint"], only["checks"]), (0, renewed.fingerprint, GOOD), answer.value)
        self.assertNotIn("withoutKey", only)

    def test_keys_that_belong_to_nothing_are_told_apart(self):
        self.expect_unchanged(lambda: self.bring(self.key_alone(self.alice), password=PASSWORD), "certificate-not-found")
        bob = self.issuer.leaf("Bob", emails=["bob@example.test"])
        self.expect_unchanged(lambda: self.bring(self.key_alone(self.alice), bob.pem_file, password=PASSWORD), "no-private-key")

    def damaged(self, content, inside, at):
        """The tag of a SEQUENCE in `inside`, which stands in `content` once, changed."""
        self.assertEqual((content.count(inside), inside[at]), (1, 0x30))
        return content.replace(inside, inside[:at] + b"\x31" + inside[at + 1:])

    def test_damage_of_a_key_or_a_certificate_is_told_as_damage(self):
        content = openssl(self.alice, self.file, "-keypbe", "NONE", "-certpbe", "NONE", "-nomac", chain=False).read_bytes()
        for name, inside, at in (("RSAPrivateKey", _pkcs8(self.alice), 26), ("TBSCertificate", self.alice.der, 4)):
            with self.subTest(name):
                self.file.write_bytes(self.damaged(content, inside, at))
                self.expect_unchanged(lambda: self.bring(self.file), "bad-file")

    def test_what_lies_beside_a_key_file_is_a_regular_file_and_no_other_is_waited_for(self):
        openssl(self.alice, self.file)
        beside = pathlib.Path(f"{self.file}.certferry")
        for name, make in (("pipe", lambda: os.mkfifo(beside)), ("folder", beside.mkdir), ("empty", lambda: beside.write_bytes(b""))):
            with self.subTest(name):
                make()
                answer = self.bring(self.file, password=PASSWORD, words=["--dry-run"])
                self.assertEqual((answer.status, answer.kind), (3, "bad-file"), answer.value)
                self.assertIn("beside the key file", answer.value["error"]["message"])
                (beside.rmdir if name == "folder" else beside.unlink)()

    def test_several_keys_in_one_file(self):
        bob = self.issuer.leaf("Bob", emails=["bob@example.test"], key="P-256")
        pem = self.written("both.pem", b"".join(key_files.armoured(_pkcs8(each), b"PRIVATE KEY") + each.pem.encode()
                                                for each in (self.alice, bob)) + self.issuer.pem.encode() + self.root.pem.encode())
        answer = self.bring(pem, words=self.trusting())
        self.assertEqual((answer.status, {name: each["checks"] for name, each in self.certificates_of(answer).items()}),
                         (0, {self.alice.fingerprint: GOOD, bob.fingerprint: GOOD}), answer.value)

    def test_authorities_come_without_trust_in_every_form(self):
        authorities = [self.root, self.issuer]
        forms = {"der.p7b": key_files.pkcs7(authorities, self.home.path / "der.p7b", "-outform", "DER"),
                 "pem.p7b": key_files.pkcs7(authorities, self.home.path / "pem.p7b"),
                 "bundle.pem": self.written("bundle.pem", "Text before\r\n" + "".join(each.pem for each in authorities).replace("\n", "\r\n")),
                 "two.der": self.written("two.der", self.root.der + self.issuer.der),
                 "ber.p7b": self.written("ber.p7b", key_files.in_ber((self.home.path / "der.p7b").read_bytes(), depth=3))}
        for name, file in forms.items():
            with self.subTest(name):
                self.profile = self.target()
                answer = self.bring(file)
                self.assertEqual(answer.status, 0, answer.value)
                self.assertEqual({name: each["outcome"] for name, each in self.certificates_of(answer).items()},
                                 {each.fingerprint: "copied" for each in authorities})
                self.assertEqual(self.profile.trust_of(self.root), ",,")

    def test_a_root_alone_is_trusted_only_by_all_its_digits(self):
        answer = self.bring(self.root.der_file, words=self.trusting())
        self.assertEqual((answer.status, self.profile.trust_of(self.root)), (0, ",C,"), answer.value)

    def test_a_file_of_certificates_beside_it_repairs_the_chain(self):
        bare = openssl(self.alice, self.file, chain=False)
        for words in (["--dry-run"], []):
            answer = self.bring(bare, password=PASSWORD, words=words)
            warning, = answer.value["warnings"]
            self.assertEqual((warning["kind"], warning["fix"]["command"]), ("chain-incomplete", f"certferry explain --profile {answer.value['to']}"))
        self.assertEqual(answer.value["certificates"][0]["checks"]["chain"], False)
        bundle = key_files.pkcs7([self.root, self.issuer], self.home.path / "chain.p7b")
        answer = self.bring(bare, bundle, password=PASSWORD, words=self.trusting())
        self.assertEqual((answer.status, answer.value["certificates"][0]["checks"]), (0, GOOD), answer.value)

    def test_java_key_stores_and_openssls_own_keys_are_named(self):
        self.expect_unchanged(lambda: self.bring(self.written("store.jks", b"\xfe\xed\xfe\xed\0\0\0\2")), "unsupported-algorithm")
        old = subprocess.run(["openssl", "rsa", "-traditional", "-in", self.alice.key_file], capture_output=True, check=True).stdout
        self.expect_unchanged(lambda: self.bring(self.written("old.pem", old)), "unsupported-algorithm")


def _pkcs8(certificate):
    return subprocess.run(["openssl", "pkcs8", "-topk8", "-nocrypt", "-in", certificate.key_file, "-outform", "DER"],
                          capture_output=True, check=True).stdout


if __name__ == "__main__":
    unittest.main()

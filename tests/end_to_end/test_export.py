# SPDX-License-Identifier: MPL-2.0
"""`certferry export`: what is in the file, what is left out, and when there is none."""

import os
import pathlib
import shutil
import sqlite3
import stat
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

import application  # noqa: E402
import canary  # noqa: E402
import key_file_readers as readers  # noqa: E402
from authority import Authority, date  # noqa: E402
from certferry import PROGRAM, Certferry  # noqa: E402
from home import Home  # noqa: E402
from snapshot import changes, snapshot  # noqa: E402
from terminal_session import TerminalSession  # noqa: E402

FILE, PRIMARY, WRONG = (canary.password(of) for of in ("the file", "Firefox", "nobody"))


class Export(unittest.TestCase):
    def setUp(self):
        application.skip_unless_installed(self, "firefox")
        home = Home()
        self.addCleanup(home.remove)
        self.home = home
        self.root = Authority.root(home.path / "authority", "Example Root")
        self.issuer = self.root.intermediate("Example Issuer")
        self.mine = self.issuer.leaf("Alice", emails=["alice@example.test"])
        self.old = self.issuer.leaf("Alice before", emails=["alice@example.test"], dates=(date("2020-01-01"), date("2021-01-01")))
        self.profile = home.profile("firefox", application.library_folder("firefox"), PRIMARY)
        for certificate in (self.mine, self.old):
            self.profile.import_key(certificate)
        self.out = home.path / "out"
        self.out.mkdir(mode=0o755)
        self.file = self.out / "keys.p12"
        self.before = snapshot(self.profile.path)
        self.certferry = Certferry(home.path)

    def export(self, *words, file_password=FILE, primary=PRIMARY, out=None):
        passwords = {"--password-fd": file_password, "--primary-password-fd": primary}
        return self.certferry.run("export", "--profile", self.profile.path, "--out", out or self.file, *words,
                                  passwords={option: password for option, password in passwords.items() if password is not None})

    def expect_nothing_written(self, answer, kind, status=3):
        self.assertEqual((answer.kind, answer.status), (kind, status), answer.value)
        self.assertEqual(os.listdir(self.out), [])

    def outcomes(self, answer):
        return {each["fingerprint"]: each["outcome"] for each in answer.value["certificates"]}

    def change_keys(self, sql):
        with sqlite3.connect(self.profile.path / "key4.db") as connection:
            connection.execute(sql)
        connection.close()

    def test_one_certificate_goes_with_its_key_and_its_chain_into_a_file_of_its_owner(self):
        os.umask(os.umask(0o077) & 0)
        answer = self.export("--certificate", self.mine.fingerprint[:8])
        self.assertEqual(answer.status, 0, answer.value)
        self.assertEqual(answer.value["file"], str(self.file))
        self.assertEqual(stat.S_IMODE(self.file.stat().st_mode), 0o600)
        self.assertEqual(os.listdir(self.out), ["keys.p12"])
        keys, certificates = readers.openssl(self.file, FILE)
        self.assertEqual(keys, {self.mine.public_key})
        self.assertEqual(certificates, {self.mine.der, self.issuer.der, self.root.der})
        self.assertEqual(answer.value["protection"], {"encryption": "AES-256-CBC", "derivation": "PBKDF2-HMAC-SHA256",
                                                      "mac": "HMAC-SHA256", "rounds": 600000, "weak": False})
        self.assertEqual(answer.value["warnings"], [])
        self.assertEqual(changes(self.before, snapshot(self.profile.path)), [])

    def test_all_is_everything_that_has_a_key_and_no_more(self):
        self.profile.add(self.root.leaf("Bob", emails=["bob@example.test"]), "Bob")
        answer = self.export("--all")
        self.assertEqual(self.outcomes(answer), {self.mine.fingerprint: "exported", self.old.fingerprint: "exported"})
        keys, certificates = readers.openssl(self.file, FILE)
        self.assertEqual(keys, {self.mine.public_key, self.old.public_key})
        self.assertEqual(certificates, {self.mine.der, self.old.der, self.issuer.der, self.root.der})

    def test_a_whole_backup_has_a_file_beside_it_and_single_certificates_have_none(self):
        self.profile.add(self.root.leaf("Bob", emails=["bob@example.test"]), "Bob")
        self.profile.trust_email(self.root)
        answer = self.export("--all")
        companion = self.out / "keys.p12.certferry"
        self.assertEqual(answer.value["companion"], str(companion))
        self.assertEqual(answer.value["beside"], {"certificates": 1, "trust": 1, "smimeProfiles": 0})
        self.assertEqual(stat.S_IMODE(companion.stat().st_mode), 0o600)
        self.assertIn("Certferry wrote this beside a key file", companion.read_text(encoding="utf-8"))
        self.assertEqual(sorted(os.listdir(self.out)), ["keys.p12", "keys.p12.certferry"])
        self.file.unlink()
        self.assertEqual(self.export("--all").kind, "file-exists")
        self.assertEqual(os.listdir(self.out), ["keys.p12.certferry"])
        answer = self.export("--certificate", self.mine.fingerprint)
        self.assertNotIn("companion", answer.value)

    def test_a_file_or_a_link_that_is_there_stays_what_it_is(self):
        self.file.write_text("precious")
        self.assertEqual(self.export("--all").kind, "file-exists")
        self.assertEqual(self.file.read_text(), "precious")
        self.file.unlink()
        self.file.symlink_to(self.out / "elsewhere")
        self.assertEqual(self.export("--all").kind, "file-exists")
        self.assertEqual(os.listdir(self.out), ["keys.p12"])

    def test_a_folder_that_is_none_or_not_mine_is_named_before_any_password_is_asked(self):
        answer = self.export("--all", out=self.out / "missing" / "keys.p12", file_password=None, primary=None)
        self.assertEqual(answer.kind, "io-failure")
        answer = self.export("--all", out=str(self.out) + "/", file_password=None, primary=None)
        self.assertEqual((answer.kind, answer.status), ("invalid-request", 2))

    def test_a_wrong_primary_password_leaves_no_file(self):
        self.expect_nothing_written(self.export("--all", primary=WRONG), "wrong-password")

    def test_a_descriptor_for_both_gives_the_files_password_first(self):
        reader, writer = os.pipe()
        os.write(writer, f"{FILE}\n{PRIMARY}\n".encode())
        os.close(writer)
        done = subprocess.run([PROGRAM, "export", "--profile", self.profile.path, "--all", "--out", self.file,
                               "--primary-password-fd", str(reader), "--password-fd", str(reader)], pass_fds=[reader],
                              env={"HOME": str(self.home.path)}, capture_output=True, check=False)
        os.close(reader)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(readers.openssl(self.file, FILE)[0]), 2)

    def test_an_empty_password_is_refused_unless_it_is_forced(self):
        self.expect_nothing_written(self.export("--all", file_password=""), "password-required")
        answer = self.export("--all", "--allow-empty-password", file_password="")
        self.assertEqual([each["kind"] for each in answer.value["warnings"]], ["weak-password"])
        self.assertEqual(len(readers.openssl(self.file, "")[0]), 2)

    def test_without_a_line_or_somebody_to_ask_there_is_no_password(self):
        self.expect_nothing_written(self.export("--all", file_password=None), "no-ui")

    def test_a_weak_password_and_a_weak_protection_are_named(self):
        for number, (password, weak) in enumerate({"elevenchars": True, "twelve chars": False, "1234567890123456789": True,
                                                   "aaaabbbbccccdddd": True, "\u00e4\u00f6\u00fc\u00df\u20ac": True}.items()):
            answer = self.export("--certificate", self.mine.fingerprint, file_password=password, out=self.out / f"{number}.p12")
            self.assertEqual([each["kind"] for each in answer.value["warnings"]], ["weak-password"] if weak else [], password)
        answer = self.export("--all", "--compatible", out=self.out / "old.p12")
        self.assertEqual([each["kind"] for each in answer.value["warnings"]], ["weak-encryption"])
        self.assertTrue(answer.value["protection"]["weak"])
        shown = subprocess.run([PROGRAM, "export", "--help"], capture_output=True, check=True).stdout.decode()
        self.assertIn("weak", shown)

    def test_keys_that_may_not_leave_are_named_and_the_others_go(self):
        key_id = next(row["id"] for row in self.profile.objects("key4.db") if row["id"] == self.profile._one(self.old, "id"))
        self.change_keys(f"UPDATE nssPrivate SET a162 = x'00' WHERE a102 = x'{key_id.hex()}'")
        answer = self.export("--all")
        self.assertEqual((answer.status, self.outcomes(answer)), (1, {self.mine.fingerprint: "exported", self.old.fingerprint: "left-out"}))
        error = next(each["error"] for each in answer.value["certificates"] if "error" in each)
        self.assertEqual(error["data"]["kind"], "key-not-extractable")
        self.assertEqual(readers.openssl(self.file, FILE)[0], {self.mine.public_key})
        self.file.unlink()
        (self.out / "keys.p12.certferry").unlink()
        self.expect_nothing_written(self.export("--certificate", self.old.fingerprint), "key-not-extractable")

    def test_a_key_without_a_certificate_is_named_as_left_out(self):
        with sqlite3.connect(self.profile.path / "cert9.db") as connection:
            connection.execute("DELETE FROM nssPublic WHERE a0 = x'00000001' AND a11 = ?", [self.old.der])
        connection.close()
        answer = self.export("--all")
        self.assertEqual([each["algorithm"] for each in answer.value["keysWithoutCertificate"]], ["rsa"])
        self.assertEqual([each["kind"] for each in answer.value["warnings"]], ["key-without-certificate"])
        self.assertEqual(answer.status, 0)

    def test_what_has_no_key_or_is_not_there_is_said(self):
        bob = self.root.leaf("Bob", emails=["bob@example.test"])
        self.profile.add(bob, "Bob")
        self.expect_nothing_written(self.export("--certificate", bob.fingerprint), "no-private-key")
        self.expect_nothing_written(self.export("--certificate", "0" * 64), "certificate-not-found")
        self.expect_nothing_written(self.export("--certificate", "0" * 8), "certificate-not-found")
        self.expect_nothing_written(self.export(), "invalid-request", 2)
        self.expect_nothing_written(self.export("--all", "--certificate", self.mine.fingerprint), "invalid-request", 2)

    def test_an_incomplete_chain_is_named(self):
        lone = Authority.root(self.home.path / "other", "Other Root").intermediate("Other Issuer").leaf("Zoe", emails=["zoe@example.test"])
        file = lone.p12("x")
        bare = self.out / "bare.pem"
        subprocess.run(["openssl", "pkcs12", "-in", file, "-clcerts", "-nodes", "-passin", "pass:x", "-out", bare], check=True, capture_output=True)
        subprocess.run(["openssl", "pkcs12", "-export", "-in", bare, "-out", self.out / "bare.p12", "-passout", "pass:x"], check=True)
        self.profile.import_p12(self.out / "bare.p12", "x")
        answer = self.export("--certificate", lone.fingerprint)
        self.assertEqual([each["kind"] for each in answer.value["warnings"]], ["chain-incomplete"])
        self.assertEqual(answer.status, 0)

    def test_at_a_terminal_the_password_is_typed_twice_in_the_same_way(self):
        session = TerminalSession([PROGRAM, "export", "--profile", str(self.profile.path), "--all", "--out", str(self.file)],
                                  {"HOME": str(self.home.path), "TERM": "xterm"})
        asked = session.read_until("New password: ")
        self.assertIn("the private keys of 2 certificates", asked)
        self.assertFalse(session.echoes())
        session.type("\n")
        session.read_until("needs a password.\r\nNew password: ")
        session.type(FILE + "\n")
        session.read_until("once more: ")
        session.type(WRONG + "\n")
        session.read_until("not the same.\r\nNew password: ")
        session.type(FILE + "\n")
        session.read_until("once more: ")
        session.type(FILE + "\n")
        session.read_until("Primary password: ")
        session.type(PRIMARY + "\n")
        words, status = session.end()
        self.assertEqual(status, 0, words)
        self.assertIn("Written and read back", words)
        self.assertEqual(len(readers.openssl(self.file, FILE)[0]), 2)

    def test_a_profile_of_another_user_is_read_as_that_user_and_the_file_is_mine(self):
        if os.geteuid() != 0:
            self.skipTest("only root can make a profile of another user")
        for path in [self.home.path, *self.home.path.rglob("*")]:
            shutil.chown(path, 65534, 65534)
        self.assertEqual(self.export("--all").status, 0)
        self.assertEqual(self.file.stat().st_uid, 0)


if __name__ == "__main__":
    unittest.main()

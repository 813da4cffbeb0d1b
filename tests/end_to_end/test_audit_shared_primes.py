# SPDX-License-Identifier: MPL-2.0
"""Keys that share a prime, in certificates of different profiles: found among private keys always, among all where that is wanted."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import application  # noqa: E402
import rsa_key  # noqa: E402
from audit_report import audit  # noqa: E402
from authority import Authority  # noqa: E402
from certferry import Certferry  # noqa: E402
from home import Home  # noqa: E402
from snapshot import require_no_trace, traces  # noqa: E402


class SharedPrimes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        application.skip_unless_installed(cls, "thunderbird")
        cls.home = Home()
        cls.addClassCleanup(cls.home.remove)
        cls.root = Authority.root(cls.home.path / "authority", "Example Root", key="P-256")
        folder = application.library_folder("thunderbird")
        cls.profiles = {name: cls.home.profile("thunderbird", folder, name=name) for name in ("alice", "bob", "carol", "dave")}
        primes = [prime for number in range(5) for prime in cls.fresh_primes(number)]
        cls.leaves = {"alice": cls.leaf("alice", primes[0], primes[1]), "of alice's prime": cls.leaf("alices", primes[0], primes[2]),
                      "one": cls.leaf("one", primes[3], primes[4]), "two": cls.leaf("two", primes[4], primes[5]),
                      "good": cls.leaf("good", primes[6], primes[7]), "carol": cls.leaf("carol", primes[8], primes[9])}
        cls.profiles["alice"].import_key(cls.leaves["alice"])
        cls.profiles["carol"].import_key(cls.leaves["carol"])
        cls.profiles["dave"].import_key(cls.leaves["of alice's prime"])
        for profile, names in {"alice": ["one", "good"], "bob": ["of alice's prime", "two"], "carol": ["two", "good"]}.items():
            for name in names:
                cls.profiles[profile].add(cls.leaves[name], name)
        cls.before = traces(cls.home.folder("thunderbird"))
        cls.certferry = Certferry(cls.home.path)

    @classmethod
    def fresh_primes(cls, number):
        return rsa_key.primes_of(cls.root.leaf(f"source {number}", key="rsa:2048").key_file)

    @classmethod
    def leaf(cls, name, p, q):
        rsa_key.write(cls.root.key_file.parent / f"rsa2048_{name}.key", p, q)
        return cls.root.leaf(name, emails=[f"{name}@example.test"], key="rsa:2048")

    def found(self, report):
        return {(name, each["certificate"]) for name, profile in self.profiles.items()
                for each in report.findings(profile.path, "KEY-FACTORABLE")}

    def expected(self, *pairs):
        return {(profile, self.leaves[leaf].fingerprint) for profile, leaf in pairs}

    def test_with_the_option_every_certificate_of_every_profile_is_compared(self):
        report = audit(self.certferry, "--shared-primes")
        self.assertEqual(self.found(report), self.expected(("alice", "alice"), ("dave", "of alice's prime"), ("bob", "of alice's prime"),
                                                           ("alice", "one"), ("bob", "two"), ("carol", "two")))
        self.assertEqual(report.status, 1)

    def test_without_it_only_those_with_a_private_key_are(self):
        self.assertEqual(self.found(audit(self.certferry)), self.expected(("alice", "alice"), ("dave", "of alice's prime")))

    def test_of_collected_copies_own_keys_are_named_and_those_of_correspondents_are_not(self):
        for options in (["--format", "json"], ["--format", "jsonl"]):
            with self.subTest(options[-1]):
                text = self.certferry.text("audit", "--root", self.home.folder("thunderbird"), "--shared-primes", *options).stdout.decode()
                self.assertIn("KEY-FACTORABLE", text)
                self.assertIn(self.leaves["alice"].fingerprint, text)
                self.assertNotIn(self.leaves["two"].fingerprint, text)

    def test_what_is_compared_stands_in_no_report(self):
        for profile in audit(self.certferry, "--shared-primes").value["profiles"]:
            self.assertFalse({"keys", "publicKeys"} & profile.keys())

    @classmethod
    def tearDownClass(cls):
        require_no_trace(cls.before, cls.home.folder("thunderbird"))


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MPL-2.0
"""What a selection is in prefs.js, and which certificates belong to which address: aliases, pairs, RFC 8550's addresses."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import broken_setups  # noqa: E402
from application import library_folder, preference_line  # noqa: E402
from authority import subject_with_address  # noqa: E402
from mail_profiles import MailProfiles  # noqa: E402

ADDRESSES = ["alice@example.test", "alias@example.test", "Bob@EXAMPLE.test", "zoe@xn--bcher-kva.example", "none@example.test"]


class SelectionPreferences(unittest.TestCase):
    def setUp(self):
        if library_folder("thunderbird") is None:
            self.skipTest("thunderbird is not installed")
        self.scene = self.enterContext(MailProfiles(addresses=ADDRESSES))

    def personal(self, name, **how):
        certificate = self.scene.leaf(name, **how)
        self.scene.thunderbird.import_key(certificate)
        return certificate

    def select(self, identity, *words):
        answer = self.scene.certferry.run("select", "--profile", self.scene.thunderbird.path, "--identity", identity, *words)
        self.assertEqual(answer.status, 0, answer.value)
        return answer.value["identity"]

    def lines(self, key):
        start = f'user_pref("mail.identity.{key}.'
        text = (self.scene.thunderbird.path / "prefs.js").read_text(encoding="utf-8")
        return {line[len(start):] + "\n" for line in text.splitlines() if line.startswith(start)}

    def expected(self, key, **values):
        start = f'user_pref("mail.identity.{key}.'
        return {preference_line(f"mail.identity.{key}.{name}", value)[len(start):] for name, value in values.items()}

    def candidates(self, key):
        found = self.scene.identity(key)["candidates"]
        return found["signing"], found["encryption"]

    def test_all_that_thunderbird_keeps_of_a_selection_is_written_and_nothing_else(self):
        leaf, before = self.personal("Alice"), self.lines("id1")
        others = {key: self.lines(key) for key in ("id2", "id3", "id4", "id5")}
        self.select("id1", "--signing", leaf.fingerprint, "--encryption", leaf.fingerprint, "--sign-by-default", "yes",
                    "--encrypt-by-default", "required", "--technology", "smime")
        name, key = "Alice", leaf.db_key
        self.assertEqual(self.lines("id1") - before, self.expected(
            "id1", signing_cert_name=name, signing_cert_dbkey=key, encryption_cert_name=name, encryption_cert_dbkey=key,
            sign_mail=True, encryptionpolicy=2, e2etechpref=1))
        self.assertEqual({key: self.lines(key) for key in others}, others)

    def test_the_switches_go_back_and_undo_brings_all_of_it_back(self):
        leaf = self.personal("Alice")
        self.select("id1", "--signing", leaf.fingerprint, "--sign-by-default", "yes", "--technology", "smime")
        before = self.lines("id1")
        identity = self.select("id1", "--signing", "none", "--sign-by-default", "no", "--encrypt-by-default", "off",
                               "--technology", "openpgp")
        self.assertEqual((identity["signByDefault"], identity["encryptByDefault"], identity["technology"]),
                         (False, "off", "openpgp"))
        self.select("id1", "--undo")
        self.assertLessEqual(before, self.lines("id1"))

    def test_a_preference_for_openpgp_without_a_key_does_not_stand_in_the_way(self):
        leaf = self.personal("Alice")
        self.scene.set("mail.identity.id1.e2etechpref", 2)
        self.assertEqual(self.select("id1", "--signing", leaf.fingerprint)["technology"], "automatic")

    def test_with_an_openpgp_key_the_preference_stays(self):
        leaf = self.personal("Alice")
        self.scene.set("mail.identity.id1.e2etechpref", 2)
        self.scene.set("mail.identity.id1.openpgp_key_id", "0123456789ABCDEF")
        self.assertEqual(self.select("id1", "--signing", leaf.fingerprint)["technology"], "openpgp")

    def test_each_identity_of_an_account_has_its_own_and_one_certificate_can_serve_several(self):
        both, bob = self.personal("Both", emails=ADDRESSES[:2]), self.personal("Bob", emails=["bob@example.TEST"])
        for identity in ADDRESSES[:2]:
            self.select(identity, "--signing", both.fingerprint)
        self.select("id3", "--signing", bob.fingerprint)
        chosen = [self.scene.identity(key)["signing"] for key in ("id1", "id2", "id3", "id4")]
        self.assertEqual([each and each["fingerprint"] for each in chosen],
                         [both.fingerprint, both.fingerprint, bob.fingerprint, None])

    def test_a_pair_of_certificates_is_recognised(self):
        signs = self.personal("Signs", usages=("digitalSignature",), key="rsa:2048")
        encrypts = self.personal("Encrypts", usages=("keyEncipherment",), key="rsa:2048")
        self.assertEqual(self.candidates("id1"), ([signs.fingerprint], [encrypts.fingerprint]))
        step, = self.scene.explain("--identity", "id1").value["identities"][0]["steps"]
        self.assertEqual((step["call"]["params"]["signing"], step["call"]["params"]["encryption"]),
                         (signs.fingerprint, encrypts.fingerprint))

    def test_of_two_that_last_as_long_the_stronger_key_comes_first(self):
        keys = ("rsa:2048", "P-256", "rsa:4096", "P-384", "rsa:3072")
        by_key = {key: self.personal(key, key=key, dates=broken_setups.NEW).fingerprint for key in keys}
        signing, encryption = self.candidates("id1")
        strongest_first = [by_key[key] for key in ("P-384", "rsa:4096")]
        self.assertEqual((signing[:2], signing[-1]), (strongest_first, by_key["rsa:2048"]))
        self.assertEqual((set(signing[2:4]), encryption), ({by_key["P-256"], by_key["rsa:3072"]}, signing))

    def test_addresses_are_compared_as_thunderbird_does(self):
        upper = self.personal("Upper", emails=["ALICE@Example.Test"])
        in_name = self.personal("In the name", emails=[], subject=subject_with_address("In the name", "alias@example.test"))
        idn = self.personal("IDN", emails=["zoe@XN--BCHER-KVA.example"])
        several = self.personal("Several", emails=["first@example.test", "bob@example.test", "third@example.test"])
        for key, certificate in (("id1", upper), ("id2", in_name), ("id3", several), ("id4", idn), ("id5", None)):
            with self.subTest(key):
                wanted = [certificate.fingerprint] if certificate else []
                self.assertEqual(self.candidates(key)[0], wanted)

    def test_one_without_an_address_is_offered_to_all_and_given_to_nobody_unasked(self):
        leaf = self.personal("No address", emails=[])
        for key in ("id1", "id5"):
            self.assertEqual(self.candidates(key), ([leaf.fingerprint],) * 2)
        self.assertEqual(self.scene.explain("--fix").value["done"], [])
        self.assertEqual(self.select("id5", "--signing", leaf.fingerprint)["signing"]["fingerprint"], leaf.fingerprint)

    def test_a_newer_certificate_is_offered_in_the_list_of_identities(self):
        old, new = self.personal("Old", dates=broken_setups.OLD), self.personal("New", dates=broken_setups.NEW)
        words = ("--signing", old.fingerprint, "--encryption", new.fingerprint)
        self.assertEqual(self.select("id1", *words)["newer"], {"signing": new.fingerprint, "encryption": None})
        shown = self.scene.certferry.text("identities", "--profile", self.scene.thunderbird.path).stdout
        self.assertEqual(shown.count(b"a newer certificate"), 1)


if __name__ == "__main__":
    unittest.main()

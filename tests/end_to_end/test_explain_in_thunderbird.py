# SPDX-License-Identifier: MPL-2.0
"""What `explain --fix` says it mended, the real Thunderbird signs and encrypts with; what it says cannot sign, does not."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import broken_setups  # noqa: E402
import mail_check  # noqa: E402
import pair_setups  # noqa: E402
import thunderbird_mail  # noqa: E402
from application import Application, skip_unless_installed  # noqa: E402
from authority import Authority  # noqa: E402
from mail_profiles import MailProfiles, issuer_at  # noqa: E402
from smtp_sink import SmtpSink  # noqa: E402

# Each as broken_setups.py has it, in one profile with the others.
BROKEN = {
    "the chain is missing": "an authority of the chain is missing, and Firefox has it",
    "the root is in Firefox": "only Firefox has the root",
    "the trust is in Firefox": "only Firefox trusts the root",
    "the selected is gone": "the selected certificate is gone",
    "the name is missing": "it is selected, and its name is not",
    "the certificate is missing": "its name is selected, and no certificate",
    "renewed in Firefox": "it is renewed, in Firefox, while it is still good",
    "expired and renewed": "it is expired and renewed",
    "the key is in Firefox": "its key is in Firefox",
    "all is in Firefox": "all of it is in Firefox",
    "a pair is in Firefox": "one for each purpose is in Firefox",
    "the duplicate is selected": "its duplicate without a key is selected",
    "beside it nothing is signed": "the one for encryption lets nothing be signed, and another one is there",
    "beside it nothing would be signed": "the one for encryption lets nothing be signed, and another one is in Firefox",
    "the newer one signs nothing": "a newer one would let nothing be signed",
    "the issuer can be fetched": "an authority of the chain is missing everywhere",
    "nobody trusts the root": "nobody trusts the root",
    "expired": "it is expired",
}
ADDRESSES = {name: name.replace(" ", ".") + "@example.test" for name in BROKEN}


class ExplainInThunderbird(unittest.TestCase):
    """Each identity of one profile is broken in its own way, so that one Thunderbird shows them all."""

    def setUp(self):
        skip_unless_installed(self, "thunderbird")
        self.sink = self.enterContext(SmtpSink())
        self.scene = self.enterContext(MailProfiles(addresses=ADDRESSES.values(), smtp_port=self.sink.port))
        self.expected, self.roots = {}, {}
        for number, name in enumerate(BROKEN, 1):
            self.roots[name] = self.scene.root
            made = getattr(self, "make_" + name.replace(" ", "_"))(ADDRESSES[name], f"id{number}")
            self.expected[name] = made if isinstance(made, tuple) else (made, made)

    def test_whatever_the_fix_mends_is_among_them(self):
        mended = {row.name for row in broken_setups.ROWS if row.is_mended_by_steps}
        self.assertEqual(mended - set(BROKEN.values()), set())

    def leaf(self, address, **how):
        return self.scene.leaf(address, emails=[address], **how)

    def choose(self, certificate, identity, **how):
        self.scene.choose(certificate, identity=identity, **how)
        return certificate

    def make_the_chain_is_missing(self, address, identity):
        issuer = self.scene.root.intermediate("Issuer that Firefox has", key="P-256")
        leaf = self.leaf(address, issuer=issuer)
        self.scene.thunderbird.import_key(leaf, chain=False)
        self.scene.firefox.add(issuer, "issuer")
        return self.choose(leaf, identity)

    def make_the_root_is_in_Firefox(self, address, identity):
        root = self.roots["the root is in Firefox"] = Authority.root(self.scene.home.path / "own", "Own Root", key="P-256")
        leaf = self.leaf(address, issuer=root)
        self.scene.thunderbird.import_key(leaf, chain=False)
        self.scene.firefox.add(root, "root", ",C,")
        return self.choose(leaf, identity)

    def make_the_trust_is_in_Firefox(self, address, identity):
        root = self.roots["the trust is in Firefox"] = Authority.root(self.scene.home.path / "trusted", "Trusted Root", key="P-256")
        leaf = self.leaf(address, issuer=root)
        self.scene.thunderbird.import_key(leaf)
        self.scene.firefox.add(root, "root of Firefox", ",C,")
        return self.choose(leaf, identity)

    def make_nobody_trusts_the_root(self, address, identity):
        root = self.roots["nobody trusts the root"] = Authority.root(self.scene.home.path / "new", "New Root", key="P-256")
        leaf = self.leaf(address, issuer=root)
        self.scene.thunderbird.import_key(leaf)
        return self.choose(leaf, identity)

    def make_the_selected_is_gone(self, address, identity):
        leaf = self.leaf(address, key="rsa:2048")
        self.scene.thunderbird.import_key(leaf)
        self.choose(self.leaf(address), identity)
        return leaf

    def make_the_name_is_missing(self, address, identity):
        leaf = self.leaf(address)
        self.scene.thunderbird.import_key(leaf)
        return self.choose(leaf, identity, name=False)

    def make_the_certificate_is_missing(self, address, identity):
        leaf = self.leaf(address)
        self.scene.thunderbird.import_key(leaf)
        return self.choose(leaf, identity, db_key=False)

    def make_expired_and_renewed(self, address, identity):
        old, new = self.leaf(address, dates=broken_setups.PAST), self.leaf(address, dates=broken_setups.NEW)
        for each in (old, new):
            self.scene.thunderbird.import_key(each)
        self.choose(old, identity)
        return new

    def make_renewed_in_Firefox(self, address, identity):
        old, new = self.leaf(address, dates=broken_setups.OLD), self.leaf(address, dates=broken_setups.NEW)
        self.scene.thunderbird.import_key(old)
        self.scene.firefox.import_key(new)
        self.choose(old, identity)
        return new

    def make_the_key_is_in_Firefox(self, address, identity):
        leaf = self.leaf(address)
        self.scene.thunderbird.add(leaf, address)
        self.scene.firefox.import_key(leaf)
        return self.choose(leaf, identity)

    def make_all_is_in_Firefox(self, address, _identity):
        leaf = self.leaf(address)
        self.scene.firefox.import_key(leaf)
        return leaf

    def make_a_pair_is_in_Firefox(self, address, _identity):
        signs = self.leaf(address, usages=("nonRepudiation",))
        encrypts = self.leaf(address, key="rsa:2048", usages=("keyEncipherment",))
        for each in (signs, encrypts):
            self.scene.firefox.import_key(each)
        return signs, encrypts

    def make_the_duplicate_is_selected(self, address, identity):
        whole, duplicate = self.leaf(address), self.leaf(address)
        self.scene.thunderbird.import_key(whole)
        self.scene.thunderbird.add(duplicate, self.scene.thunderbird.nickname_of(whole))
        self.choose(duplicate, identity)
        return whole

    def refused(self, address, **how):
        return pair_setups.refused_by_classic(self.scene, emails=[address], **how)

    def make_beside_it_nothing_is_signed(self, address, identity):
        good, refused = self.leaf(address), self.refused(address)
        for each in (good, refused):
            self.scene.thunderbird.import_key(each)
        self.choose(refused, identity, purposes=["encryption"])
        return self.choose(good, identity, purposes=["signing"])

    def make_beside_it_nothing_would_be_signed(self, address, identity):
        good, refused = self.leaf(address, dates=broken_setups.OLD), self.refused(address, usages=("keyAgreement",), dates=broken_setups.NEW)
        self.scene.thunderbird.import_key(refused)
        self.scene.firefox.import_key(good)
        self.choose(refused, identity, purposes=["encryption"])
        return good

    def make_the_newer_one_signs_nothing(self, address, identity):
        good, refused = self.leaf(address, dates=broken_setups.OLD), self.refused(address, dates=broken_setups.NEW)
        for each in (good, refused):
            self.scene.thunderbird.import_key(each)
        return self.choose(good, identity, purposes=["signing"])

    def make_the_issuer_can_be_fetched(self, address, identity):
        self.fetched = self.scene.root.intermediate("Issuer that nobody has", key="P-256")
        leaf = self.leaf(address, issuer=self.fetched, more=[issuer_at(broken_setups.ISSUER_ADDRESS)])
        self.scene.thunderbird.import_key(leaf, chain=False)
        return self.choose(leaf, identity)

    def make_expired(self, address, identity):
        leaf = self.leaf(address, dates=broken_setups.PAST)
        self.scene.thunderbird.import_key(leaf)
        return self.choose(leaf, identity)

    def run_command(self, name, kind, **blanks):
        """As the person does what only the person may: by the command that the step names."""
        identity, = self.scene.explain("--identity", ADDRESSES[name]).value["identities"]
        step, = identity["steps"]
        self.assertEqual((step["kind"], step["needsDecision"]), (kind, True))
        for blank, file in blanks.items():
            step["command"] = step["command"].replace(blank, str(file))
        self.assertEqual(self.scene.run_step(step).status, 0)

    def send(self, thunderbird, identity, address):
        thunderbird_mail.compose(thunderbird.marionette, address, "From the test", "Mended", identity)
        thunderbird_mail.send(thunderbird.marionette, encrypted=True, signed=True)
        return self.sink.next_message().content

    def test_thunderbird_does_with_each_identity_what_explain_says_after_the_fix(self):
        self.run_command("the issuer can be fetched", "fetch-issuer", FILE=self.fetched.der_file)
        self.run_command("nobody trusts the root", "trust-root")
        explained = self.scene.explain("--fix").value["identities"]
        with Application("thunderbird", self.scene.home.path, self.scene.thunderbird.path) as thunderbird:
            for name, identity in zip(BROKEN, explained):
                with self.subTest(name):
                    can = identity["canSign"]["ok"]
                    self.assertEqual((can, identity["canEncrypt"]["ok"]), (name != "expired",) * 2, identity)
                    if not can:
                        with self.assertRaises(thunderbird_mail.SendRefused):
                            self.send(thunderbird, identity["id"], identity["email"])
                        continue
                    signer, recipient = self.expected[name]
                    message = mail_check.decrypt(self.send(thunderbird, identity["id"], identity["email"]), recipient)
                    judged = mail_check.verify(message, self.roots[name])
                    self.assertEqual((judged.text, judged.signer), ("Mended", signer.fingerprint))
            thunderbird.quit()


if __name__ == "__main__":
    unittest.main()

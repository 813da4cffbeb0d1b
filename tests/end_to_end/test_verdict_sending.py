# SPDX-License-Identifier: MPL-2.0
"""What `identities` offers is what the real Thunderbird's picker and verifier offer, and what our verdicts say of a pair of
certificates is what happens when Thunderbird sends with it."""

import base64
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import thunderbird_account  # noqa: E402
import thunderbird_mail  # noqa: E402
import verdict_certificates  # noqa: E402
from application import Application, library_folder, skip_unless_installed  # noqa: E402
from certferry import Certferry  # noqa: E402
from home import Home  # noqa: E402
from smtp_sink import SmtpSink  # noqa: E402
from verdict_profile import VerdictProfile  # noqa: E402

ADDRESS = verdict_certificates.ADDRESS
ADDRESSES = [ADDRESS, "ALICE@Example.Test", "bob@example.test", "nobody@example.test", "alice@example.org"]

# (certificate to sign with, certificate for encryption). Whether Thunderbird sends follows from our verdicts.
PAIRS = [
    ("plain", "plain"), ("sign-only", None), ("sign-only", "encrypt-only"), ("pair-signing", "pair-encryption"),
    ("no-address", "no-address"), ("no-key-usage", "no-key-usage"), ("any-usage-only", None), ("client-auth-only", None),
    ("expired", None), ("not-yet-valid", None), ("signed-sha1-rsa", None), ("key-P-256", "key-P-256"), ("key-secp256k1", None),
    ("under-absent", None), ("from-untrusted", None), ("from-web-trusted", None), ("keyless", None),
    ("critical-policies", None), ("critical-policies", "critical-policies"), ("plain", "critical-policies"),
    ("plain", "agreement-only-rsa"), ("plain", "under-critical-policy-constraints"), ("plain", "under-netscape-objects"),
    ("plain", "anchor-leaf-under-untrusted"), ("plain", "expired"), ("double-renewed", "double-first"),
]

SELECT = """
const {MailServices} = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const identity = MailServices.accounts.getIdentity(args[0]);
for (const [what, certificate] of Object.entries(args[1])) {
  identity.setUnicharAttribute(what + "_cert_name", certificate ? certificate.name : "");
  identity.setCharAttribute(what + "_cert_dbkey", certificate ? certificate.key : "");
}
identity.setBoolAttribute("sign_mail", true);
"""

VERIFY = """
const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
const accepted = {};
for (const [name, der] of Object.entries(args[0])) {
  const certificate = database.constructX509FromBase64(der);
  const verify = usage => new Promise(done => database.asyncVerifyCertAtTime(
    certificate, usage, database.FLAG_LOCAL_ONLY, null, Date.now() / 1000, [], code => done(code == 0)));
  accepted[name] = {signing: await verify(database.verifyUsageEmailSigner),
                    encryption: await verify(database.verifyUsageEmailRecipient)};
}
return accepted;
"""


class Sending(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = cls.enterClassContext(Home())
        if library_folder("thunderbird") is None:
            return
        cls.sink = cls.enterClassContext(SmtpSink())
        profile = cls.home.profile("thunderbird", library_folder("thunderbird"))
        thunderbird_account.write(profile.path, ADDRESSES, cls.sink.port)
        cls.profile = VerdictProfile(cls.home.path, profile.path)
        certferry = Certferry(cls.home.path)
        listed = certferry.run("certificates", "--profile", profile.path, "--kind", "all").value["certificates"]
        by_fingerprint = {each["fingerprint"]: each for each in listed}
        cls.ours = {name: by_fingerprint[cls.profile.fingerprint(name)] for name in cls.profile.leaves}
        cls.refused = certferry.run("select", "--profile", profile.path, "--identity", "id1", "--signing", cls.profile.fingerprint("plain"),
                                    "--encryption", cls.profile.fingerprint("critical-policies"))
        cls.alone = certferry.run("select", "--profile", profile.path, "--identity", "id2", "--encryption",
                                  cls.profile.fingerprint("critical-policies"))
        cls.identities = certferry.run("identities", "--profile", profile.path).value["identities"]
        cls.thunderbird = cls.enterClassContext(Application("thunderbird", cls.home.path, profile.path))

    def setUp(self):
        skip_unless_installed(self, "thunderbird")

    def test_candidates_are_what_the_picker_offers_and_the_verifier_accepts(self):
        ders = {name: base64.b64encode(der).decode() for name, der in self.profile.leaves.items()}
        accepted = self.thunderbird.marionette.chrome(VERIFY, ders)
        for identity in self.identities:
            offered = thunderbird_mail.picker(self.thunderbird.marionette, identity["email"])
            for purpose in ("signing", "encryption"):
                with self.subTest(identity=identity["email"], purpose=purpose):
                    serials = {line.rpartition("[")[2].rstrip("]") for line in offered[purpose] if line}
                    theirs = {name for name in ders if accepted[name][purpose] and self.serial_of(name) in serials}
                    ours = {name for name in ders if self.profile.fingerprint(name) in identity["candidates"][purpose]}
                    self.assertEqual(ours, theirs)

    def test_the_best_candidate_lasts_longest_and_has_the_stronger_key(self):
        ends = {each["fingerprint"]: (each["notAfter"], each["key"]) for each in self.ours.values()}
        for purpose in ("signing", "encryption"):
            dates = [ends[fingerprint][0] for fingerprint in self.identities[0]["candidates"][purpose]]
            self.assertEqual(dates, sorted(dates, reverse=True))

    def test_thunderbird_sends_with_a_pair_if_and_only_if_the_verdicts_say_so(self):
        for signing, encryption in PAIRS:
            with self.subTest(signing=signing, encryption=encryption):
                self.select(signing, encryption)
                self.assertEqual(self.sends(signing), self.expected(signing, encryption))

    def test_select_refuses_a_pair_that_could_sign_nothing_and_says_whose_rule_that_is(self):
        self.assertEqual(self.refused.kind, "not-eligible", self.refused.value)
        rules = [rule for reason in self.refused.value["error"]["data"]["reasons"] for rule in reason["rules"]]
        self.assertEqual(rules, ["nss:classic"])
        self.assertEqual(self.alone.value.get("outcome"), "selected", self.alone.value)

    def test_both_answers_are_among_the_pairs(self):
        answers = [self.expected(*pair) for pair in PAIRS]
        self.assertGreaterEqual(len(answers), 20)
        self.assertGreater(answers.count(True), 5)
        self.assertGreater(answers.count(False), 5)

    def select(self, signing, encryption):
        def stored(name):
            return name and {"name": self.ours[name]["displayName"], "key": self.ours[name]["dbKey"]}
        self.thunderbird.marionette.chrome(SELECT, "id1", {"signing": stored(signing), "encryption": stored(encryption)})

    def expected(self, signing, encryption):
        """Signed mail goes out: the signer is good and has its key, and the classic verifier refuses no certificate to answer to
        (one that Thunderbird's own verifier refuses is not named in the mail at all)."""
        signer, reasons = self.ours[signing], self.ours[encryption]["canEncrypt"]["reasons"] if encryption else []
        refused = [each for each in reasons if "nss:classic" in each.get("rules", [])]
        return signer["canSign"]["ok"] and signer["hasPrivateKey"] and not refused

    def sends(self, signing):
        thunderbird_mail.compose(self.thunderbird.marionette, ADDRESS, "From the test", signing)
        try:
            thunderbird_mail.send(self.thunderbird.marionette, encrypted=False, signed=True)
        except thunderbird_mail.SendRefused:
            return False
        message = self.sink.next_message().content
        self.assertIn(b"multipart/signed", message)
        return True

    def serial_of(self, name):
        """As the picker writes it: the octets in capitals, colons between."""
        digits = self.ours[name]["serial"].upper()
        return ":".join(digits[at:at + 2] for at in range(0, len(digits), 2))


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MPL-2.0
"""What `recipients` says of an address is what the real Thunderbird does: which certificate it finds, and what a mail that it sends
is encrypted with."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from application import skip_unless_installed  # noqa: E402
from authority import date  # noqa: E402
from mail_check import cipher_of  # noqa: E402
from message_maker import headers, signed  # noqa: E402
from scene import ADDRESS, Scene  # noqa: E402
from whole_store import add_smime_profile  # noqa: E402

# SMIMECapabilities.
AES256, AES128, DES3 = (bytes.fromhex(capability) for capability in
                        ("300b060960864801650304012a", "300b0609608648016503040102", "300a06082a864886f70d0307"))
TIME = b"\x17\x0d260101000000Z"
PAST = date("2020-01-01"), date("2021-01-01")
# Key, and what their mail told of their software.
PEOPLE = {"rsa": ("rsa:2048", None), "long": ("rsa:4096", None), "curve": ("P-384", None), "modern": ("rsa:2048", [AES256, AES128]),
          "old": ("rsa:2048", [DES3, AES256]), "lonely": ("rsa:2048", [AES256])}
# To whom one mail goes.
TOGETHER = ("rsa", "long"), ("modern", "rsa"), ("modern", "old"), ("modern", "curve"), ("old", "lonely"), tuple(PEOPLE)

FIND = """
const secure = Cc["@mozilla.org/messengercompose/composesecure;1"].createInstance(Ci.nsIMsgComposeSecure);
const found = {};
for (const address of args[0]) {
  await new Promise(resolve => secure.asyncFindCertByEmailAddr(address, {
    findCertDone(email, certificate) {
      found[address] = certificate ? certificate.sha256Fingerprint.replaceAll(":", "").toLowerCase() : null;
      resolve();
    }}));
}
return found;
"""


def capabilities(members):
    content = b"".join(members)
    return bytes([0x30, len(content)]) + content


class Recipients(unittest.TestCase):
    def setUp(self):
        skip_unless_installed(self, "firefox", "thunderbird")
        self.scene = self.enterContext(Scene())
        self.own = self.scene.issuer.leaf("Alice", emails=[ADDRESS])
        self.scene.thunderbird.import_key(self.own)
        self.scene.thunderbird.trust_email(self.scene.root)
        selected = self.scene.certferry.run("select", "--profile", self.scene.thunderbird.path, "--identity", "id1", "--signing",
                                            self.own.fingerprint, "--encryption", self.own.fingerprint)
        self.assertEqual(selected.status, 0)

    def add(self, name, **how):
        leaf = self.scene.issuer.leaf(name, **how)
        self.scene.thunderbird.add(leaf, name)
        return leaf

    def answer(self, *addresses):
        return self.scene.certferry.run("recipients", "--profile", self.scene.thunderbird.path, *addresses)

    def ours(self, *addresses):
        answer = self.answer(*addresses)
        self.assertEqual(answer.value["cipher"] is None, not all(each["canEncrypt"]["ok"] for each in answer.value["recipients"]))
        return answer.status, {each["address"]: each for each in answer.value["recipients"]}

    def test_a_mail_is_encrypted_with_the_cipher_that_was_told(self):
        for name, (key, told) in PEOPLE.items():
            leaf = self.add(name, emails=[f"{name}@example.test"], key=key)
            if told:
                add_smime_profile(self.scene.thunderbird, leaf.subject, f"{name}@example.test", capabilities(told), TIME)
        status, ours = self.ours(*(f"{name}@example.test" for name in PEOPLE))
        self.assertEqual(status, 0)
        groups = [[f"{name}@example.test" for name in names] for names in TOGETHER]
        of_groups = [self.answer(*addresses).value["cipher"] for addresses in groups]
        with self.scene.start_thunderbird() as thunderbird:
            sent = {address: cipher_of(self.scene.send(thunderbird, "text", encrypted=True, to=address)) for address in ours}
            sent_together = [cipher_of(self.scene.send(thunderbird, "text", encrypted=True, to=", ".join(addresses))) for addresses in groups]
        self.assertEqual({address: each["cipher"] for address, each in ours.items()}, sent)
        self.assertEqual(sent["lonely@example.test"], "rc2-40-cbc")
        self.assertEqual(dict(zip(TOGETHER, of_groups)), dict(zip(TOGETHER, sent_together)))
        self.assertGreater(len(set(of_groups)), 1)

    def test_the_certificate_is_the_one_that_thunderbird_finds(self):
        stranger = self.scene.root.root(self.scene.home.path / "stranger", "Another Root")
        self.add("renewed 1", emails=["renewed@example.test"], dates=PAST)
        self.add("renewed 2", emails=["renewed@example.test"])
        self.add("twice 1", emails=["twice@example.test"])
        self.add("twice 2", emails=["twice@example.test"])
        self.add("twice 3", emails=["other@example.test", "Twice@Example.TEST"])
        self.add("signs only", emails=["signs@example.test"], usages=("digitalSignature",))
        self.add("Edward", emails=["edward@example.test"], key="ED25519")
        self.add("past", emails=["past@example.test"], dates=PAST)
        # Whichever of two is stored first is used, also where the other one is valid longer.
        learnt = []
        for name, end in (("long then short", ("2040-01-01", "2035-01-01")), ("short then long", ("2035-01-01", "2040-01-01"))):
            address = f"{name.split()[0]}.first@example.test"
            for turn in end:
                bob = self.scene.issuer.leaf(f"{name} {turn}", emails=[address], dates=(date("2020-01-01"), date(turn)))
                message = self.scene.home.path / f"{bob.label}.eml"
                message.write_bytes(headers(address) + signed(bob))
                answer = self.scene.certferry.run("learn", "--profile", self.scene.thunderbird.path, message).value
                self.assertEqual([each["outcome"] for each in answer["messages"]], ["learned"])
                learnt.append((address, bob.fingerprint, [(each["used"], each["until"]) for each in answer["messages"][0]["later"]]))
        self.scene.thunderbird.add(stranger.leaf("stranger", emails=["stranger@example.test"]), "stranger")
        addresses = [f"{name}@example.test" for name in ("long.first", "short.first", "renewed", "twice", "TWICE", "other", "signs", "edward", "past", "stranger", "nobody", "alice")]
        status, ours = self.ours(*addresses)
        with self.scene.start_thunderbird() as thunderbird:
            theirs = thunderbird.marionette.chrome(FIND, addresses)
        self.assertEqual({address: each["fingerprint"] if each["canEncrypt"]["ok"] else None for address, each in ours.items()}, theirs)
        self.assertEqual(status, 1)
        for (address, first, nothing), (_, second, later), until, following in zip(
                learnt[::2], learnt[1::2], ("2040-01-01", "2035-01-01"), (None, learnt[3][1])):
            self.assertEqual((theirs[address], nothing, later), (first, [], [(first, f"{until}T00:00:00Z")]))
            self.assertEqual(ours[address]["next"] and ours[address]["next"]["fingerprint"], following)
            self.assertNotEqual(first, second)
        kinds = {address: [reason["kind"] for reason in each["canEncrypt"]["reasons"]] for address, each in ours.items() if not each["canEncrypt"]["ok"]}
        self.assertEqual(sorted(kinds), sorted(f"{name}@example.test" for name in ("signs", "edward", "past", "stranger", "nobody")))
        self.assertEqual(kinds["nobody@example.test"], ["not-found"])
        self.assertIn("expired", kinds["past@example.test"])
        self.assertTrue(all(kinds.values()))
        advice = [reason["fix"]["text"] for reason in ours["past@example.test"]["canEncrypt"]["reasons"]]
        self.assertEqual(advice, ["Ask for a signed mail with another certificate of theirs."])


if __name__ == "__main__":
    unittest.main()

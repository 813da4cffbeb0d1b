# SPDX-License-Identifier: MPL-2.0
"""`learn` takes other people's certificates from what they sent, and keeps what NSS itself would keep; openssl makes the messages."""

import base64
import datetime
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import nss_learner  # noqa: E402
from authority import Authority  # noqa: E402
from learn_case import LearnCase  # noqa: E402
from mail_check import encrypt  # noqa: E402
from message_maker import TEXT, headers, signed, signed_at  # noqa: E402
from snapshot import snapshot  # noqa: E402
from whole_store import contents  # noqa: E402

BOB, CAROL = "bob@example.test", "carol@example.test"
PASSWORD = "correct horse"


class OneMessage(LearnCase):
    def test_is_kept_as_nss_itself_keeps_it(self):
        for key in ("rsa:2048", "P-384"):
            with self.subTest(key):
                ours, theirs = self.scene(), self.scene()
                bob = ours.leaf("Bob", emails=["Bob@Example.test", "second@example.test"], key=key)
                theirs.thunderbird.add(ours.root, "root of ours", ",C,")
                ours.thunderbird.add(theirs.root, "root of theirs", ",C,")
                message = headers(BOB) + signed(bob)
                learned, = self.expect(self.learn(ours, message), "learned")
                self.assertEqual((learned["certificates"], learned["from"]), ([bob.fingerprint, ours.issuer.fingerprint], BOB))
                self.assertEqual([root["action"] for root in learned["roots"]], ["present"])
                nss_learner.learn(theirs.thunderbird, signed(bob, TEXT, "-nodetach", "-outform", "DER"))
                kept, expected = contents(ours.thunderbird), contents(theirs.thunderbird)
                name = {(ours.root.fingerprint), (theirs.root.fingerprint)}
                self.assertEqual({each for each in kept["certificates"] if each[0] not in name}, {each for each in expected["certificates"] if each[0] not in name})
                self.assertEqual({each[:3] for each in kept["profiles"]}, {each[:3] for each in expected["profiles"]})
                self.assertEqual(len(kept["profiles"]), 2)
                self.assertEqual(self.used_for(ours, BOB), bob.fingerprint)

    def test_a_second_run_changes_nothing(self):
        scene = self.scene()
        message = headers(BOB) + signed(scene.leaf("Bob", emails=[BOB]))
        answer = self.learn(scene, message)
        self.expect(answer, "learned")
        self.assertIsNotNone(answer.value["backup"])
        before = snapshot(scene.thunderbird.path)
        again = self.learn(scene, message)
        self.expect(again, "present")
        self.assertIsNone(again.value["backup"])
        self.assertEqual(snapshot(scene.thunderbird.path), before)

    def test_with_a_primary_password_and_encrypted(self):
        scene = self.scene(password=PASSWORD)
        alice, bob = scene.leaf("Alice", key="rsa:2048"), scene.leaf("Bob", emails=[BOB])
        scene.thunderbird.import_key(alice)
        answer = self.learn(scene, headers(BOB) + encrypt(signed(bob), alice), passwords={"--primary-password-fd": PASSWORD})
        self.expect(answer, "learned")
        self.assertEqual(self.used_for(scene, BOB), bob.fingerprint)

    def test_what_is_not_to_be_believed_teaches_nothing(self):
        scene = self.scene()
        bob = scene.leaf("Bob", emails=[BOB])
        good = headers(BOB) + signed(bob)
        part = (headers(BOB) + b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n' + signed(bob).replace(b"MIME-Version: 1.0\n", b"") +
                b"\r\n--x\r\nContent-Type: text/plain\r\n\r\nmore\r\n--x--\r\n")
        for name, message, reason in (
                ("changed", good.replace(b"at ten", b"at six"), "altered"), ("somebody else's", headers(CAROL) + signed(bob), "address-mismatch"),
                ("two From fields", headers(BOB, more=f"From: {BOB}\r\n") + signed(bob), "ambiguous-header"),
                ("a name that shows another address", headers(f'"{CAROL}" <{BOB}>') + signed(bob), "doubtful-sender"),
                ("NUL in the address", headers(f"{BOB}\0.evil.test") + signed(bob), "ambiguous-header"), ("a part", part, "not-whole"),
                ("SHA-1", headers(BOB) + signed(bob, TEXT, "-md", "sha1"), "weak-signature"),
                ("damaged", headers(BOB) + b"Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIB\r\n", "bad-file"),
                ("signs only", headers(BOB) + signed(scene.leaf("Bob signs", emails=[BOB], usages=("digitalSignature",))), "no-encryption-usage")):
            with self.subTest(name):
                only, = self.expect_nothing(scene, message, reason=reason)
                self.assertEqual(only["certificates"], [])
        self.expect_nothing(scene, headers(BOB) + TEXT, outcome="unsigned", reason="unsigned")

    def test_a_dry_run_says_what_would_come(self):
        scene = self.scene()
        message = headers(BOB) + signed(scene.leaf("Bob", emails=[BOB]))
        before = snapshot(scene.thunderbird.path)
        answer = self.learn(scene, message, words=["--dry-run"])
        self.expect(answer, "learned")
        self.assertNotIn("backup", answer.value)
        self.assertEqual(snapshot(scene.thunderbird.path), before)


class WhoseRoot(LearnCase):
    """A root that nobody trusts is shown; it is trusted only by all 64 digits, and for e-mail alone."""

    def private(self):
        scene = self.scene()
        root = Authority.root(scene.home.path / "private", "Bob's Root", key="P-256")
        return scene, root, root.leaf("Bob", emails=[BOB], key="P-256")

    def test_until_it_is_trusted_nothing_is_kept(self):
        scene, root, bob = self.private()
        message = headers(BOB) + signed(bob)
        only, = self.expect_nothing(scene, message, outcome="root-not-trusted", reason="root-not-trusted")
        self.assertEqual([(each["fingerprint"], each["action"]) for each in only["roots"]], [(root.fingerprint, "ask")])
        self.assertIn("Bob's Root", only["roots"][0]["subject"])
        # Where more is wrong than the trust, that is what is said.
        self.expect_nothing(scene, headers(CAROL) + signed(bob), reason="address-mismatch")
        self.assertEqual(self.learn(scene, message, words=["--trust-root", root.fingerprint[:8]]).status, 2)
        learned, = self.expect(self.learn(scene, message, words=["--trust-root", root.fingerprint]), "learned")
        self.assertEqual(learned["roots"][0]["action"], "carry")
        self.assertEqual(scene.thunderbird.trust_of(root), ",C,")
        self.assertEqual(self.used_for(scene, BOB), bob.fingerprint)
        self.expect(self.learn(scene, message, words=["--trust-root", root.fingerprint]), "present")

    def test_one_that_came_in_a_file_of_its_own_completes_the_chain(self):
        scene = self.scene(trusted=False)
        bob = scene.leaf("Bob", emails=[BOB])
        message = headers(BOB) + signed(bob)
        self.expect_nothing(scene, message, reason="chain-incomplete")
        answer = self.learn(scene, message, scene.root.der, words=["--trust-root", scene.root.fingerprint])
        self.expect(answer, "learned", "unsigned")
        self.assertEqual(self.used_for(scene, BOB), bob.fingerprint)

    def test_another_root_than_theirs_is_refused(self):
        scene, root, bob = self.private()
        answer = self.learn(scene, headers(BOB) + signed(bob), words=["--trust-root", scene.issuer.fingerprint])
        self.assertEqual((answer.status, answer.kind), (2, "invalid-request"))

    def test_one_that_is_distrusted_stays_so(self):
        scene, root, bob = self.private()
        scene.thunderbird.add(root, "distrusted", ",p,")
        before = scene.thunderbird.trust_of(root)
        only, = self.expect_nothing(scene, headers(BOB) + signed(bob), outcome="root-not-trusted", words=["--trust-root", root.fingerprint])
        self.assertTrue(only["roots"][0]["distrusted"])
        self.assertEqual(scene.thunderbird.trust_of(root), before)
        self.assertIsNone(self.used_for(scene, BOB))


class SecondBob(LearnCase):
    """A newer Bob under another accepted root does not take the first one's place unless the person says so."""

    def two(self):
        scene = self.scene()
        carols = Authority.root(scene.home.path / "carol", "Carol's Root", key="P-256")
        scene.thunderbird.add(carols, "carol", ",C,")
        first, second = scene.leaf("Bob", emails=[BOB]), carols.leaf("Bob again", emails=[BOB], key="P-256")
        self.expect(self.learn(scene, headers(BOB) + signed(first)), "learned")
        return scene, first, second

    def test_nothing_is_stored_until_it_is_accepted(self):
        scene, first, second = self.two()
        message = headers(BOB) + signed(second)
        only, = self.expect_nothing(scene, message, outcome="change", reason="change")
        self.assertEqual(only["changes"], [{"address": BOB, "used": first.fingerprint, "offered": second.fingerprint}])
        self.assertFalse(scene.thunderbird.has_certificate(second))
        self.assertEqual(self.used_for(scene, BOB), first.fingerprint)
        text = scene.certferry.text("learn", "--profile", scene.thunderbird.path, scene.home.path / "given-0").stdout.decode()
        for fingerprint in (first.fingerprint, second.fingerprint):
            self.assertIn(" ".join(fingerprint[at:at + 4] for at in range(0, 32, 4)), text)
        self.assertEqual(self.learn(scene, message, words=["--accept-change", second.fingerprint[:16]]).status, 2)
        self.expect(self.learn(scene, message, words=["--accept-change", second.fingerprint]), "learned")
        self.assertTrue(scene.thunderbird.has_certificate(second))

    def test_one_under_the_same_root_is_a_renewal(self):
        scene, first, _ = self.two()
        renewed = scene.root.intermediate("New Issuer", key="P-256").leaf("Bob renewed", emails=[BOB], key="P-256")
        self.expect(self.learn(scene, headers(BOB) + signed(renewed)), "learned")
        self.assertTrue(scene.thunderbird.has_certificate(renewed))

    def test_a_renewed_one_is_used_once_the_old_one_has_expired(self):
        scene, first, _ = self.two()
        renewed = scene.leaf("Bob renewed", emails=[BOB])
        message = headers(BOB) + signed(renewed)
        for outcome in ("learned", "present"):
            only, = self.expect(self.learn(scene, message), outcome)
            self.assertEqual([(each["address"], each["used"], each["offered"]) for each in only["later"]], [(BOB, first.fingerprint, renewed.fingerprint)])
        self.assertEqual(self.used_for(scene, BOB), first.fingerprint)
        text = scene.certferry.text("learn", "--profile", scene.thunderbird.path, scene.home.path / "given-0", "--dry-run").stdout.decode()
        self.assertIn("once the certificate in use has expired, on 2045-01-01", text)
        only, = self.learn(scene, headers(BOB) + signed(first)).value["messages"]
        self.assertEqual(only["later"], [])

    def test_any_of_its_addresses_counts(self):
        scene, first, _ = self.two()
        carols = Authority.root(scene.home.path / "dave", "Dave's Root", key="P-256")
        scene.thunderbird.add(carols, "dave", ",C,")
        both = carols.leaf("Carol and Bob", emails=[CAROL, "BOB@example.test"], key="P-256")
        only, = self.expect_nothing(scene, headers(CAROL) + signed(both), outcome="change")
        self.assertEqual(only["changes"][0]["used"], first.fingerprint)

    def test_two_strangers_in_one_run_are_a_change_as_well(self):
        scene, _, _ = self.two()
        carols = Authority.root(scene.home.path / "erin", "Erin's Root", key="P-256")
        scene.thunderbird.add(carols, "erin", ",C,")
        one, two = scene.leaf("Carol", emails=[CAROL]), carols.leaf("Carol again", emails=[CAROL], key="P-256")
        self.expect(self.learn(scene, headers(CAROL) + signed(one), headers(CAROL) + signed(two)), "learned", "change")
        self.assertFalse(scene.thunderbird.has_certificate(two))

    def test_a_signing_time_to_come_changes_nothing(self):
        scene, _, _ = self.two()
        bob = scene.leaf("Bob RSA", emails=[BOB], key="rsa:2048")
        now = datetime.datetime.now(datetime.timezone.utc)
        later, past = now + datetime.timedelta(hours=2), now - datetime.timedelta(hours=2)
        self.expect_nothing(scene, headers(BOB, date=later) + signed_at(bob, later), reason="time-mismatch")
        self.expect(self.learn(scene, headers(BOB, date=now) + signed_at(bob, now)), "learned")
        self.expect_nothing(scene, headers(BOB, date=past) + signed_at(bob, past), outcome="present")
        times = {each[3] for each in contents(scene.thunderbird)["profiles"] if each[0] == bob.subject}
        self.assertEqual(times, {now.strftime("%y%m%d%H%M%SZ").encode()})
        soon = datetime.datetime.now(datetime.timezone.utc)
        self.expect(self.learn(scene, headers(BOB, date=soon) + signed_at(bob, soon)), "learned" if soon.replace(microsecond=0) > now.replace(microsecond=0) else "present")


class OtherFiles(LearnCase):
    def test_a_folder_of_messages(self):
        scene = self.scene()
        bob, carol = scene.leaf("Bob", emails=[BOB]), scene.leaf("Carol", emails=[CAROL])
        of_bob, of_carol = headers(BOB) + signed(bob), headers(CAROL) + signed(carol)
        messages = [of_bob, headers(BOB) + TEXT, of_carol, of_bob, of_carol.replace(b"at ten", b"at six")]
        folder = b"".join(b"From - Sun Nov 29 10:00:00 2026\n" + message.replace(b"\r\n", b"\n") + b"\n\n" for message in messages)
        answer = self.learn(scene, folder)
        self.expect(answer, "learned", "unsigned", "learned", "present", "invalid")
        self.assertEqual((self.used_for(scene, BOB), self.used_for(scene, CAROL)), (bob.fingerprint, carol.fingerprint))
        text = scene.certferry.text("learn", "--profile", scene.thunderbird.path, scene.home.path / "given-0").stdout.decode()
        self.assertIn("0 learned, 3 known already, 1 not signed, 1 not learned.", text)

    def test_of_several_messages_of_one_person_the_last_word_is_kept(self):
        scene = self.scene()
        bob = scene.leaf("Bob", emails=[BOB], key="rsa:2048")
        now = datetime.datetime.now(datetime.timezone.utc)
        times = [now - datetime.timedelta(minutes=minutes) for minutes in (30, 10, 20)]
        messages = [headers(BOB, date=time) + signed_at(bob, time) for time in times]
        self.expect(self.learn(scene, *messages), "learned", "learned", "present")
        kept, = contents(scene.thunderbird)["profiles"]
        self.assertEqual(kept[3], times[1].strftime("%y%m%d%H%M%SZ").encode())
        self.expect(self.learn(scene, *messages), "present", "present", "present")

    def test_certificates_and_cards(self):
        scene = self.scene()
        bob, carol = scene.leaf("Bob", emails=[BOB]), scene.leaf("Carol", emails=[CAROL])
        encoded = base64.b64encode(carol.der).decode()
        for version, line in (("2.1", f"KEY;X509;ENCODING=BASE64:\r\n {encoded[:60]}\r\n {encoded[60:]}\r\n"),
                              ("3.0", f"item1.KEY;TYPE=X509;ENCODING=b:{encoded[:40]}\r\n {encoded[40:]}\r\n"),
                              ("4.0", f"KEY:data:application/pkix-cert;base64,{encoded}\r\n")):
            with self.subTest(version):
                card = f"BEGIN:VCARD\r\nVERSION:{version}\r\nFN:Carol\r\n{line}END:VCARD\r\n".encode()
                only, = self.expect(self.learn(scene, card, scene.issuer.der, words=["--dry-run"]), "learned", "unsigned")[:1]
                self.assertEqual(only["people"][0]["emails"], [CAROL])
        for content in (bob.der, bob.pem.encode()):
            only, _ = self.expect(self.learn(scene, content, scene.issuer.der, words=["--dry-run"]), "learned", "unsigned")
            self.assertEqual(only["certificates"], [bob.fingerprint, scene.issuer.fingerprint])
        self.expect(self.learn(scene, bob.pem.encode() + scene.issuer.pem.encode()), "learned")
        self.assertEqual(self.used_for(scene, BOB), bob.fingerprint)

    def test_the_signature_of_a_message_alone_is_a_file_of_certificates(self):
        scene = self.scene()
        bob = scene.leaf("Bob", emails=[BOB])
        self.expect(self.learn(scene, signed(bob, TEXT, "-outform", "DER")), "learned")
        self.assertEqual(self.used_for(scene, BOB), bob.fingerprint)
        self.assertEqual(contents(scene.thunderbird)["profiles"], set())

    def test_what_is_signed_in_a_file_of_its_own_tells_how_they_encrypt(self):
        bob = self.scene().leaf("Bob", emails=[BOB], key="rsa:2048")
        opaque = signed(bob, TEXT, "-nodetach", "-outform", "DER")
        past = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=2)
        to_come = base64.b64decode(signed_at(bob, past).split(b"\r\n\r\n")[1])
        for name, content, learns in (("signed", opaque, True), ("changed", opaque.replace(b"at ten", b"at six"), False),
                                      ("weak", signed(bob, TEXT, "-nodetach", "-outform", "DER", "-md", "sha1"), False), ("to come", to_come, False)):
            with self.subTest(name):
                scene = self.scene(trusted=False)
                scene.thunderbird.add(bob.chain[-1], "root of Bob", ",C,")
                self.expect(self.learn(scene, content), "learned")
                kept = contents(scene.thunderbird)["profiles"]
                self.assertEqual([each[:2] for each in kept], [(bob.subject, BOB.encode() + b"\0")] if learns else [])
                self.assertTrue(scene.thunderbird.has_certificate(bob))

    def test_a_key_file_is_none(self):
        scene = self.scene()
        self.expect_nothing(scene, scene.leaf("Bob", emails=[BOB]).p12("x").read_bytes(), reason="bad-file")


if __name__ == "__main__":
    unittest.main()

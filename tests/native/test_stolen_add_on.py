# SPDX-License-Identifier: MPL-2.0
"""Somebody else speaks with the id of our add-on: raw JSON tries every method with what an attacker would bring, and the
person says no, or is not there. Nothing changes, and nothing comes into being."""

import base64
import json
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from authority import Authority  # noqa: E402
from certferry import Certferry  # noqa: E402
from message_maker import headers, signed  # noqa: E402
from native_host import MANIFEST, OWN_ID, Host  # noqa: E402
from pinentry_double import CANCELLED, PinentryDouble  # noqa: E402
from snapshot import changes, snapshot  # noqa: E402
from two_profiles import ADDRESS, TwoProfiles  # noqa: E402

REFUSED = {"consent-refused", "no-ui", "invalid-request", "unknown-method"}
CONTRACT_METHODS = ["profiles.list", "certificates.list", "identities.list", "migration.plan", "migration.run", "selection.set",
                    "selection.pending", "selection.applied", "selection.explain", "pkcs12.import", "pkcs12.export",
                    "messages.verify", "recipients.learn", "recipients.check", "audit.run", "backups.list", "backups.restore",
                    "doctor.run"]
INTERNAL_METHODS = ["proof.run", "remains.list", "certificates.share", "waiter", "shell", "__proto__"]
PATHS = ["/etc/passwd", "../../etc/passwd", ".", "..", "~/.ssh", "file:///etc/passwd", "a/b", "/dev/stdin", "\\\\host\\share", "C:\\x"]
# What nobody may say about the person's word, wherever it is put.
CLAIMS = {"consent": True, "consented": True, "force": True, "yes": True, "commandLine": True, "interactive": True, "password": "x",
          "primaryPassword": "x", "profilePaths": {"to": "/tmp"}, "trustGiven": True, "callerProcess": 1, "allowed": True}


class StolenAddOn(unittest.TestCase):
    def setUp(self):
        # The one move that a person could be asked about, and would refuse: keys that lose their password.
        self.scene = TwoProfiles(self, trusted=False)
        self.attacker = Authority.root(self.scene.home / "attacker", "Attacker's Root")
        self.victim = self.attacker.leaf("Alice", emails=[ADDRESS])
        # What Thunderbird would take for any address, and the person has not chosen for this one.
        self.nameless = self.scene.root.leaf("Nameless", emails=[])
        self.scene.thunderbird.import_key(self.nameless)
        self.scene.thunderbird.trust_email(self.scene.root)
        self.key_file = base64.b64encode(self.victim.p12("x").read_bytes()).decode()
        self.mail = base64.b64encode(b"From: alice@example.test\r\nContent-Type: text/plain\r\n\r\nhello\r\n").decode()

    def backup_of_when_the_attacker_was_trusted(self):
        """The newest one of Thunderbird's, and since then the person has distrusted that root."""
        self.scene.thunderbird.add(self.attacker, "Attacker's Root", ",C,")
        bob = self.attacker.leaf("Bob", emails=["bob@example.test"])
        brought = Certferry(self.scene.home).run("import", "--profile", self.scene.thunderbird.path, bob.der_file)
        self.scene.thunderbird.trust(self.attacker, "p,p,p")
        return brought.value["backup"]

    def attempts(self, listed):
        """(method, parameters) of everything that shall be refused; `listed` is what profiles.list gave."""
        ids = {profile["application"]: profile["id"] for profile in listed}
        own, other, root = ids["thunderbird"], ids["firefox"], self.attacker.fingerprint
        mine = self.scene.certificate.fingerprint
        yield "migration.run", {}
        yield "migration.run", {"from": other, "to": own, "trustRoots": [self.scene.root.fingerprint]}
        for method in ("migration.run", "migration.plan"):
            for extra in ({"from": other, "to": other}, {"certificates": [root[:8]]}, {"trustRoots": [root[:8]]},
                          {"trustRoots": [root, root]}, {"trustRoots": root}, {"certificates": [mine.upper()]}):
                yield method, extra
        yield "pkcs12.import", {"profile": own, "data": self.key_file, "trustRoots": [root]}
        yield "pkcs12.import", {"profile": own, "path": "/tmp/x.p12"}
        yield "pkcs12.export", {"profile": other, "certificates": "all", "name": "../../.bashrc"}
        yield "pkcs12.export", {"profile": other, "certificates": "all", "name": "keys.p12"}
        yield "recipients.learn", {"profile": own, "messages": [self.mail], "trustRoots": [root], "acceptChanges": [root]}
        for purpose in ("signing", "encryption"):
            yield "selection.set", {"profile": own, "identity": "id1", purpose: self.nameless.fingerprint}
        for signing in (mine[:8], mine.upper(), "none", "/etc/passwd", root[:63], 7, True):
            yield "selection.set", {"profile": own, "identity": "id1", "signing": signing}
        yield "backups.restore", {"profile": own, "name": self.backup}
        yield "backups.restore", {"profile": own, "name": "../../../etc"}
        yield "backups.restore", {"profile": own, "name": "20261124T101501Z"}
        for method in CONTRACT_METHODS:
            for path in PATHS:
                yield method, {"profile": path, "from": path, "to": path, "name": path}
            for claim, value in CLAIMS.items():
                yield method, {"profile": own, claim: value}
            yield method, {"profile": own, "data": self.key_file}
            if method != "messages.verify":  # that is what it takes
                yield method, {"profile": own, "message": self.mail}
            yield method, [own]
            yield method, "everything"
        for method in INTERNAL_METHODS:
            yield method, {}

    def try_everything(self):
        self.backup = self.backup_of_when_the_attacker_was_trusted()
        with Host(self.scene.home, (MANIFEST, OWN_ID)) as host:
            known = host.ask("hello", {"client": "x", "clientVersion": "1", "protocol": [1, 1]})["result"]["methods"]
            self.assertLessEqual(set(known) - {"hello", "ping"}, set(CONTRACT_METHODS), "a method that is not tried here")
            listed = host.ask("profiles.list")["result"]["profiles"]
            before = snapshot(self.scene.home)
            found = set()
            for number, (method, parameters) in enumerate(self.attempts(listed)):
                with self.subTest(method=method, parameters=json.dumps(parameters)[:100]):
                    host.send({"jsonrpc": "2.0", "id": f"a{number}", "method": method, "params": parameters})
                    answer = host.answer(f"a{number}")
                    self.assertIn("error", answer)
                    kind = answer["error"]["data"]["kind"]
                    self.assertIn(kind, REFUSED)
                    found.add(kind)
            self.assertEqual(host.close(), 0)
        return found, changes(before, snapshot(self.scene.home))

    def test_a_person_who_says_no_is_heard(self):
        pinentry = PinentryDouble(self, CANCELLED)
        pinentry.configure(self.scene.home)
        found, changed = self.try_everything()
        self.assertEqual(found, {"consent-refused", "invalid-request", "unknown-method"})
        own = {".", ".cache", ".cache/certferry", ".cache/certferry/dialog.lock", ".cache/certferry/refused"}
        self.assertEqual(set(changed) - own, set(), "only the note that the person refused")
        self.assertEqual(len(pinentry.records()), 1, "who refused is not asked again at once")

    def test_nobody_to_ask_is_a_no(self):
        found, changed = self.try_everything()
        self.assertEqual(found, {"no-ui", "invalid-request", "unknown-method"})
        self.assertEqual(changed, [])

    def test_what_needs_no_word_brings_in_nothing_of_the_attacker(self):
        with Host(self.scene.home, (MANIFEST, OWN_ID)) as host:
            ids = {each["application"]: each["id"] for each in host.ask("profiles.list")["result"]["profiles"]}
            message = headers(ADDRESS) + signed(self.attacker.intermediate("Attacker's Issuer").leaf("Alice", emails=[ADDRESS]))
            before = snapshot(self.scene.home)
            profile, root = ids["thunderbird"], self.attacker.fingerprint
            for parameters in ({"profile": profile, "identity": "id1", "signing": root},
                               {"profile": profile, "identity": "id1", "signing": self.scene.root.fingerprint},
                               {"profile": profile, "identity": "id1\"); user_pref(\"x", "signing": None}):
                answer = host.ask("selection.set", parameters)
                self.assertIn(answer["error"]["data"]["kind"], {"certificate-not-found", "not-eligible", "identity-not-found"})
            for parameters in ({"certificates": [root]}, {"trustRoots": [root]}):
                answer = host.ask("migration.run", parameters)
                self.assertIn(answer["error"]["data"]["kind"], {"certificate-not-found", "no-ui", "invalid-request"})
            for parameters in ({}, {"trustRoots": []}, {"dryRun": True}):
                answer = host.ask("recipients.learn", {"profile": profile, "messages": [base64.b64encode(message).decode()], **parameters})
                self.assertEqual([each["outcome"] for each in answer["result"]["messages"]], ["invalid"])
            answer = host.ask("messages.verify", {"profile": profile, "message": base64.b64encode(message).decode()})
            self.assertEqual((answer["result"]["valid"], answer["result"]["reason"]["kind"]), (False, "chain-incomplete"))
            self.assertEqual(changes(before, snapshot(self.scene.home)), [])


if __name__ == "__main__":
    unittest.main()

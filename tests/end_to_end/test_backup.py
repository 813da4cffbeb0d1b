# SPDX-License-Identifier: MPL-2.0
"""A whole backup, `export --all`, brought back by `import`: nothing differs; what lay beside the key file brings no trust unasked."""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import canary  # noqa: E402
import many_certificates  # noqa: E402
from application import library_folder  # noqa: E402
from authority import Authority, date  # noqa: E402
from certferry import Certferry  # noqa: E402
from home import Home  # noqa: E402
from snapshot import changes, snapshot  # noqa: E402
from whole_store import add_smime_profile, contents  # noqa: E402

FILE = canary.password("the file")
ALL = 200
# SMIMECapabilities: AES-256-CBC. UTCTime.
CAPABILITIES = bytes.fromhex("300d300b060960864801650304012a")
TIME = b"\x17\x0d260101000000Z"
PAST = date("2020-01-01"), date("2021-01-01")


class Case(unittest.TestCase):
    def setUp(self):
        self.nss = library_folder("thunderbird")
        if self.nss is None:
            self.skipTest("thunderbird is not installed")
        self.home = self.enterContext(Home())
        self.certferry = Certferry(self.home.path)
        self.file = self.home.path / "keys.p12"
        self.companion = self.home.path / "keys.p12.certferry"

    def store(self, name, password=""):
        return self.home.profile("thunderbird", self.nss, password, name=name)

    def export(self, profile, file=None):
        answer = self.certferry.run("export", "--profile", profile.path, "--all", "--out", file or self.file,
                                    passwords={"--password-fd": FILE, "--primary-password-fd": profile.password})
        self.assertEqual(answer.status, 0, answer.value)
        return answer

    def bring(self, profile, *words, files=None, roots=(), password=FILE):
        trust = [word for root in roots for word in ("--trust-root", root.fingerprint)]
        return self.certferry.run("import", "--profile", profile.path, *(files or [self.file]), *trust, *words,
                                  passwords={"--password-fd": password, "--primary-password-fd": profile.password})


class WholeBackup(Case):
    """A profile as a person has it after years of mail."""

    def fill(self, profile):
        folder = self.home.path / f"ca{profile.path.name}"
        self.roots = [Authority.root(folder, f"Root {number}", key="P-256") for number in range(3)]
        self.distrusted = Authority.root(folder, "Distrusted", key="P-256")
        unused = self.roots[2].intermediate("Issuer of nobody", key="P-256")
        issuers = [root.intermediate(f"Issuer {number}") for number, root in enumerate(self.roots[:2])]
        kinds = ["rsa:2048", "rsa:3072", "P-256", "P-384", "P-521", "P-256"]
        mine = [issuers[number % 2].leaf(f"Alice {number}", emails=["alice@example.test"], key=kind,
                                         **({"dates": PAST} if number % 3 == 2 else {})) for number, kind in enumerate(kinds)]
        mine.append(issuers[0].leaf("Alice renewed", emails=["alice@example.test"], key=mine[2]))
        for number, certificate in enumerate(mine):
            profile.import_key(certificate, f"alice {number}")
        old = [issuers[1].leaf(f"Bob {number}", emails=["bob@example.test"], key="P-256", dates=PAST) for number in range(2)]
        for number, certificate in enumerate(old):
            profile.add(certificate, f"Bob's {number}")
        for authority in (self.roots[2], unused, self.distrusted):
            profile.add(authority, authority.label)
        for root in self.roots:
            profile.trust_email(root)
        profile.trust(self.distrusted, ",p,")
        many_certificates.add(profile, issuers, ALL - len(profile.certificates()))
        for number in range(0, 120, 3):
            with_time = {"capabilities": CAPABILITIES, "time": TIME} if number % 2 else {"capabilities": None, "time": None}
            add_smime_profile(profile, many_certificates.subject(number), f"correspondent{number}@example.test", **with_time)
        self.mine = mine

    def check(self, password, other_password):
        source, target = self.store("source", password), self.store("target", other_password)
        self.fill(source)
        before = contents(source)
        self.assertEqual({kind: len(some) for kind, some in before.items()},
                         {"certificates": ALL, "keys": len(self.mine), "trust": 4, "profiles": 40})
        self.export(source)
        dry = self.bring(target, "--dry-run")
        listed = {each["fingerprint"] for each in dry.value["certificates"]} | {authority for each in dry.value["certificates"] for authority in each["authorities"]}
        listed |= {root["fingerprint"] for each in dry.value["certificates"] for root in each["roots"]}
        self.assertEqual((dry.status, listed, dry.value["beside"]["smimeProfiles"]),
                         (0, {fingerprint for fingerprint, _, _ in before["certificates"]}, {"copy": 40, "present": 0}))
        self.assertEqual({each["fingerprint"] for each in dry.value["beside"]["trust"] if each["action"] == "ask"},
                         {root.fingerprint for root in self.roots})
        answer = self.bring(target, roots=self.roots)
        self.assertEqual(answer.status, 0, answer.value)
        after = contents(target)
        for kind, some in before.items():
            self.assertEqual(after[kind], some, kind)
        own = {each["fingerprint"]: each for each in answer.value["certificates"] if "withoutKey" not in each}
        self.assertEqual(set(own), {each.fingerprint for each in self.mine})
        self.assertTrue(all(each["checks"]["keyMatches"] for each in own.values()), own)
        written = snapshot(target.path)
        again = self.bring(target)
        self.assertEqual((again.status, again.value["backup"], again.value["beside"]["smimeProfiles"]), (0, None, {"copy": 0, "present": 40}), again.value)
        self.assertEqual({each["action"] for each in again.value["beside"]["trust"]}, {"present"})
        self.assertEqual(changes(written, snapshot(target.path)), [])

    def test_comes_back_with_200_certificates_and_nothing_differs(self):
        self.check("", "")

    def test_comes_back_where_both_profiles_have_a_primary_password(self):
        self.check(canary.password("Thunderbird"), canary.password("Thunderbird again"))


class Companion(Case):
    """What lies beside the key file, of a small profile."""

    def setUp(self):
        super().setUp()
        self.root = Authority.root(self.home.path / "ca", "Root", key="P-256")
        self.alice = self.root.leaf("Alice", emails=["alice@example.test"], key="P-256")
        self.bob = self.root.leaf("Bob", emails=["bob@example.test"], key="P-256")
        self.source, self.target = self.store("source"), self.store("target")
        self.source.import_key(self.alice, "alice")
        self.source.add(self.bob, "Bob of the club")
        self.source.trust_email(self.root)
        add_smime_profile(self.source, self.bob.subject, "bob@example.test", CAPABILITIES, TIME)
        self.export(self.source)

    def expect_refused(self, run, kind="bad-file", status=3):
        before = snapshot(self.target.path)
        answer = run()
        self.assertEqual((answer.status, answer.kind), (status, kind), answer.value)
        self.assertEqual(changes(before, snapshot(self.target.path)), [])
        return answer.value["error"]["message"]

    def test_trust_is_asked_for_and_all_else_comes(self):
        answer = self.bring(self.target)
        self.assertEqual((answer.status, [(each["fingerprint"], each["action"]) for each in answer.value["beside"]["trust"]]),
                         (1, [(self.root.fingerprint, "ask")]), answer.value)
        self.assertEqual(self.target.trust_of(self.root), ",,")
        before, after = contents(self.source), contents(self.target)
        self.assertEqual({**before, "trust": set()}, after)
        self.assertEqual(self.bring(self.target, roots=[self.root]).status, 0)
        self.assertEqual(before, contents(self.target))

    def test_it_may_be_named_lie_elsewhere_or_be_left_away(self):
        elsewhere = self.home.path / "elsewhere"
        self.companion.rename(elsewhere)
        answer = self.bring(self.target, files=[self.file], roots=[self.root])
        self.assertNotIn("beside", answer.value)
        self.assertEqual(contents(self.target)["profiles"], set())
        answer = self.bring(self.target, files=[self.file, elsewhere], roots=[self.root])
        self.assertEqual(answer.status, 0, answer.value)
        self.assertEqual(contents(self.source), contents(self.target))
        elsewhere.rename(self.companion)
        self.assertEqual(self.bring(self.target, files=[self.file, self.companion]).value["backup"], None)

    def test_into_a_profile_without_databases(self):
        for name in ("cert9.db", "key4.db"):
            (self.target.path / name).unlink()
        (self.target.path / "prefs.js").write_text("// Mozilla User Preferences\n", encoding="utf-8")
        answer = self.bring(self.target, roots=[self.root])
        self.assertEqual(answer.status, 0, answer.value)
        self.assertEqual(contents(self.source), contents(self.target))

    def test_distrust_of_the_target_stays_and_trust_of_it_too(self):
        self.target.add(self.root, "Root", ",p,")
        answer = self.bring(self.target, roots=[self.root])
        only, = answer.value["beside"]["trust"]
        self.assertEqual((answer.status, only["action"], only["distrusted"]), (1, "ask", True), answer.value)
        self.assertEqual(self.target.trust_of(self.root), ",p,")
        self.source.trust(self.root, ",p,")
        backup = self.home.path / "later.p12"
        self.export(self.source, backup)
        trusting = self.store("trusting")
        trusting.add(self.root, "Root", ",C,")
        self.bring(trusting, files=[backup])
        self.assertEqual(trusting.trust_of(self.root), ",C,")
        empty = self.store("empty")
        self.bring(empty, files=[backup])
        self.assertEqual(empty.trust_of(self.root), ",p,")

    def test_what_the_target_knows_of_a_correspondent_stays(self):
        add_smime_profile(self.target, self.bob.subject, "bob@example.test", None, None)
        answer = self.bring(self.target, roots=[self.root])
        self.assertEqual(answer.value["beside"]["smimeProfiles"], {"copy": 0, "present": 1})
        self.assertEqual(len(contents(self.target)["profiles"]), 1)

    def test_one_that_is_changed_cut_foreign_or_no_such_file_is_named_and_loses_nothing(self):
        whole = self.companion.read_bytes()
        value = json.loads(whole)
        sealed = value["sealed"]
        middle = len(sealed) // 2
        flipped = sealed[:middle] + ("A" if sealed[middle] != "A" else "B") + sealed[middle + 1:]
        for name, content in {"cut": whole[:300], "changed": json.dumps({**value, "sealed": flipped}), "empty": "{}", "later": json.dumps({**value, "version": 2}),
                              "no JSON": "{\"about\": "}.items():
            with self.subTest(name):
                self.companion.write_bytes(content if isinstance(content, bytes) else content.encode())
                message = self.expect_refused(lambda: self.bring(self.target))
                self.assertIn("The file beside the key file", message)
        self.export(self.source, self.home.path / "other.p12")
        self.companion.write_bytes((self.home.path / "other.p12.certferry").read_bytes())
        self.assertIn("belongs to another key file", self.expect_refused(lambda: self.bring(self.target)))
        self.companion.write_bytes(whole)
        self.expect_refused(lambda: self.bring(self.target, password="wrong"), "wrong-password")
        self.expect_refused(lambda: self.bring(self.target, files=[self.companion]))
        self.expect_refused(lambda: self.bring(self.target, files=[self.file, self.home.path / "other.p12.certferry"]), "invalid-request", 2)
        self.expect_refused(lambda: self.bring(self.target, files=[self.alice.pem_file, self.companion]))
        self.assertEqual(self.bring(self.target, roots=[self.root]).status, 0)

    def test_a_person_reads_what_came_and_what_is_to_be_trusted(self):
        file = self.home.path / "open.p12"
        answer = self.certferry.run("export", "--profile", self.source.path, "--all", "--out", file, "--compatible", "--allow-empty-password",
                                    passwords={"--password-fd": ""})
        self.assertEqual(answer.status, 0, answer.value)
        words = self.certferry.text("import", "--profile", self.target.path, file).stdout.decode()
        self.assertIn("From the file beside it", words)
        self.assertIn("how correspondents encrypt: 1 taken over", words)
        self.assertIn(f"--trust-root {self.root.fingerprint}", words)


if __name__ == "__main__":
    unittest.main()

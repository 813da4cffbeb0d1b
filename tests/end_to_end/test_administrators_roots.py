# SPDX-License-Identifier: MPL-2.0
"""Roots that the administrator lists in /etc/certferry: each way in carries their trust without a question, and says whose it is; nobody is
there to be asked in any of these tests."""

import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import administrator  # noqa: E402
from authority import Authority  # noqa: E402
from key_files import PASSWORD  # noqa: E402
from learn_case import LearnCase  # noqa: E402
from message_maker import headers, signed  # noqa: E402
from native_host import MANIFEST, OWN_ID, PROGRAM, Host, request  # noqa: E402
from snapshot import snapshot  # noqa: E402

BOB = "bob@example.test"


class AdministratorsRoots(LearnCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name

    def setUp(self):
        super().setUp()
        administrator.skip_unless_possible(self)

    def scene_of(self, *roots, **how):
        """`roots`: which the administrator lists; by default the one that nobody trusts."""
        scene = self.scene(trusted=False, **how)
        self.administrator = administrator.trusting(self.folder, *(roots or [scene.root]))
        scene.certferry.prefix = self.administrator.prefix
        return scene

    def expect_root(self, item, *expected):
        """(action, whether it is the administrator's)"""
        root, = item["roots"]
        self.assertEqual((root["action"], root.get("byAdministrator", False)), expected)

    def expect_moved(self, scene, answer, leaf):
        self.assertEqual(answer.status, 0, answer.value)
        moved, = answer.value["certificates"]
        self.expect_root(moved, "carry", True)
        self.assertTrue(moved["checks"]["chain"])
        self.assertEqual(scene.thunderbird.trust_of(scene.root), ",C,")
        self.assertEqual(scene.identity()["signing"]["fingerprint"], leaf.fingerprint)

    def bring(self, scene, leaf, *words):
        return scene.certferry.run("import", "--profile", scene.thunderbird.path, leaf.p12(PASSWORD), *words, passwords={"--password-fd": PASSWORD})

    def test_a_key_file(self):
        scene = self.scene_of()
        leaf = scene.leaf()
        planned, = self.bring(scene, leaf, "--dry-run").value["certificates"]
        self.expect_root(planned, "carry", True)
        self.expect_moved(scene, self.bring(scene, leaf), leaf)
        again, = self.bring(scene, leaf).value["certificates"]
        self.expect_root(again, "present", False)

    def test_a_move_and_what_a_person_reads_of_it(self):
        scene = self.scene_of()
        leaf = scene.leaf()
        scene.firefox.import_key(leaf)
        words = ("--from", scene.firefox.path, "--to", scene.thunderbird.path)
        said = scene.certferry.text("migrate", *words, "--dry-run").stdout.decode()
        self.assertIn("root: trusted by the administrator of this computer", said)
        self.expect_moved(scene, scene.certferry.migrate(*words), leaf)

    def test_a_message(self):
        scene = self.scene_of()
        scene.thunderbird.add(scene.root, "root")
        bob = scene.leaf("Bob", emails=[BOB])
        message = headers(BOB) + signed(bob)
        planned, = self.expect(self.learn(scene, message, words=["--dry-run"]), "learned")
        self.expect_root(planned, "carry", True)
        self.expect_root(*self.expect(self.learn(scene, message), "learned"), "carry", True)
        self.assertEqual(self.used_for(scene, BOB), bob.fingerprint)

    def test_what_explain_says_and_mends(self):
        scene = self.scene_of()
        leaf = scene.leaf()
        scene.thunderbird.import_key(leaf)
        scene.choose(leaf)
        step, = scene.explain().value["identities"][0]["steps"]
        self.assertEqual((step["kind"], step["needsDecision"]), ("bring-chain", False))
        self.assertIn("administrator", step["text"])
        self.assertEqual(scene.explain("--fix").status, 0)
        self.assertEqual(scene.thunderbird.trust_of(scene.root), ",C,")

    def test_an_add_on_gets_no_dialog_for_it(self):
        scene = self.scene_of()
        leaf = scene.leaf()
        scene.firefox.import_key(leaf)
        program, *words = scene.certferry.prefix
        with Host(scene.home.path, [*words, PROGRAM, MANIFEST, OWN_ID], program) as host:
            host.send(request("profiles.list"))
            ids = {each["application"]: each["id"] for each in host.answer()["result"]["profiles"]}
            host.send(request("migration.run", {"from": ids["firefox"], "to": ids["thunderbird"]}, 2))
            moved, = host.answer(2)["result"]["certificates"]
        self.expect_root(moved, "carry", True)
        self.assertEqual(scene.thunderbird.trust_of(scene.root), ",C,")

    def test_no_other_root(self):
        with tempfile.TemporaryDirectory() as folder:
            scene = self.scene_of(Authority.root(pathlib.Path(folder, "ca"), "Other", key="P-256"))
            answer = self.bring(scene, scene.leaf())
            self.assertEqual(answer.status, 1)
            self.expect_root(answer.value["certificates"][0], "ask", False)
            self.assertEqual(scene.thunderbird.trust_of(scene.root), ",,")

    def test_what_the_person_distrusts_stays_so(self):
        scene = self.scene_of()
        scene.thunderbird.add(scene.root, "root", ",p,")
        answer = self.bring(scene, scene.leaf())
        self.assertEqual(answer.status, 1)
        self.expect_root(answer.value["certificates"][0], "ask", False)
        self.assertEqual(scene.thunderbird.trust_of(scene.root), ",p,")

    def test_a_file_that_others_can_change_stops_everything(self):
        scene = self.scene_of()
        leaf = scene.leaf()
        (self.administrator.place / f"{scene.root.label}.pem").chmod(0o664)
        before = snapshot(scene.thunderbird.path)
        answer = self.bring(scene, leaf)
        self.assertEqual((answer.status, answer.kind), (3, "permission-denied"))
        self.assertEqual(snapshot(scene.thunderbird.path), before)

    def test_the_person_cannot_list_any(self):
        scene = self.scene_of()
        file = scene.home.path / ".config" / "certferry" / "certferry.json"
        file.parent.mkdir(parents=True)
        file.write_text('{"trustedRoots": []}', encoding="utf-8")
        self.assertEqual(scene.certferry.run("profiles").kind, "bad-file")


if __name__ == "__main__":
    unittest.main()

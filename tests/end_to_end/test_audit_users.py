# SPDX-License-Identifier: MPL-2.0
"""Root looks into the homes of all users: each as its owner, nobody outside a home, and what they say is believed of themselves only."""

import base64
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import application  # noqa: E402
import canary_library  # noqa: E402
import thunderbird_account  # noqa: E402
from audit_report import Report, audit  # noqa: E402
from authority import Authority  # noqa: E402
from certferry import PROGRAM, Answer, Certferry  # noqa: E402
from home import Home  # noqa: E402
from snapshot import require_no_trace, traces  # noqa: E402
from worker_double import WorkerDouble  # noqa: E402

FIRST_USER = 61201
USERS = ("ada", "bob", "eve")


def give(folder, user):
    for path in [folder, *folder.rglob("*")]:
        os.lchown(path, user, user)


@unittest.skipUnless(os.geteuid() == 0, "only root may enter the homes of others")
class RootAmongUsers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        application.skip_unless_installed(cls, "thunderbird")
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.homes = pathlib.Path(folder.name, "homes")
        cls.homes.mkdir()
        os.chmod(folder.name, 0o755)
        root = Authority.root(pathlib.Path(folder.name, "authority"), "Example Root", key="P-256")
        cls.profiles, cls.leaves, cls.numbers = {}, {}, {}
        for number, name in enumerate(USERS):
            home = Home(cls.homes / name)
            profile = home.profile("thunderbird", application.library_folder("thunderbird"))
            cls.leaves[name] = root.leaf(name, emails=[f"{name}@example.test"], key="P-256")
            profile.import_key(cls.leaves[name])
            thunderbird_account.write(profile.path, [f"{name}@example.test"], 25)
            cls.profiles[name], cls.numbers[name] = profile.path, FIRST_USER + number
        cls._be_hostile(cls.homes / "eve")
        cls._add_home_that_nobody_enters()
        for name in USERS:
            give(cls.homes / name, cls.numbers[name])
        cls.before = traces(cls.homes)
        cls.certferry = Certferry(folder.name)

    @classmethod
    def _be_hostile(cls, home):
        """Eve lists Bob's profile as hers, by path and by a link, and links a database to root's file."""
        place = home / ".thunderbird"
        with open(place / "profiles.ini", "a", encoding="utf-8") as file:
            file.write(f"\n[Profile1]\nName=bob\nIsRelative=0\nPath={cls.profiles['bob']}\n"
                       "\n[Profile2]\nName=link\nIsRelative=1\nPath=link\n\n[Profile3]\nName=root\nIsRelative=1\nPath=root\n")
        (place / "link").symlink_to(cls.profiles["bob"])
        (place / "root").mkdir()
        (place / "root" / "prefs.js").symlink_to("/etc/shadow")
        (place / "root" / "cert9.db").symlink_to("/etc/shadow")
        if canary_library.FILE.exists():
            canary_library.lay(home / "evil")
            canary_library.lay(cls.profiles["eve"])
            canary_library.name_as_modules(cls.profiles["eve"], home / "evil")

    @classmethod
    def _add_home_that_nobody_enters(cls):
        (cls.homes / "gone").mkdir(mode=0o000)
        os.chown(cls.homes / "gone", FIRST_USER + 9, FIRST_USER + 9)

    def report(self, *words):
        return audit(self.certferry, "--all-users", "--homes", self.homes, *words)

    def test_each_profile_is_reported_as_its_owners(self):
        report = self.report()
        for name in USERS:
            profile = report.profile(self.profiles[name])
            self.assertEqual((profile["user"], [each["fingerprint"] for each in profile["certificates"]]),
                             (name, [self.leaves[name].fingerprint]))

    def test_nobody_reads_outside_of_the_own_home(self):
        report = self.report()
        self.assertEqual([each["user"] for each in report.value["profiles"] if each["path"] == str(self.profiles["bob"])], ["bob"])
        linked = report.profile(self.homes / "eve" / ".thunderbird" / "root")
        self.assertEqual({each.get("file") for each in linked["findings"] if each["rule"] == "STORE-CORRUPT"}, {"cert9.db", "prefs.js"})
        of_eve = {each["path"] for each in report.value["profiles"] if each["user"] == "eve"}
        self.assertEqual(of_eve, {str(self.profiles["eve"]), str(self.homes / "eve" / ".thunderbird" / "root")})

    def test_no_library_that_a_user_names_is_loaded(self):
        canary_library.skip_unless_built(self)
        answer = self.certferry.run("audit", "--all-users", "--homes", self.homes)
        self.assertNotIn(canary_library.SAID, answer.words)
        self.assertIn("MOD-UNKNOWN", Report(answer).rules(self.profiles["eve"]))

    def test_a_home_that_cannot_be_entered_is_unreachable_and_not_clean(self):
        report = self.report()
        unreachable = [each["path"] for each in report.value["unreachable"]]
        self.assertIn(str(self.homes / "gone"), unreachable)
        self.assertFalse({str(self.homes / "ada"), str(self.homes / "bob")} & set(unreachable), "these were looked at")
        self.assertEqual(report.status, 1)

    def test_the_process_that_reads_is_its_owners_without_groups_and_with_one_way_out(self):
        connection = sqlite3.connect(self.profiles["ada"] / "cert9.db", isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")  # it waits for a second
        seen = []
        watch = threading.Thread(target=lambda: seen.extend(_watch(self.numbers["ada"])))
        watch.start()
        try:
            self.report()
        finally:
            connection.execute("ROLLBACK")
            connection.close()
            watch.join()
        self.assertTrue(seen, "no process of this user was seen")
        for identity, groups, targets in seen:
            self.assertEqual(identity, [str(self.numbers["ada"])] * 4)
            self.assertEqual(groups, [])
            others = [target for target in targets if not target.startswith(("/dev/null", "/memfd:", str(self.homes / "ada"), "/proc", "anon_inode"))]
            self.assertEqual(len(others), 1, others)
            self.assertTrue(others[0].startswith("socket:"))

    def test_what_a_process_says_of_others_is_not_believed(self):
        forged = {"id": "0123456789abcdef", "application": "firefox", "path": str(self.profiles["bob"]), "user": "bob", "name": "bob",
                  "identities": [], "certificates": [], "findings": [], "summary": {"error": 0, "warning": 0, "note": 0}, "unknown": []}
        own = {"folder": _text(self.profiles["eve"]), "application": "firefox", "id": "0123456789abcdef", "name": "n", "user": "bob"}
        other = {**own, "folder": _text(self.profiles["bob"])}
        outside = {**own, "folder": _text(self.homes / "eve" / ".." / "bob")}
        with tempfile.TemporaryDirectory() as folder:
            double = WorkerDouble(folder, PROGRAM, [[["answer", None]]])
            _answer_by_method(folder, {"targets": [own, other, outside], "unreachable": []}, forged)
            done = subprocess.run([double.certferry, "audit", "--all-users", "--homes", self.homes, "--json"],
                                  env={"HOME": folder, "PATH": os.environ["PATH"]}, capture_output=True, check=False)
        report = Report(Answer(done))
        said = [each for each in report.value["profiles"] if each["user"] == "eve"]
        self.assertEqual([(each["path"], each["user"]) for each in said], [(str(self.profiles["eve"]), "eve")])
        self.assertNotEqual(said[0]["id"], "0123456789abcdef")
        self.assertFalse([each for each in report.value["profiles"] if each["path"] == str(self.profiles["bob"])])
        self.assertGreaterEqual(len([each for each in report.value["unreachable"] if each.get("user") == "eve"]), 2)

    def test_an_answer_of_another_form_is_no_result(self):
        with tempfile.TemporaryDirectory() as folder:
            own = {"folder": _text(self.profiles["eve"]), "application": "firefox", "name": "n"}
            double = WorkerDouble(folder, PROGRAM, [[["answer", None]]])
            _answer_by_method(folder, {"targets": [own], "unreachable": []}, {"id": 7, "findings": "none"})
            done = subprocess.run([double.certferry, "audit", "--all-users", "--homes", self.homes, "--json"],
                                  env={"HOME": folder, "PATH": os.environ["PATH"]}, capture_output=True, check=False)
        found = [each for each in json.loads(done.stdout)["profiles"] if each["path"] == str(self.profiles["eve"])]
        self.assertEqual([each["rule"] for each in found[0]["findings"]], ["STORE-CORRUPT"])

    @classmethod
    def tearDownClass(cls):
        require_no_trace(cls.before, cls.homes)


class NotRoot(unittest.TestCase):
    @unittest.skipIf(os.geteuid() == 0, "root may")
    def test_only_root_may(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(Certferry(folder).run("audit", "--all-users").status, 2)


def _text(path):
    return base64.b64encode(os.fsencode(path)).decode()


def _answer_by_method(folder, targets, profile):
    """Makes the double answer each method with its own result, for Eve alone."""
    path = pathlib.Path(folder, "certferry-worker")
    text = path.read_text(encoding="utf-8")
    answers = f"""
    elif step == "answer":
        receive()
        request = json.loads(record["received"][0][1])
        eve = "--as" in sys.argv and sys.argv[2].startswith("{FIRST_USER + 2}:")
        if request["method"] == "audit.targets":
            send("A", {targets!r} if eve else {{"targets": [], "unreachable": []}})
        else:
            send("A", {profile!r})
"""
    path.write_text(text + answers, encoding="utf-8")


def _watch(user, patience=20):
    """What processes of a user look like from outside, while there are any: their ids, groups, and what is open in them."""
    seen, end = [], time.monotonic() + patience
    while time.monotonic() < end and len(seen) < 5:
        for process in filter(str.isdigit, os.listdir("/proc")):
            try:
                status = dict(line.split(":", 1) for line in pathlib.Path("/proc", process, "status").read_text().splitlines())
                if status["Name"].strip() != "certferry-worke" or status["Uid"].split() != [str(user)] * 4:
                    continue
                targets = [os.readlink(f"/proc/{process}/fd/{number}") for number in os.listdir(f"/proc/{process}/fd")]
                seen.append((status["Uid"].split(), status["Groups"].split(), targets))
            except (OSError, KeyError, ValueError):
                continue
        time.sleep(0.05)
    return seen


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MPL-2.0
"""`learn` reads mailboxes of any size, in memory that their size does not matter for, from folders, pipes and maildirs."""

import collections
import os
import pathlib
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import mailbox_file  # noqa: E402
from certferry import PROGRAM  # noqa: E402
from mail_profiles import MailCase  # noqa: E402
from message_maker import TEXT, headers, signed  # noqa: E402
from snapshot import snapshot  # noqa: E402

# `scripts/test --whole` takes the larger one.
MESSAGES = 10_000 if "CERTFERRY_WHOLE" in os.environ else 4_000
PEAK = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


class Mailboxes(MailCase):
    def people(self, scene, count):
        self.addresses = {}
        for number in range(count):
            address = f"person{number}@example.test"
            self.addresses[scene.leaf(f"Person {number}", emails=[address])] = address
        return list(self.addresses)

    def mailbox(self, scene, name, messages, people, size=6000):
        path = scene.home.path / name
        mailbox_file.write(path, messages, mailbox_file.signed_by(people, self.addresses.get), size)
        return path

    def learn(self, scene, *files):
        return scene.certferry.run("learn", "--profile", scene.thunderbird.path, *files)

    def outcomes(self, answer):
        self.assertNotIn("error", answer.value)
        return collections.Counter(each["outcome"] for each in answer.value["messages"])

    def peak(self, scene, file):
        """Kilobytes that the largest process of a run had at once."""
        done = subprocess.run([sys.executable, "-c", PEAK, PROGRAM, "learn", "--profile", scene.thunderbird.path, file], capture_output=True, text=True,
                              check=True, env={"HOME": str(scene.home.path), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"})
        status, peak = map(int, done.stdout.split())
        self.assertEqual((status, done.stderr), (0, ""))
        return peak

    def test_memory_does_not_grow_with_the_mailbox(self):
        scene = self.scene()
        people = self.people(scene, 4)
        large, small = self.mailbox(scene, "large", MESSAGES, people, 15_000), self.mailbox(scene, "small", MESSAGES // 10, people, 15_000)
        self.assertGreater(large.stat().st_size, 48 << 20)
        grown = self.peak(scene, large) - self.peak(scene, small)
        # What is told of each message is all that stays of it.
        self.assertLess(grown * 1024 / (MESSAGES - MESSAGES // 10), 4096, grown)
        self.assertLess(grown * 1024, large.stat().st_size / 4)

    def test_everybody_is_learnt_once_and_a_second_pass_changes_nothing(self):
        scene = self.scene()
        mailbox = self.mailbox(scene, "Inbox", 300, self.people(scene, 10))
        self.assertEqual(self.outcomes(self.learn(scene, mailbox)), {"learned": 10, "present": 50, "unsigned": 240})
        before = snapshot(scene.thunderbird.path)
        again = self.learn(scene, mailbox)
        self.assertEqual(self.outcomes(again), {"present": 60, "unsigned": 240})
        self.assertEqual((again.value["backup"], snapshot(scene.thunderbird.path)), (None, before))

    def test_a_pipe_is_as_good_as_a_file(self):
        scene = self.scene()
        mailbox = self.mailbox(scene, "Inbox", 20, self.people(scene, 2))
        pipe = scene.home.path / "pipe"
        os.mkfifo(pipe)
        writer = threading.Thread(target=lambda: pipe.write_bytes(mailbox.read_bytes()))
        writer.start()
        self.assertEqual(self.outcomes(self.learn(scene, pipe)), {"learned": 2, "present": 2, "unsigned": 16})
        writer.join()

    def test_folders_of_single_messages(self):
        scene = self.scene()
        bob, carol = self.people(scene, 2)
        maildir, saved = scene.home.path / "maildir", scene.home.path / "saved"
        for folder in ("cur", "new", "tmp"):
            (maildir / folder).mkdir(parents=True)
        saved.mkdir()
        of_bob, of_carol = (headers(self.addresses[person]) + signed(person) for person in (bob, carol))
        (maildir / "cur" / "1.host:2,S").write_bytes(of_bob)
        (maildir / "cur" / ".hidden").write_bytes(of_carol)
        (maildir / "new" / "2.host").write_bytes(headers("list@example.test") + TEXT)
        (maildir / "tmp" / "3.host").write_bytes(of_carol)
        (saved / "a.eml").write_bytes(of_carol)
        (saved / "b.eml").symlink_to(saved / "a.eml")
        (saved / "note.txt").write_bytes(of_bob)
        answer = self.learn(scene, maildir, saved)
        self.assertEqual([(each["file"], each["outcome"]) for each in answer.value["messages"]], [(0, "learned"), (0, "unsigned"), (1, "learned")])
        empty = scene.home.path / "empty"
        empty.mkdir()
        for wrong in (empty, scene.home.path / "absent"):
            self.assertEqual(self.learn(scene, wrong).kind, "bad-file")


if __name__ == "__main__":
    unittest.main()

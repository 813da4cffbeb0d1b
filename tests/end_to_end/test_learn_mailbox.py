# SPDX-License-Identifier: MPL-2.0
"""`learn` reads mailboxes of any size, in memory that their size does not matter for, from folders, pipes and maildirs."""

import collections
import os
import pathlib
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import mailbox_file  # noqa: E402
import measured_run  # noqa: E402
from certferry import PROGRAM  # noqa: E402
from mail_profiles import MailCase  # noqa: E402
from message_maker import TEXT, headers, signed  # noqa: E402
from snapshot import snapshot  # noqa: E402

# `scripts/test --whole` takes the larger one.
MESSAGES = 10_000 if "CERTFERRY_WHOLE" in os.environ else 4_000


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
        measured = measured_run.run([PROGRAM, "learn", "--profile", scene.thunderbird.path, "--json", file],
                                    {"HOME": str(scene.home.path), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"})
        self.assertEqual((measured.status, measured.errors), (0, ""))
        return measured.peak

    def test_memory_does_not_grow_with_the_mailbox(self):
        scene = self.scene()
        people = self.people(scene, 4)
        large, small = self.mailbox(scene, "large", MESSAGES, people, 15_000), self.mailbox(scene, "small", MESSAGES // 10, people, 15_000)
        self.assertGreater(large.stat().st_size, 48 << 20)
        # A signed message leaves who signed it, another one nothing; the answer has at most so many.
        ratio = self.peak(scene, large) / self.peak(scene, small)
        self.assertLess(ratio, 1.15)

    def test_an_answer_lists_what_is_news_and_counts_the_rest(self):
        scene = self.scene()
        mailbox = self.mailbox(scene, "Inbox", 1100, self.people(scene, 3), 200)
        answer = self.learn(scene, mailbox)
        self.assertEqual((answer.status, self.outcomes(answer)), (0, {"learned": 3}))
        self.assertEqual((answer.value["counts"], answer.value["leftOut"]),
                         ({"learned": 3, "present": 217, "unsigned": 880, "root-not-trusted": 0, "change": 0, "invalid": 0}, 1097))
        text = scene.certferry.text("learn", "--profile", scene.thunderbird.path, mailbox, "--dry-run").stdout.decode()
        self.assertIn("1100 messages and certificates: 0 learned, 220 known already, 880 not signed, 0 not learned.", text)

    def test_more_that_cannot_be_learnt_than_an_answer_lists(self):
        scene = self.scene()
        bob, = self.people(scene, 1)
        good = headers(self.addresses[bob]) + signed(bob)
        mailbox = scene.home.path / "Inbox"
        mailbox.write_bytes(mailbox_file.as_mbox(good.replace(b"at ten", b"at six")) * 1010 + mailbox_file.as_mbox(good))
        answer = self.learn(scene, mailbox)
        self.assertEqual((answer.status, self.outcomes(answer)), (1, {"invalid": 1000}))
        self.assertEqual((answer.value["counts"]["invalid"], answer.value["counts"]["learned"], answer.value["leftOut"]), (1010, 1, 11))
        self.assertTrue(scene.thunderbird.has_certificate(bob))
        text = scene.certferry.text("learn", "--profile", scene.thunderbird.path, mailbox).stdout.decode()
        self.assertIn("\nAnd 10 more, which are not shown.\n1011 messages and certificates: 0 learned, 1 known already, 0 not signed, 1010 not learned.\n", text)

    def test_everybody_is_learnt_once_and_a_second_pass_changes_nothing(self):
        scene = self.scene()
        mailbox = self.mailbox(scene, "Inbox", 300, self.people(scene, 10))
        self.assertEqual(self.outcomes(self.learn(scene, mailbox)), {"learned": 10, "present": 50, "unsigned": 240})
        before = snapshot(scene.thunderbird.path)
        again = self.learn(scene, mailbox)
        self.assertEqual(self.outcomes(again), {"present": 60, "unsigned": 240})
        self.assertEqual((again.value["backup"], snapshot(scene.thunderbird.path)), (None, before))

    def test_lines_that_a_folder_quoted_are_as_they_were_signed(self):
        scene = self.scene()
        bob, = self.people(scene, 1)
        good = headers(self.addresses[bob]) + signed(bob, TEXT + b"From here on\r\n>From there\r\n")
        quoted = good.replace(b"\n>From there", b"\n>>From there").replace(b"\nFrom here", b"\n>From here")
        mailbox = scene.home.path / "Inbox"
        mailbox.write_bytes(b"\n" + b"".join(map(mailbox_file.as_mbox, (quoted.replace(b"at ten", b"at six"), quoted, good))))
        self.assertEqual([each["outcome"] for each in self.learn(scene, mailbox).value["messages"]], ["invalid", "learned", "present"])
        alone = scene.home.path / "alone.eml"
        alone.write_bytes(quoted)
        only, = self.learn(scene, alone).value["messages"]
        self.assertEqual((only["outcome"], only["reason"]["kind"]), ("invalid", "altered"))

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

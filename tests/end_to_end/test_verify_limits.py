# SPDX-License-Identifier: MPL-2.0
"""A message that was made to cost much costs no more than one of its size that somebody wrote."""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import mailbox_file  # noqa: E402
import measured_run  # noqa: E402
from certferry import PROGRAM  # noqa: E402
from learn_case import LearnCase  # noqa: E402
from message_maker import TEXT, headers, signed  # noqa: E402

import unittest  # noqa: E402

BOB = "bob@example.test"
# `scripts/test --whole` takes the largest, and has each also learnt.
WHOLE = "CERTFERRY_WHOLE" in os.environ
SIZE = (19 if WHOLE else 5) << 20
KIBIBYTES_MORE = 64 << 10
# Processor time of a machine that does much else varies; without the limits these take ten to a hundred times as much.
FACTOR, SECONDS_MORE = 2, 1
REFUSED, NOT_GOOD, GOOD = (3, 1), (1, 1), (0, 0)


def multipart(boundary, parts):
    return (f'Content-Type: multipart/mixed; boundary="{boundary}"\r\n\r\n'.encode() + b"".join(f"--{boundary}\r\n".encode() + part + b"\r\n" for part in parts) +
            f"--{boundary}--\r\n".encode())


def within(part, depth):
    return part if depth == 0 else multipart(f"x{depth}", [within(part, depth - 1)])


def hostile(message):
    """{name: (a message, how `verify` and `learn` end)}; `message` is signed, without From."""
    head = headers(BOB)
    line = b"Content-Type: text/plain; name=pkcs7\r\n\r\nx"
    return {
        "short fields": (head + b"a:\r\n" * (SIZE // 4) + message, REFUSED),
        "one long field": (head + b"X-A: " + b"a" * SIZE + b"\r\n" + message, REFUSED),
        "many senders": (b"From: " + b"a@b," * (SIZE // 4) + b"\r\n" + message, REFUSED),
        "a part with a large header": (head + multipart("x", [b"a:\r\n" * (SIZE // 4) + line]), REFUSED),
        "as many senders as are read": (b"From: " + b"a@b," * 60_000 + b"\r\n" + message, NOT_GOOD),
        "as many words of a type as are read": (head + message.replace(b"multipart/signed;", b"multipart/signed; " + b"".join(b"a%d=b;" % i for i in range(25_000)), 1), GOOD),
        "as many comments as are read": (b"From: " + b"(" * 250_000 + b"\r\n" + message, NOT_GOOD),
        "parts in parts": (head + multipart("a", [multipart("b", [multipart("c", [line] * 250)] * 100)] * (SIZE // 1_300_000)), NOT_GOOD),
        "lines of parts": (head + within(b"pkcs7\r\n" + b"\n" * (SIZE - 1000), 7), NOT_GOOD),
    }


class Limits(LearnCase):
    def measured(self, scene, command, file, *words):
        return measured_run.run([PROGRAM, command, "--profile", scene.thunderbird.path, "--json", file, *words],
                                {"HOME": str(scene.home.path), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"})

    def test_of_time_and_memory(self):
        scene = self.scene()
        bob = scene.leaf("Bob", emails=[BOB])
        file = scene.home.path / "message.eml"
        text = b"Content-Type: text/plain\r\n\r\n" + (b"b" * 70 + b"\r\n") * (SIZE // 72)
        file.write_bytes(headers(BOB) + signed(bob, text))
        commands = {"verify": ()} | ({"learn": ("--dry-run",)} if WHOLE else {})
        ordinary = {command: self.measured(scene, command, file, *words) for command, words in commands.items()}
        self.assertEqual({each.status for each in ordinary.values()}, {0})
        for name, (message, statuses) in hostile(signed(bob)).items():
            self.assertLess(len(message), 20 << 20)
            file.write_bytes(message)
            for (command, words), status in zip(commands.items(), statuses):
                with self.subTest(name, command=command):
                    cost = self.measured(scene, command, file, *words)
                    self.assertEqual(cost.status, status)
                    self.assertLess(cost.peak, ordinary[command].peak + KIBIBYTES_MORE)
                    self.assertLess(cost.processor, ordinary[command].processor * FACTOR + SECONDS_MORE)

    def test_a_refused_message_costs_the_others_of_its_folder_nothing(self):
        scene = self.scene()
        bob = scene.leaf("Bob", emails=[BOB])
        good = headers(BOB) + signed(bob)
        bad = headers(BOB) + b"a:\r\n" * 3000 + signed(bob)
        answer = scene.certferry.run("verify", "--profile", scene.thunderbird.path, self.put(scene, bad))
        self.assertEqual((answer.status, answer.kind), (3, "bad-file"))
        self.assertIn("header", answer.value["error"]["message"])
        folder = self.put(scene, b"".join(mailbox_file.as_mbox(each) for each in (bad, good, headers(BOB) + TEXT)))
        answer = scene.certferry.run("learn", "--profile", scene.thunderbird.path, folder)
        self.assertEqual([(each["outcome"], each["reason"] and each["reason"]["kind"]) for each in answer.value["messages"]],
                         [("invalid", "bad-file"), ("learned", None), ("unsigned", "unsigned")])

    def put(self, scene, content):
        file = scene.home.path / "message.eml"
        file.write_bytes(content)
        return file


if __name__ == "__main__":
    unittest.main()

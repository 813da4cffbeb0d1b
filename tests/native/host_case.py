# SPDX-License-Identifier: MPL-2.0
"""What the tests of the native host have in common: a HOME, a host, and one case per line of a table."""

import json
import pathlib
import re
import tempfile
import time
import unittest

from native_host import PROGRAM, Host, cancel, request
from worker_double import WorkerDouble

# The plan of a worker that never answers.
WAIT = [["receive", None], ["wait", None]]


def until(name):
    """A plan's step: wait until the test has made this file."""
    return ["until", name]


class HostCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="certferry-test-")
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)

    def start(self, *arguments, bare=False, **options):
        """A host with these arguments, those of our own add-on, or none at all."""
        host = Host(self.home, *([arguments] if arguments or bare else []), **options)
        self.addCleanup(host.__exit__)
        return host

    def check_alive(self, host):
        """It still answers, and ends cleanly; nothing else is said."""
        self.assertEqual(host.ask("ping", number="alive")["result"], {})
        self.assertEqual(host.close(), 0)
        self.assertEqual(host.leftover(), [])
        self.assertEqual(host.rest, b"")

    def check_error(self, answer, number, code, kind):
        self.assertEqual(set(answer), {"jsonrpc", "id", "error"})
        self.assertEqual(answer["jsonrpc"], "2.0")
        self.assertEqual(answer["id"], number)
        error = answer["error"]
        self.assertEqual((error["code"], error["data"]["kind"]), (code, kind))
        self.assertRegex(error["message"], r"^[A-Z].*\.$")
        self.assertIsInstance(error["data"]["retriable"], bool)
        return error


class DoubleCase(HostCase):
    """The worker is a double, which follows a plan: these tests are about the host alone."""

    def double(self, *plans):
        return WorkerDouble(str(self.home), PROGRAM, plans)

    def workers(self):
        """The records of all workers so far that have received something, in the order of their start."""
        found = []
        for path in sorted(self.home.glob("run-*/record.json"), key=lambda path: int(path.parent.name[4:])):
            record = json.loads(path.read_text(encoding="utf-8"))
            found += [record] if record["received"] else []
        return found

    def wait_for_workers(self, count):
        while len(self.workers()) < count:
            time.sleep(0.01)

    def wait_for_notes(self, *names):
        """Until workers have left these files, as their plans say."""
        while not all((self.home / name).exists() for name in names):
            time.sleep(0.01)


class Overlap(DoubleCase):
    def hold(self, count, plan=None):
        """A host with `count` requests, numbered from 0, of which the first four have workers."""
        self.double(plan or WAIT)
        host = self.start(program=str(self.home / "certferry"))
        for begin, end in ((0, min(count, 4)), (4, count)):
            host.send(*(request("profiles.list", number=number) for number in range(begin, end)))
            self.wait_for_workers(min(count, 4))
        return host

    def release(self, name):
        (self.home / name).touch()

    def check_cancelled(self, host, numbers):
        for number in numbers:
            host.send(cancel(number))
        for number in numbers:
            error = self.check_error(host.answer(number), number, -32000, "cancelled")
            self.assertEqual(error["message"].split()[0], "Cancelled.")


def cases(table):
    """Decorates a class: `check(self, *row)` becomes one test for each named row of the table."""
    def decorate(case):
        for name, row in table.items():
            def test(self, row=row):
                self.check(*row)
            test.__name__ = "test_" + re.sub(r"\W+", "_", name).strip("_")
            assert not hasattr(case, test.__name__), name
            setattr(case, test.__name__, test)
        return case
    return decorate


__all__ = ["DoubleCase", "HostCase", "Overlap", "WAIT", "cases", "request", "until"]

# SPDX-License-Identifier: MPL-2.0
"""Counts what passed, failed and was skipped, and says it."""

import threading
import time


class Tally:
    """Programs and files that run at the same time may count into one."""

    def __init__(self, listener=None):
        """`listener(name, output)` gets everything that a program or file of tests wrote."""
        self.passed, self.failed, self.skipped = 0, [], []
        self._listener = listener
        self._lock = threading.Lock()

    def heard(self, name, output):
        with self._lock:
            if self._listener:
                self._listener(name, output)

    def add(self, passed, failed, skipped, text):
        """What one program or file came to, and what is said of it, in one piece."""
        with self._lock:
            self.passed += passed
            self.failed += failed
            self.skipped += skipped
            print(text)

    def begin_part(self, name, about):
        print(f"\n{name}: {about}")

    def group(self, name):
        """One program or file of tests; use it in a `with`."""
        return _Group(self, name)

    def finish(self):
        """Prints failures and skips by name and the last line; returns the exit status."""
        _say("Failed:", self.failed)
        _say("Skipped:", self.skipped)
        print(f"\n{self.passed} passed, {len(self.failed)} failed, {len(self.skipped)} skipped")
        return 1 if self.failed else 0


class _Group:
    def __init__(self, tally, name):
        self._tally, self._name = tally, name
        self._passed, self._failed, self._skipped, self._complaints = 0, [], [], []

    def __enter__(self):
        self._begin = time.monotonic()
        return self

    def __exit__(self, *_):
        counts = [f"{self._passed} passed"]
        counts += [f"{len(self._failed)} failed"] if self._failed else []
        counts += [f"{len(self._skipped)} skipped"] if self._skipped else []
        text = f"  {self._name} ... {', '.join(counts)}, {time.monotonic() - self._begin:.1f} s"
        self._tally.add(self._passed, self._failed, self._skipped, "\n".join([text, *self._complaints]))

    def passed(self, count=1):
        self._passed += count

    def failed(self, case, output):
        """A case that failed, with what a person needs to see."""
        self._failed.append(f"{self._name}: {case}")
        lines = "".join(f"    {line}\n" for line in output.strip().splitlines())
        self._complaints.append(f"\n    FAILED: {case}\n{lines}")

    def skipped(self, case, reason):
        self._skipped.append(f"{self._name}: {case}: {reason}")


def _say(title, lines):
    if lines:
        print(f"\n{title}")
        for line in lines:
            print(f"  {line}")

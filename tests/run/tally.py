# SPDX-License-Identifier: MPL-2.0
"""Counts what passed, failed and was skipped, and says it."""

import time


class Tally:
    def __init__(self, listener=None):
        """`listener(name, output)` gets everything that a program or file of tests wrote."""
        self.passed, self.failed, self.skipped = 0, [], []
        self._listener = listener

    def heard(self, name, output):
        if self._listener:
            self._listener(name, output)

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
        self._passed = self._failed = self._skipped = 0

    def __enter__(self):
        self._begin = time.monotonic()
        print(f"  {self._name} ...", end="", flush=True)
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            counts = [f"{self._passed} passed"]
            counts += [f"{self._failed} failed"] if self._failed else []
            counts += [f"{self._skipped} skipped"] if self._skipped else []
            print(f" {', '.join(counts)}, {time.monotonic() - self._begin:.1f} s")

    def passed(self, count=1):
        self._passed += count
        self._tally.passed += count

    def failed(self, case, output):
        """A case that failed, with what a person needs to see."""
        self._failed += 1
        self._tally.failed.append(f"{self._name}: {case}")
        print(f"\n\n    FAILED: {case}")
        print("".join(f"    {line}\n" for line in output.strip().splitlines()), end="")

    def skipped(self, case, reason):
        self._skipped += 1
        self._tally.skipped.append(f"{self._name}: {case}: {reason}")


def _say(title, lines):
    if lines:
        print(f"\n{title}")
        for line in lines:
            print(f"  {line}")

# SPDX-License-Identifier: MPL-2.0
"""Runs the unittest cases of one file: run_file.py DESCRIPTOR FILE [CLASS.CASE]. One JSON value a line per case."""

import importlib.util
import json
import os
import pathlib
import signal
import sys
import unittest

SUPPORT = pathlib.Path(__file__).resolve().parent.parent / "support"


class Report(unittest.TestResult):
    """Writes each case when it ends; a case with failing subtests is one failed case."""

    def __init__(self, stream):
        super().__init__()
        self._stream, self._complaints, self._skips = stream, [], []

    def startTest(self, test):
        super().startTest(test)
        self._complaints, self._skips = [], []

    def addFailure(self, test, err):
        self._complaint(test, err)

    def addError(self, test, err):
        self._complaint(test, err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self._complaints.append(f"{subtest}\n{self._exc_info_to_string(err, test)}")

    def addUnexpectedSuccess(self, test):
        self._complaints.append("it passed, and is marked as failing")

    def addSkip(self, test, reason):
        if isinstance(test, unittest.TestCase):
            self._skips.append((test, reason))
        else:
            self._write(_name(test), "skipped", reason)

    def stopTest(self, test):
        super().stopTest(test)
        for skipped, reason in self._skips:
            self._write(_name(skipped), "skipped", reason)
        if self._complaints:
            self._write(_name(test), "failed", "\n".join(self._complaints))
        elif not any(skipped is test for skipped, _ in self._skips):
            self._write(_name(test), "passed", "")

    def _complaint(self, test, err):
        text = self._exc_info_to_string(err, test)
        if isinstance(test, unittest.TestCase):
            self._complaints.append(text)
        else:
            self._write(_name(test), "failed", text)

    def _write(self, name, outcome, text):
        self._stream.write(json.dumps({"name": name, "outcome": outcome, "text": text}) + "\n")
        self._stream.flush()


def _name(test):
    """The sentence that a test's name is."""
    parts = test.id().split(".")
    return f"{parts[-2]}: {parts[-1].removeprefix('test_').replace('_', ' ')}" if isinstance(test, unittest.TestCase) else test.id()


def cases(file, only):
    """The cases of the file, found as unittest finds them."""
    for folder in (SUPPORT, file.parent):
        sys.path.insert(0, str(folder))
    specification = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(specification)
    sys.modules[file.stem] = module
    specification.loader.exec_module(module)
    loader = unittest.TestLoader()
    return loader.loadTestsFromName(only, module) if only else loader.loadTestsFromModule(module)


def main(descriptor, file, only=None):
    # A test's clean-up runs also when the runner is told to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.set_inheritable(int(descriptor), False)
    with open(int(descriptor), "w", encoding="utf-8") as stream:
        cases(pathlib.Path(file).resolve(), only).run(Report(stream))


if __name__ == "__main__":
    main(*sys.argv[1:])

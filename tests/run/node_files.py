# SPDX-License-Identifier: MPL-2.0
"""Test files in JavaScript, run by Node, whose cases are counted."""

import json
import pathlib
import shutil
import subprocess
import tempfile

REPORTER = pathlib.Path(__file__).resolve().parent / "node_report.mjs"


def run(tally, name, file):
    """Runs one file, all its cases."""
    node = shutil.which("node")
    with tally.group(name) as group, tempfile.TemporaryDirectory(prefix="certferry-test-") as scratch:
        if node is None:
            group.skipped("all of it", "nodejs is not installed")
            return
        report = pathlib.Path(scratch) / "report"
        done = subprocess.run([node, f"--test-reporter={REPORTER}", f"--test-reporter-destination={report}", file],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        tally.heard(name, done.stdout.decode(errors="backslashreplace"))
        cases = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()] if report.exists() else []
        for case in cases:
            _count(group, case)
        if not cases or done.returncode != 0 and all(case["outcome"] != "failed" for case in cases):
            output = done.stdout.decode(errors="backslashreplace")
            group.failed("the file as a whole", f"ended with status {done.returncode}, {len(cases)} cases\n{output}")


def _count(group, case):
    if case["outcome"] == "passed":
        group.passed()
    elif case["outcome"] == "failed":
        group.failed(case["name"], case["text"])
    else:
        group.skipped(case["name"], case["text"])

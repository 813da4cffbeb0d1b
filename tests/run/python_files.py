# SPDX-License-Identifier: MPL-2.0
"""Test files in Python, each in a process of its own (see run_file.py), whose cases are counted as they end."""

import json
import os
import pathlib
import subprocess
import sys

RUN_FILE = pathlib.Path(__file__).resolve().parent / "run_file.py"


def run(tally, name, file, only=None, environment=None):
    """Runs one file, or only its case `Class.test_name`, with these variables set."""
    reader, writer = os.pipe()
    with tally.group(name) as group:
        command = [sys.executable, RUN_FILE, str(writer), file, *([only] if only else [])]
        with subprocess.Popen(command, pass_fds=[writer], env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
            os.close(writer)
            seen = _count(group, reader)
            output = process.stdout.read().decode(errors="backslashreplace")
        tally.heard(name, output)
        if process.returncode != 0 or not seen:
            group.failed("the file as a whole", f"ended with status {process.returncode}, {seen} cases\n{output}")


def _count(group, reader):
    """Reads one JSON value a line until the process ends. Returns how many."""
    seen = 0
    with open(reader, encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            seen += 1
            if case["outcome"] == "passed":
                group.passed()
            elif case["outcome"] == "failed":
                group.failed(case["name"], case["text"])
            else:
                group.skipped(case["name"], case["text"])
    return seen

# SPDX-License-Identifier: MPL-2.0
"""The unit tests: programs that CTest knows, each made of doctest cases that are counted one by one."""

import collections
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import xml.etree.ElementTree

Test = collections.namedtuple("Test", "name command folder environment")
APPLICATION_NSS = pathlib.Path("/usr/lib/thunderbird/libsoftokn3.so")
WITH_APPLICATION_NSS = "everything above with Thunderbird's own NSS"


def known(folder):
    """The tests that CTest knows in a build folder."""
    done = subprocess.run(["ctest", "--test-dir", folder, "--show-only=json-v1"], capture_output=True, check=True)
    tests = []
    for test in json.loads(done.stdout)["tests"]:
        if "command" in test:
            properties = {each["name"]: each["value"] for each in test["properties"]}
            environment = dict(line.split("=", 1) for line in properties.get("ENVIRONMENT", []))
            tests.append(Test(test["name"], test["command"], properties.get("WORKING_DIRECTORY", folder), environment))
    return tests


def sampled(tests, folder):
    """Of these, the ones that a run of samples takes from this build, which names their programs in a file."""
    names = set((folder / "tests" / "sampled").read_text(encoding="utf-8").split())
    return [test for test in tests if pathlib.Path(test.command[0]).name in names]


def run(tally, test):
    """Runs one program and counts its cases."""
    with tally.group(test.name) as group, tempfile.TemporaryDirectory(prefix="certferry-test-") as scratch:
        report = pathlib.Path(scratch) / "report.xml"
        done = subprocess.run([*test.command, "--reporters=xml", f"--out={report}"], cwd=test.folder,
                              env={**os.environ, **test.environment}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, start_new_session=True, check=False)
        output = done.stdout.decode(errors="backslashreplace")
        tally.heard(test.name, output)
        cases, skips = _cases(report)
        for name, reason in skips:
            group.skipped(name, reason)
        for name, complaint in cases:
            if complaint is None:
                group.passed()
            else:
                group.failed(name, complaint + "\n" + output)
        if done.returncode != 0 and all(complaint is None for _, complaint in cases) or not (cases or skips):
            group.failed("the program as a whole", f"{_ending(done.returncode)}\n{output}")


def note_missing_libraries(tally):
    """The build knows the tests with the application's NSS only where that is installed."""
    if not APPLICATION_NSS.exists():
        with tally.group("nssbridge") as group:
            group.skipped(WITH_APPLICATION_NSS, f"{APPLICATION_NSS} is not here")


def _cases(report):
    """(name, None or what was expected) of each case that ran, and (name, reason) of each that was skipped."""
    try:
        tree = xml.etree.ElementTree.parse(report)
    except (OSError, xml.etree.ElementTree.ParseError):
        return [], []
    found, skips = [], []
    for case in tree.iter("TestCase"):
        result = case.find("OverallResultsAsserts")
        if case.get("skipped") == "true":
            skips.append((case.get("name"), case.get("description", "its program skips it")))
            continue
        if result is None:
            continue
        good = result.get("test_case_success") == "true"
        found.append((case.get("name"), None if good else _complaint(case)))
    return found, skips


def _complaint(case):
    lines = []
    for expression in case.iter("Expression"):
        if expression.get("success") == "true":
            continue
        place = f"{expression.get('filename')}:{expression.get('line')}"
        texts = [f"{part.tag}: {(part.text or '').strip()}" for part in expression]
        lines.append(f"{place}: {expression.get('type')}\n  " + "\n  ".join(texts))
    for message in case.iter("Message"):
        lines.append(f"{message.get('filename')}:{message.get('line')}: {(message.findtext('Text') or '').strip()}")
    return "\n".join(lines)


def _ending(status):
    return f"ended by signal {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"

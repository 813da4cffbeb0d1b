# SPDX-License-Identifier: MPL-2.0
"""What /proc tells of another process."""

import os
import pathlib


def process_holding(file):
    """The process that holds the lock on a file."""
    inode = os.stat(file).st_ino
    with open("/proc/locks", encoding="ascii") as locks:
        return next(int(line.split()[4]) for line in locks if line.split()[1] != "->" and line.split()[5].endswith(f":{inode}"))


def environment_of(process):
    """What it was started with; None where that is hidden."""
    try:
        with open(f"/proc/{process}/environ", encoding="utf-8", errors="surrogateescape") as file:
            return dict(entry.split("=", 1) for entry in file.read().split("\0") if "=" in entry)
    except PermissionError:
        return None


def status_of(process):
    """/proc/PID/status as a dict."""
    with open(f"/proc/{process}/status", encoding="ascii", errors="replace") as file:
        return dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)


def descendants(process, name):
    """The processes that it started, and those that they started, which call themselves so now."""
    found = []
    for each in pathlib.Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, each.read_text().split()):
            if pathlib.Path(f"/proc/{child}/comm").read_text().strip() == name:
                found.append(child)
            found += descendants(child, name)
    return found

# SPDX-License-Identifier: MPL-2.0
"""The move of the demonstration, with every change it makes to a file traced, and killed where wanted."""

import collections
import os
import pathlib
import time

import kill_points
from certferry import PROGRAM

# One line each to the descriptors that the options name: here both are standard input.
SCRIPT = 'printf "%s\\n%s\\n" "$FROM" "$TO" | exec "$PROGRAM" migrate --from-password-fd 0 --to-password-fd 0'
SHOWN = "certferry migrate --from-password-fd 0 --to-password-fd 0"

Move = collections.namedtuple("Move", "killed status text seconds points")


def run(scene, kill_at=None):
    """One move, killed just before its `kill_at`th change of a file."""
    environment = {"HOME": str(scene.home.path), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PROGRAM": PROGRAM,
                   "FROM": scene.firefox.password, "TO": scene.thunderbird.password}
    begin = time.monotonic()
    outcome = kill_points.run(["sh", "-c", SCRIPT], environment, kill_at)
    return Move(outcome.killed, outcome.status, outcome.output, time.monotonic() - begin, outcome.points)


def written(points):
    """The files that a move wrote to, each once, also those that are gone again."""
    return sorted({pathlib.Path(point.path) for point in points if point.path})


def outside(paths, folder):
    return [path for path in paths if pathlib.Path(folder) not in [path, *path.parents]]


def could_hold_a_key(paths, profile):
    """Of the files written, those that are none of what a move may write: a key file would be one of them."""
    profile = pathlib.Path(profile)
    own = profile / "certferry"
    databases = {profile / f"{name}{end}" for name in ("cert9.db", "key4.db") for end in ("", "-journal", "-wal", "-shm",
                                                                                       ".certferry-new")}
    preferences = {profile / "prefs.js", profile / "prefs.js.certferry-new", profile / ".parentlock"}
    return [path for path in paths if path not in databases | preferences | {profile} and own not in [path, *path.parents]]

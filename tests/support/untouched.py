# SPDX-License-Identifier: MPL-2.0
"""Every audit that a test asks for, by whichever test: nothing of what it looked at was written.

The times of change tell; to read the files here would drop the locks that a test itself holds on them.
"""

import contextlib
import fcntl
import os
import pathlib

from snapshot import changes, stamps

# What names a place on the command line, and where a person's profiles are.
PLACES = {"--profile", "--root", "--homes"}
OF_A_PERSON = (".mozilla", ".thunderbird")


@contextlib.contextmanager
def by_audit(words, home):
    """Use it around the run of a command; of any other command than `audit` nothing is said."""
    words = [str(word) for word in words]
    folders = _places(words, pathlib.Path(home)) if words[0] == "audit" else []
    used = [profile for folder in folders for profile in _in_use(folder)]
    before = {folder: stamps(folder, used) for folder in folders}
    yield
    for folder, state in before.items():
        left = changes(state, stamps(folder, used))
        if left:
            raise AssertionError(f"the audit left a trace: {left}")


def _places(words, home):
    named = {pathlib.Path(value) for word, value in zip(words, words[1:]) if word in PLACES}
    return sorted(folder for folder in named | {home / name for name in OF_A_PERSON} if folder.is_dir())


def _in_use(folder):
    """The profiles that an application has open: it writes there at any moment."""
    # Unlike a pattern's search, a walk does not mind what goes away meanwhile.
    locks = [pathlib.Path(place, ".parentlock") for place, _, files in os.walk(folder) if ".parentlock" in files]
    return [lock.parent for lock in locks if _is_held(lock)]


def _is_held(lock):
    with open(lock, "r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False

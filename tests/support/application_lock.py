# SPDX-License-Identifier: MPL-2.0
"""What a running Firefox or Thunderbird holds: the fcntl write lock on `.parentlock`, in a process of its own."""

import subprocess
import sys

HOLDER = """
import fcntl, sys
with open(sys.argv[1], "wb") as file:
    fcntl.lockf(file, fcntl.LOCK_EX)
    print("held", flush=True)
    sys.stdin.read()
"""


class ApplicationLock:
    """Held from `with` to its end, or until `release`."""

    def __init__(self, profile):
        self._file = str(profile / ".parentlock")

    def __enter__(self):
        self._process = subprocess.Popen([sys.executable, "-c", HOLDER, self._file], stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE)
        if self._process.stdout.readline() != b"held\n":
            raise RuntimeError(f"{self._file} could not be locked")
        return self

    def __exit__(self, *_):
        self.release()

    def release(self):
        self._process.communicate()

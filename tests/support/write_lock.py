# SPDX-License-Identifier: MPL-2.0
"""The lock that a Certferry which writes to a profile holds."""

import contextlib
import fcntl
import os
import pathlib


@contextlib.contextmanager
def written_by_another(profile):
    """Another run of Certferry writes to the profile at this path."""
    folder = pathlib.Path(profile, "certferry")
    folder.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)

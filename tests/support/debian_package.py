# SPDX-License-Identifier: MPL-2.0
"""Programs of Debian packages that only tests use and that would start services where they are installed: fetched once and
unpacked into build/debian. Where that cannot be, a test that needs one is skipped."""

import os
import pathlib
import shutil
import subprocess

FOLDER = pathlib.Path(__file__).resolve().parent.parent.parent / "build" / "debian"


def program(test, package, name, place="bin"):
    """The program of the package, or that of the system; skips the test, saying why, where it cannot be had."""
    installed = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if installed:
        return installed
    folder = FOLDER / package
    found = folder / "usr" / place / name
    if not found.exists():
        if shutil.which("apt-get") is None:
            test.skipTest(f"{name} is not installed, and this is no Debian that could fetch {package}")
        folder.mkdir(parents=True, exist_ok=True)
        fetched = subprocess.run(["apt-get", "download", package], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        files = list(folder.glob("*.deb"))
        if fetched.returncode != 0 or not files:
            test.skipTest(f"{name} is not installed, and {package} cannot be fetched")
        subprocess.run(["dpkg-deb", "-x", files[0], folder], check=True)
        files[0].unlink()
    return str(found)

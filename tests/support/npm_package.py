# SPDX-License-Identifier: MPL-2.0
"""Packages of npm that only tests use, fetched once into build/npm. Where that cannot be, a test that needs one is skipped."""

import pathlib
import shutil
import subprocess

FOLDER = pathlib.Path(__file__).resolve().parent.parent.parent / "build" / "npm"


def package(test, name, version):
    """The folder of the package; skips the test, saying why, where it cannot be had."""
    folder = FOLDER / f"{name}-{version}"
    found = folder / "node_modules" / name
    if not (folder / "complete").exists():
        if shutil.which("npm") is None:
            test.skipTest(f"npm, which would fetch {name}, is not installed")
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(["npm", "install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", "--ignore-scripts",
                               "--fetch-retries=0", f"{name}@{version}"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if done.returncode != 0:
            test.skipTest(f"{name} {version} cannot be fetched with npm")
        (folder / "complete").touch()
    return found

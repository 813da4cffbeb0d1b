# SPDX-License-Identifier: MPL-2.0
"""What every file of the project keeps to."""

import os
import pathlib
import re
import shutil
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LIMIT = 300
LONGER = {"LICENSE", "nssbridge/roots/thunderbird.txt"}
CODE = (".cpp", ".hpp", ".py", ".cmake", ".S", ".js", ".mjs")
SPDX = "SPDX-License-Identifier: MPL-2.0"
NSS_FOLDERS = [pathlib.Path("/usr/include/nss"), pathlib.Path("/usr/include/nspr")]


def files():
    """Every file that belongs to the project: what git keeps or would keep, else what lies there."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=False,
                            capture_output=True) if shutil.which("git") else None
    if listed and listed.returncode == 0:
        names = [name for name in listed.stdout.decode().split("\0") if name]
    else:
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file()
                 and not {"build", "build-sanitize", "build-thread", ".git", "__pycache__"} & set(path.relative_to(ROOT).parts)]
    return sorted(name for name in names if (ROOT / name).is_file())


def text(name):
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


def is_code(name):
    return name.endswith(CODE) or name.endswith("CMakeLists.txt") or first_line(name).startswith("#!")


def first_line(name):
    return text(name).split("\n", 1)[0]


def shell_scripts():
    return [name for name in files() if re.match(r"#!/bin/(ba|da)?sh", first_line(name))]


class House(unittest.TestCase):
    def expect_none(self, found, rule):
        self.assertFalse(found, rule + "\n  " + "\n  ".join(found))

    def test_files_are_short(self):
        long = [f"{name}: {count} lines" for name in files() if name not in LONGER and not name.endswith(".md")
                and is_code(name) and (count := text(name).count("\n")) > LIMIT]
        self.expect_none(long, f"A file has one subject and at most {LIMIT} lines:")

    def test_code_names_its_licence_first(self):
        without = [name for name in files() if is_code(name) and SPDX not in "\n".join(text(name).split("\n", 2)[:2])]
        self.expect_none(without, "The first line, or the one after #!, is the licence:")

    def test_only_the_bridge_sees_nss(self):
        headers = {path.name for folder in NSS_FOLDERS if folder.is_dir() for path in folder.glob("*.h")}
        if not headers:
            self.skipTest("libnss3-dev is not installed, so NSS's headers are not known by name")
        found = [f"{name}: {line.strip()}" for name in files() if name.endswith((".cpp", ".hpp"))
                 and not name.startswith(("nssbridge/src/", "tests/")) for line in text(name).split("\n")
                 if (match := re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)) and match[1].split("/")[-1] in headers]
        self.expect_none(found, "NSS's headers belong to nssbridge/src:")

    def test_the_bridge_keeps_nss_private(self):
        found = [f"{name}: {line.strip()}" for name in files() if name.endswith((".cmake", "CMakeLists.txt"))
                 for line in text(name).split("\n") if re.search(r"(PUBLIC|INTERFACE)((?!PRIVATE).)*PkgConfig::NSS", line)]
        self.expect_none(found, "NSS is linked privately:")

    def test_nothing_names_the_machine_it_was_written_on(self):
        places = "|".join(["/work" + "/", r"\.\./" + "shared", "/tmp" + "/cf"])
        found = [f"{name}: {match[0]}" for name in files() if (match := re.search(places, text(name)))]
        self.expect_none(found, "Paths of one machine:")

    def test_nothing_is_left_to_do_in_the_code(self):
        words = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]) + r")\b")
        found = [f"{name}: {match[0]}" for name in files() if is_code(name) and (match := words.search(text(name)))]
        self.expect_none(found, "Say it in an issue:")

    def test_platforms_are_files_not_ifdefs(self):
        pattern = re.compile(r"^\s*#\s*(ifdef|ifndef|if)\b.*$", re.MULTILINE)
        found = [f"{name}: {match[0]}" for name in files() if name.endswith((".cpp", ".hpp")) and name.startswith(("host/", "nssbridge/"))
                 for match in pattern.finditer(text(name)) if re.search(r"__linux|_WIN32|__APPLE__|if 0", match[0])]
        self.expect_none(found, "The build chooses files of host/platform:")

    def test_every_source_is_built(self):
        lists = "\n".join(text(name) for name in files() if name.endswith((".cmake", "CMakeLists.txt")))
        forgotten = [name for name in files() if name.endswith((".cpp", ".S")) and os.path.basename(name) not in lists]
        self.expect_none(forgotten, "No target has:")

    def test_scripts_can_be_started(self):
        found = [name for name in files() if first_line(name).startswith("#!") and not os.access(ROOT / name, os.X_OK)]
        self.expect_none(found, "chmod +x:")

    def test_shell_scripts_are_clean(self):
        if not shutil.which("shellcheck"):
            self.skipTest("shellcheck is not installed")
        done = subprocess.run(["shellcheck", "--severity=warning", *shell_scripts()], cwd=ROOT, capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout.decode())

    def test_every_package_has_a_reason(self):
        lines = [line for line in text("scripts/packages.txt").split("\n") if line and not line.startswith("#")]
        self.assertTrue(lines)
        self.expect_none([line for line in lines if len(line.split(None, 1)) < 2], "A package without a reason:")

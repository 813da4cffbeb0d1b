# SPDX-License-Identifier: MPL-2.0
"""The passwords of the tests hold a word that is made for each run. When all is over it stands in no output of a test, no file
and no core."""

import os
import pathlib
import resource
import shutil
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "tests" / "support"))

import canary  # noqa: E402  from tests/support

PLACES = ["/tmp", "/var/tmp", "/dev/shm", "/var/lib/systemd/coredump", "/var/crash"]


class CanaryWatch:
    """From before the first test to after the last. Use it in a `with`."""

    def __init__(self):
        self._begin, self._outputs = time.time() - 1, []
        self._folder = tempfile.mkdtemp(prefix="certferry-canary-")
        self._search = self._limits = None

    def __enter__(self):
        word = canary.new_word()
        file = pathlib.Path(self._folder, "word")
        file.write_text(word, encoding="ascii")
        file.chmod(0o600)
        os.environ[canary.FILE] = str(file)
        self._search = canary.Search(word)
        # Whatever crashes leaves its core, unless it forbids that itself.
        self._limits = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (self._limits[1], self._limits[1]))
        return self

    def __exit__(self, *_):
        resource.setrlimit(resource.RLIMIT_CORE, self._limits)
        del os.environ[canary.FILE]
        shutil.rmtree(self._folder)

    def look_at(self, name, output):
        """What a program or file of tests wrote."""
        if self._search.is_in(output.encode(errors="surrogateescape")):
            self._outputs.append(name)

    def report(self, tally):
        """One case more. What runs at the same time may write to the shared places too: only what has the word counts."""
        runtime = [os.environ["XDG_RUNTIME_DIR"]] if "XDG_RUNTIME_DIR" in os.environ else []
        cores = [_folder_of_cores()]
        with tally.group("canary") as group:
            if reason := self._no_cores():
                group.skipped("no password of the tests is left in a core", reason)
            found = self._search.files([*PLACES, ROOT, pathlib.Path.home(), *runtime, *filter(None, cores)], self._begin,
                                       without=[self._folder])
            # A pattern without a folder: where the program ran, and ours run in the topmost.
            found += [str(core) for core in pathlib.Path("/").glob("core*") if core.stat().st_mtime >= self._begin
                      and self._search.is_in_file(core)]
            found += [f"the output of {name}" for name in self._outputs]
            if found:
                group.failed("no password of the tests is left anywhere", "\n".join(found))
            else:
                group.passed()

    def _no_cores(self):
        """Why cores were not searched as they are, or None."""
        if self._limits[1] == 0:
            return "no process may write a core here (ulimit -Hc is 0)"
        if _core_pattern().startswith("|"):
            return "this system gives cores to a program, which packs them"
        return None


def _core_pattern():
    pattern = pathlib.Path("/proc/sys/kernel/core_pattern")
    return pattern.read_text(encoding="utf-8", errors="replace").strip() if pattern.exists() else ""


def _folder_of_cores():
    """Where the system puts core files, if that is a folder."""
    text = _core_pattern()
    return os.path.dirname(text) if text.startswith("/") else None

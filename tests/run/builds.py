# SPDX-License-Identifier: MPL-2.0
"""Builds for the tests, each preset once. What later parts need is built while earlier ones run.

Tests wait a lot, for processes and for time, and builds never do: those ahead take only what the tests leave of the processors.
"""

import atexit
import collections
import contextlib
import os
import pathlib
import signal
import subprocess
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

# What a preset's build is asked for: all of it, or with the unit tests that a run of samples takes from it.
sampled = False
WITH_SAMPLES = {"release", "sanitize"}

# What the build of a preset said where it failed; None where all is there.
_said = {}
# One for each preset: what is wanted now does not wait for what is wanted later.
_locks = collections.defaultdict(threading.Lock)


def there(tally, preset="release"):
    """True when it is built. A build that failed is one failure, and what needs it does not run."""
    said = _build(preset)
    if said and said.fresh:
        said.fresh = False
        with tally.group(f"build {preset}") as group:
            group.failed("the build", said[-4000:])
    return said is None


def ahead(presets):
    """Builds these in the background, one after the other."""
    def work():
        for preset in presets:
            _build(preset, quietly=True)
    threading.Thread(target=work, daemon=True).start()


class _Failure(str):
    """`fresh` until it was reported."""
    fresh = True


def _build(preset, quietly=False):
    with _locks[preset]:
        if preset not in _said:
            words = [] if preset == "release" else [preset]
            if sampled and preset in WITH_SAMPLES:
                words.append("--sampled")
            build = subprocess.Popen([ROOT / "scripts" / "build", *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                     stderr=subprocess.STDOUT, start_new_session=quietly)
            if quietly:
                atexit.register(_end, build)
                _take_what_is_left(build.pid)
            said, _ = build.communicate()
            _said[preset] = _Failure(said.decode(errors="backslashreplace")) if build.returncode != 0 else None
        return _said[preset]


def _take_what_is_left(session):
    """What it starts inherits this. Linux may share the processors among sessions before it looks at the processes in them."""
    os.sched_setscheduler(session, os.SCHED_IDLE, os.sched_param(0))
    with contextlib.suppress(OSError):
        pathlib.Path(f"/proc/{session}/autogroup").write_text("19", encoding="ascii")


def _end(build):
    if build.poll() is None:
        os.killpg(build.pid, signal.SIGTERM)

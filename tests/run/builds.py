# SPDX-License-Identifier: MPL-2.0
"""Builds for the tests, each preset once. What later parts need is built while earlier ones run.

Tests wait a lot, for processes and for time, and builds never do: those ahead take only what the tests leave of the processors.
"""

import collections
import os
import pathlib
import subprocess
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

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
            _build(preset, _take_what_is_left)
    threading.Thread(target=work, daemon=True).start()


class _Failure(str):
    """`fresh` until it was reported."""
    fresh = True


def _build(preset, before=None):
    with _locks[preset]:
        if preset not in _said:
            words = [] if preset == "release" else [preset]
            done = subprocess.run([ROOT / "scripts" / "build", *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, preexec_fn=before, check=False)
            _said[preset] = _Failure(done.stdout.decode(errors="backslashreplace")) if done.returncode != 0 else None
        return _said[preset]


def _take_what_is_left():
    os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))

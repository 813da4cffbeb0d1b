# SPDX-License-Identifier: MPL-2.0
"""Merges of the results of fleets made up from a seed: a first merge and the one a week later, into one database. Nothing that people use
instead does this, so there is no peer; the goals are that time grows with the fleet and memory stays below a bound."""

import os
import pathlib
import shutil
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import measured_run  # noqa: E402  from tests/support
from fleet_model import Fleet, moment  # noqa: E402  from tests/support

MOST_MEMORY = 128  # MiB
MOST_GROWTH = 13   # of the time, for ten times as many hosts


def measure(program, quick):
    """Prints one table. Returns how many goals were missed."""
    print(f"\n{'audit merge':>20} {'first':>10} {'a week on':>10} {'of 1 host':>10}  files, peak memory of either")
    missed, before = 0, None
    for count in (100, 1000) if quick else (100, 1000, 10000):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="certferry-bench-"))
        try:
            fleet = Fleet(count)
            files = [fleet.write(folder / str(week), week) for week in (0, 1)]
            size = sum(entry.stat().st_size for entry in os.scandir(files[0]))
            turns = [_merge(program, folder, files[week], moment(week + 0.1), week) for week in (0, 1)]
        finally:
            shutil.rmtree(folder)
        seconds, memory = turns[0][0], max(memory for _, memory in turns)
        bad = memory > MOST_MEMORY or (before is not None and seconds > MOST_GROWTH * before)
        growth = f", x {seconds / before:.1f} for x 10" if before else ""
        print(f"{count:>14} hosts {seconds * 1000:>7.0f} ms {turns[1][0] * 1000:>7.0f} ms {seconds / count * 1000:>7.2f} ms  "
              f"{size / (1 << 20):.1f} MiB, {memory} MiB{growth}{'  missed' if bad else ''}", flush=True)
        missed += int(bad)
        before = seconds
    return missed


def _merge(program, folder, files, at, week):
    """Seconds, and MiB of the process."""
    measured = measured_run.run([program, "audit", "merge", str(files), "--database", str(folder / "fleet.db"), "--at", at, "--format", "html",
                                 "--out", str(folder / f"{week}.html")], {"HOME": "/nonexistent", "PATH": os.environ["PATH"]})
    if measured.status not in (0, 1):
        raise RuntimeError("the merge failed")
    return measured.seconds, measured.peak // 1024

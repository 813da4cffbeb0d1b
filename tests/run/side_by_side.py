# SPDX-License-Identifier: MPL-2.0
"""Runs the members of a part side by side, as many as there are processors: most of a test is waiting for another process."""

import concurrent.futures
import os

# What happens within a second or two is part of what their cases say, or what other processes leave behind: they run after the
# others, one by one.
ALONE = {"canary_password", "concurrency", "life", "output", "progress"}


def run_all(members, run, name_of):
    """Calls `run` with each member; those named in ALONE last and by themselves."""
    together = [member for member in members if name_of(member) not in ALONE]
    with concurrent.futures.ThreadPoolExecutor(max_workers=len(os.sched_getaffinity(0))) as pool:
        for done in concurrent.futures.as_completed([pool.submit(run, member) for member in together]):
            done.result()
    for member in members:
        if name_of(member) in ALONE:
            run(member)

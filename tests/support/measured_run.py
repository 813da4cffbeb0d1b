# SPDX-License-Identifier: MPL-2.0
"""What a program takes. A small process starts it, since a process counts as its own what the one had in memory that started it."""

import dataclasses
import subprocess
import sys

_SCRIPT = """
import resource, subprocess, sys, time
begin = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(done.returncode, time.perf_counter() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


@dataclasses.dataclass
class Measured:
    status: int
    seconds: float
    processor: float  # seconds of it
    peak: int  # kilobytes that the largest of its processes had at once
    errors: str


def run(command, environment):
    done = subprocess.run([sys.executable, "-S", "-c", _SCRIPT, *command], capture_output=True, text=True, check=True, env=environment)
    status, seconds, processor, peak = done.stdout.split()
    return Measured(int(status), float(seconds), float(processor), int(peak), done.stderr)

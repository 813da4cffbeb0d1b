# SPDX-License-Identifier: MPL-2.0
"""Audits side by side with what people use instead: for many small profiles a script of NSS's and openssl's commands that asks
for the same facts, for one large profile `certutil -L`."""

import os
import resource
import shutil
import statistics
import subprocess
import time

from stores import KEPT, Store

GOAL_PROFILES, GOAL_LARGE, MOST_MEMORY = 1 / 20, 1 / 50, 64
FILES = ("cert9.db", "key4.db", "prefs.js", "pkcs11.txt")
# For each profile the lists of certificates and keys, for each certificate whether it is valid and what is in it.
SCRIPT = r"""
for profile in "$@"; do
  certutil -L -d "sql:$profile" > /dev/null
  certutil -K -d "sql:$profile" > /dev/null
  certutil -L -d "sql:$profile" | sed -n '5,$s/  *[^ ]*,[^ ]*,[^ ]* *$//p' | sort -u | while IFS= read -r name; do
    certutil -V -u S -d "sql:$profile" -n "$name" > /dev/null 2>&1
    certutil -L -d "sql:$profile" -n "$name" -a | openssl x509 -noout -text > /dev/null
  done
done
"""


def measure(nss_folder, program, quick):
    """Prints one table a subject. Returns how many goals were missed."""
    return _profiles(nss_folder, program, quick) + _large(nss_folder, program, quick)


def _profiles(nss_folder, program, quick):
    """Copies of a profile of 20 certificates, two of them personal."""
    store = Store(nss_folder, 16, 1, 2, 1)
    print(f"\n{'audit --root':>20} {'ours':>10} {'script':>10} {'ours/peer':>10} {'goal':>7}  processor time, peak memory of a process")
    missed, before = 0, None
    for count in (10, 100) if quick else (10, 100, 1000):
        folder = _copies(store, count)
        seconds, processor, memory = _ours(program, store.home, "--root", folder)
        sample = sorted(os.scandir(folder), key=lambda entry: entry.name)[:min(count, 20)]
        peer = _peer(nss_folder, [entry.path for entry in sample]) * count / len(sample)
        goal = GOAL_PROFILES if count == 1000 else None
        missed += _line(f"{count:>10} profiles", seconds, peer, goal, processor, memory, before)
        before = seconds
    return missed


def _large(nss_folder, program, quick):
    print(f"\n{'audit --profile':>20} {'ours':>10} {'certutil':>10} {'ours/peer':>10} {'goal':>7}  processor time, peak memory of a process")
    missed, before = 0, None
    for count in (100, 1000) if quick else (100, 1000, 10000):
        store = Store(nss_folder, count)
        turns = [_ours(program, store.home, "--profile", store.profile) for _ in range(3)]
        seconds = statistics.median(each[0] for each in turns)
        peer = _timed(["certutil", "-L", "-d", f"sql:{store.profile}"], nss_folder)
        goal = GOAL_LARGE if count == 10000 else None
        missed += _line(f"{count:>7} certificates", seconds, peer, goal, turns[-1][1], max(each[2] for each in turns), before)
        before = seconds
    return missed


def _line(title, seconds, peer, goal, processor, memory, before):
    ratio = seconds / peer
    bad = (goal is not None and ratio > goal) or memory > MOST_MEMORY
    growth = f", x {seconds / before:.1f} for x 10" if before else ""
    print(f"{title:>20} {seconds * 1000:>7.0f} ms {peer * 1000:>7.0f} ms {'1/' + format(1 / ratio, '.1f'):>10} "
          f"{'1/' + format(1 / goal, '.0f') if goal else '':>7}  {processor:.2f} s, {memory} MiB{growth}{'  missed' if bad else ''}",
          flush=True)
    return int(bad)


def _copies(store, count):
    folder = os.path.join(KEPT, f"copies-{count}")
    if not os.path.exists(os.path.join(KEPT, f"copies-{count}-made")):
        shutil.rmtree(folder, ignore_errors=True)
        for number in range(count):
            copy = os.path.join(folder, f"host{number:04}")
            os.makedirs(copy)
            for name in FILES:
                shutil.copy(os.path.join(store.profile, name), copy)
        with open(os.path.join(KEPT, f"copies-{count}-made"), "w", encoding="utf-8"):
            pass
    return folder


def _ours(program, home, *words):
    """Seconds, seconds of processor time, and MiB of the largest process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    process = subprocess.Popen([program, "audit", *words, "--format", "json"], env={"HOME": home, "PATH": os.environ["PATH"]},
                               stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError("the audit failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, processor, usage.ru_maxrss // 1024


def _peer(nss_folder, profiles):
    return _timed(["sh", "-c", SCRIPT, "sh", *profiles], nss_folder)


def _timed(command, nss_folder):
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LD_LIBRARY_PATH": nss_folder}
    begin = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin

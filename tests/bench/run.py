# SPDX-License-Identifier: MPL-2.0
"""Measures `certferry migrate` side by side with what people would use instead, in one run, as whole processes.

The peer is `pk12util -o`, `pk12util -i` per certificate and `certutil -M` for the root's trust, on the same NSS libraries.
Ours includes the backup, every check and the selection. Prints medians and the ratio ours / peer; then where the time of a move
goes, what the native host takes for its start and for lists (lists.py), audits (audit.py), learning a mailbox (learn.py), fleets
(fleet_run.py), and merges of what fleets collected (merge.py).
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

import audit
import fleet_run
import learn
import lists
import merge
from fixtures import Fixture
from ours import Ours, timed
from peer import Peer
from phases import STAGES, Phases

PROJECT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
PASSWORD = "bench primary password"

# certificates, primary passwords on both sides, runs of ours, runs of the peer, the share of the peer's time that is the goal
CASES = [
    (1, False, 11, 5, 1 / 10),
    (1, True, 11, 5, 1 / 3),
    (100, False, 3, 1, 1 / 30),
    (100, True, 3, 1, 1 / 5),
]


def measure(case, scratch, nss_folder, program):
    """Medians of ours and of the peer, run in turn on fresh copies of one target."""
    count, protected, our_runs, peer_runs, _ = case
    password = PASSWORD if protected else ""
    fixture = Fixture(os.path.join(scratch, f"{count}-{protected}"), nss_folder, count, password)
    ours, peer = Ours(program, scratch), Peer(nss_folder, scratch)
    our_times, peer_times = [], []
    for turn in range(max(our_runs, peer_runs)):
        if turn < our_runs:
            target = fixture.fresh_target("ours")
            our_times.append(timed(lambda: ours.move(fixture.source, target, fixture.root.fingerprint, password, password)))
        if turn < peer_runs:
            target = fixture.fresh_target("peer")
            peer_times.append(timed(lambda: peer.move(fixture.source, target, fixture.nicknames, fixture.root_nickname,
                                                      password, password)))
    return statistics.median(our_times), statistics.median(peer_times)


def measure_phases(case, scratch, nss_folder, program):
    """Prints where the time of one move goes: medians of each stage, on fresh copies of one target."""
    count, protected = case
    password = PASSWORD if protected else ""
    fixture = Fixture(os.path.join(scratch, f"phases-{count}-{protected}"), nss_folder, count, password)
    phases = Phases(program, nss_folder)
    runs = [phases.move(fixture.source, fixture.fresh_target("phases"), fixture.root.fingerprint, password) for _ in range(5)]
    medians = [statistics.median(run.get(stage, 0) for run in runs) for stage in STAGES]
    print(f"{count:>12} {'yes' if protected else 'no':>9} " + " ".join(f"{seconds * 1000:>14.1f}" for seconds in medians), flush=True)


def versions(nss_folder, program):
    """The line that says what was measured."""
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return f"{version}; peer: Debian's pk12util and certutil; both on the NSS in {nss_folder}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one certificate only")
    parser.add_argument("--nss", default="/usr/lib/thunderbird", help="folder of the NSS libraries for both")
    parser.add_argument("--only", choices=["move", "phases", "lists", "audit", "learn", "fleet", "merge"], help="one subject only")
    options = parser.parse_args()
    program = os.path.join(PROJECT, "build", "bin", "certferry")
    if not os.path.exists(program):
        sys.exit("build/bin/certferry is missing: run scripts/build first")
    scratch = tempfile.mkdtemp(prefix="certferry-bench-")
    print(versions(options.nss, program))
    print(f"{'certificates':>12} {'passwords':>9} {'ours':>10} {'peer':>10} {'ours/peer':>10} {'goal':>7}")
    missed = 0
    try:
        for case in CASES:
            count, protected, _, _, goal = case
            if options.only not in (None, "move") or (options.quick and count > 1):
                continue
            ours, peer = measure(case, scratch, options.nss, program)
            ratio = ours / peer
            missed += ratio > goal
            print(f"{count:>12} {'yes' if protected else 'no':>9} {ours * 1000:>7.0f} ms {peer * 1000:>7.0f} ms "
                  f"{'1/' + format(1 / ratio, '.1f'):>10} {'1/' + format(1 / goal, '.0f'):>7}{'' if ratio <= goal else '  missed'}",
                  flush=True)
        if options.only in (None, "phases"):
            print(f"\n{'certificates':>12} {'passwords':>9} " + " ".join(f"{name:>14}" for name in STAGES.values()) + "  (ms)")
            for case in [(1, False), (1, True)] + ([] if options.quick else [(100, False), (100, True)]):
                measure_phases(case, scratch, options.nss, program)
        if options.only in (None, "lists"):
            missed += lists.measure(options.nss, program + "-host", scratch, options.quick)
        if options.only in (None, "audit"):
            missed += audit.measure(options.nss, program, options.quick)
        if options.only in (None, "fleet"):
            missed += fleet_run.measure(options.nss, scratch, options.quick)
        if options.only in (None, "merge"):
            missed += merge.measure(program, options.quick)
        if options.only in (None, "learn"):
            missed += learn.measure(options.nss, program, options.quick)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

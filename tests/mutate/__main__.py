# SPDX-License-Identifier: MPL-2.0
"""Brings COUNT key files with a few octets changed into a profile, through the built program, and says what came of it.

Each is one import of its own, most by a worker that was started already. The exit status is 1 where one crashed, was refused after more than
a second of processor time, or changed something although the answer was an error.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import mutations  # noqa: E402

# Files of one home; each piece has its own changes.
PIECE = 1000


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/mutate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, metavar="COUNT")
    parser.add_argument("--seed", default="certferry", help="another word makes other changes")
    parser.add_argument("--from", type=int, default=0, metavar="N", dest="first", help="leave out the first N pieces of %d files" % PIECE)
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), metavar="N", help="at a time (default: the cores there are)")
    return parser.parse_args()


def main():
    options = arguments()
    begin, kinds, slowest, found = time.monotonic(), collections.Counter(), 0, 0
    pieces = {options.first + number: min(PIECE, options.count - done) for number, done in enumerate(range(0, options.count, PIECE))}
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        runs = {pool.submit(mutations.run_at_home, size, f"{options.seed} {number}"): number for number, size in pieces.items()}
        for run in concurrent.futures.as_completed(runs):
            tally = run.result()
            kinds += tally.kinds
            slowest, found = max(slowest, tally.slowest[0]), found + len(tally.found)
            for number, complaint, content in tally.found:
                print(f"piece {runs[run]}, file {number}: {complaint}: {content}")
            print(f"{sum(kinds.values())} files in {time.monotonic() - begin:.0f} s, {found} complaints, slowest refusal {slowest:.2f} s, "
                  + ", ".join(f"{kind} {number}" for kind, number in kinds.most_common()))
    return 1 if found else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    sys.exit(main())

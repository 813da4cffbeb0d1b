# SPDX-License-Identifier: MPL-2.0
"""Builds and runs the fuzz targets for MINUTES of wall time in all, divided among them.

Inputs that reached something new are kept under build-sanitize/fuzz/corpus/, finds under build-sanitize/fuzz/finds/. The exit status is 1
where anything was found.
"""

import argparse
import math
import os
import sys

import campaign


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("minutes", type=float, metavar="MINUTES")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(campaign.targets()))
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), metavar="N",
                        help="targets at a time (default: the cores there are)")
    options = parser.parse_intermixed_args()
    if unknown := set(options.targets) - set(campaign.targets()):
        parser.error("there is no target " + ", ".join(sorted(unknown)))
    if options.minutes <= 0 or options.jobs <= 0:
        parser.error("minutes and jobs are more than 0")
    return options


def line_of(result):
    outcome = f"FOUND: {result.find or 'see above'}" if result.complaint else "nothing found"
    return (f"{result.name:17} {result.executions:>12,} executions, {result.per_second:>7,} a second, "
            f"coverage {result.coverage:>5}, {result.kept:>5} inputs kept, {outcome}")


def main():
    options = arguments()
    if reason := campaign.missing():
        print(f"Nothing can be fuzzed here: {reason}.", file=sys.stderr)
        return 3
    names = options.targets or campaign.targets()
    if failure := campaign.build(names):
        print(failure, file=sys.stderr)
        return 3
    jobs = min(options.jobs, len(names))
    seconds = options.minutes * 60 / math.ceil(len(names) / jobs)
    print(f"{len(names)} targets, {seconds:.0f} seconds each, {jobs} at a time")
    found = 0
    for result in campaign.run_all(names, seconds, jobs):
        found += bool(result.complaint)
        print(result.complaint, end="")
        print(line_of(result))
    print(f"{found} of {len(names)} targets found something" if found else "Nothing was found.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace", line_buffering=True)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

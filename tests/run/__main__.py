# SPDX-License-Identifier: MPL-2.0
"""Runs the tests, fast ones first, and counts single cases.

Without a name: every test; of what only repeats others under other conditions a sample, unless `--whole` is said. `--quick`: the
house, the units and one whole move. A name runs one part, or one test program
or file of any part. What this machine cannot give is skipped by name, and listed before the last line, which is always
`N passed, N failed, N skipped`.
"""

import argparse
import os
import sys

import builds
import parts
from canary_watch import CanaryWatch
from tally import Tally


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/test", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a part, a test program or a test file (see --list)")
    parser.add_argument("--quick", action="store_true", help="the house, the units and one whole move")
    parser.add_argument("--whole", action="store_true", help="sample nothing; takes some three hours")
    parser.add_argument("--list", action="store_true", help="say what NAME may be")
    return parser.parse_args()


def chosen(options):
    """The parts to run, or None for a name that nothing has."""
    every = parts.all_parts(options.whole)
    if options.quick:
        return [part for part in (each.quick() for each in every) if part]
    if not options.names:
        return every
    found = [part for name in options.names for part in parts.named(every, name)]
    return found if all(parts.named(every, name) for name in options.names) else None


def main():
    options = arguments()
    if options.list:
        for part in parts.all_parts(whole=True):
            print(f"{part.name:14} {part.about}")
            for name in part.members():
                print(f"  {name}")
        return 0
    wanted = chosen(options)
    if wanted is None:
        print("There is no such test; scripts/test --list names them all.", file=sys.stderr)
        return 2
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    if options.whole:
        os.environ["CERTFERRY_WHOLE"] = "1"
    builds.sampled = not (options.names or options.quick or options.whole)
    with CanaryWatch() as watch:
        tally = Tally(watch.look_at)
        builds.ahead(list(dict.fromkeys(preset for part in wanted for preset in part.presets)))
        for part in wanted:
            tally.begin_part(part.name, part.about)
            part.run(tally)
        tally.begin_part("canary", "the tests' passwords, looked for in all that was written")
        watch.report(tally)
    if builds.sampled:
        print("\nSampled (scripts/test --whole takes all): each unit test either under sanitizers or as built for people; places where frames "
              "are cut and moves are killed; the native host under sanitizers; hosts of a fleet; seconds of fuzzing")
    return tally.finish()


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace", line_buffering=True)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

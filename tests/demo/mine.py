# SPDX-License-Identifier: MPL-2.0
"""What a move would do with the person's own profiles: a dry run, which asks no password and writes nothing."""

import os
import pwd
import subprocess
import sys

from certferry import PROGRAM


def refused():
    """Why not, or None. Under sudo the profiles would be those of another user."""
    if os.environ.get("SUDO_UID") or os.environ.get("SUDO_USER"):
        return "Run it without sudo: it looks at your own profiles, as yourself."
    home = os.environ.get("HOME", "")
    if not home or not os.path.isdir(home):
        return "HOME names no folder, so there are no profiles to look at."
    if os.stat(home).st_uid != os.geteuid():
        owner = pwd.getpwuid(os.stat(home).st_uid).pw_name
        return f"{home} belongs to {owner}: run it as {owner}."
    return None


def run():
    """Prints the plan; returns the exit status of certferry."""
    reason = refused()
    if reason:
        print(reason, file=sys.stderr)
        return 2
    print("A dry run on your own profiles: no password is asked, nothing is written.\n", flush=True)
    # Without a terminal nobody can be asked anything.
    done = subprocess.run([PROGRAM, "migrate", "--dry-run"], stdin=subprocess.DEVNULL, start_new_session=True, check=False)
    return done.returncode

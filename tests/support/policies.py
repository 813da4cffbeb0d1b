# SPDX-License-Identifier: MPL-2.0
"""What an administrator decides for an application: a policies.json, and the certificates that it names.

It is laid over the application's folder for that in a mount namespace that only the command sees which is started in it;
the computer's own folders are not touched.
"""

import json
import os
import pathlib
import subprocess

from application import library_folder

# Folders that are there where the applications are installed as Debian has them, and the policies.json in each.
PLACES = {
    "thunderbird": (pathlib.Path("/etc/thunderbird"), "policies/policies.json"),
    "firefox": (pathlib.Path(library_folder("firefox") or "/usr/lib/firefox-esr") / "distribution", "policies.json"),
}
LAY_OVER = 'mount --bind "$1" "$2" && shift 2 && exec "$@"'


def write(folder, file, policies, certificates=()):
    """The files as they lie in `folder`; certificates beside the policies, PEM, each as its label says."""
    file = pathlib.Path(folder) / file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"policies": policies}), encoding="utf-8")
    for each in certificates:
        (folder / f"{each.label}.pem").write_text(each.pem, encoding="utf-8")


def installing(application, *certificates):
    """The policy that installs them."""
    place, _ = PLACES[application]
    return {"Certificates": {"Install": [str(place / f"{each.label}.pem") for each in certificates]}}


class Policies:
    """`prefix` starts a command where they hold."""

    def __init__(self, folder, application, policies, certificates=()):
        place, file = PLACES[application]
        write(pathlib.Path(folder), file, policies, certificates)
        self.prefix = ["unshare", "--mount", "sh", "-c", LAY_OVER, "sh", str(folder), str(place)]


def skip_unless_possible(test, *applications):
    """Certferry believes only what belongs to root, and in a user's own namespace nothing seems to."""
    if os.geteuid() != 0:
        test.skipTest("only root can lay policies over the system's")
    for application in applications:
        place, _ = PLACES[application]
        if not place.is_dir():
            test.skipTest(f"{place} is not there")
        command = ["unshare", "--mount", "mount", "--bind", str(place), str(place)]
        if subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode != 0:
            test.skipTest("this machine gives no mount namespace")

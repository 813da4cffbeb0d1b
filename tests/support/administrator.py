# SPDX-License-Identifier: MPL-2.0
"""What the administrator of a computer sets in /etc/certferry. It holds for what is started with `prefix`, in a copy of /etc in a mount
namespace; the computer's own is not touched."""

import json
import os
import pathlib
import shutil
import subprocess

from policies import LAY_OVER


class Administrator:
    """`folder`: an empty one, or that of one before, whose time is over then. Files that `settings` names lie in /etc/certferry: `certificates`, each as its label says."""

    def __init__(self, folder, settings, certificates=()):
        self.place = pathlib.Path(folder, "etc")
        if not self.place.exists():
            subprocess.run(["cp", "-a", "/etc", self.place], check=True)
        self.place = self.place / "certferry"
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir(mode=0o755)
        self._write("certferry.json", json.dumps(settings))
        for each in certificates:
            self._write(f"{each.label}.pem", each.pem)
        self.prefix = ["unshare", "--mount", "sh", "-c", LAY_OVER, "sh", str(self.place.parent), "/etc"]

    def _write(self, name, text):
        (self.place / name).write_text(text, encoding="utf-8")
        (self.place / name).chmod(0o644)


def trusting(folder, *certificates):
    """The one that trusts these roots."""
    return Administrator(folder, {"trustedRoots": [f"/etc/certferry/{each.label}.pem" for each in certificates]}, certificates)


def skip_unless_possible(test):
    if os.geteuid() != 0:
        test.skipTest("only root can lay files over the system's")
    if subprocess.run(["unshare", "--mount", "mount", "--bind", "/etc", "/etc"], stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode != 0:
        test.skipTest("this machine gives no mount namespace")

# SPDX-License-Identifier: MPL-2.0
"""A controller with the real Ansible and the built collection: its inventory, its plays, the results that it collected."""

import json
import os
import pathlib
import shutil
import subprocess

from installation import BUILT

COLLECTIONS = BUILT.parent / "ansible"
COLLECTION = COLLECTIONS / "ansible_collections" / "certferry" / "audit"
FORKS = 10


def missing(*programs):
    """Why no fleet can be audited here, or None."""
    for program in ("ansible-playbook", *programs):
        if shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin") is None:
            return f"{program} is not installed"
    return None


def skip_unless_installed(test, *programs):
    if reason := missing(*programs):
        test.skipTest(reason)


class Controller:
    """`folder`: an empty one. `programs`: where certferry-worker lies for the hosts; None: where the role lays it down."""

    def __init__(self, folder, programs):
        self.folder, self.results = pathlib.Path(folder), pathlib.Path(folder, "results")
        self.home = self.folder / "home"
        self.home.mkdir(mode=0o700)
        self._programs = programs
        self.environment = {
            "HOME": str(self.home), "PWD": str(self.folder), "PATH": f"{BUILT}:/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "C.UTF-8", "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS), "ANSIBLE_FORKS": str(FORKS), "ANSIBLE_PYTHON_INTERPRETER": "/usr/bin/python3",
            "ANSIBLE_DEPRECATION_WARNINGS": "0", "PYTHONDONTWRITEBYTECODE": "1"}

    def inventory(self, hosts):
        """`hosts`: {name: variables}."""
        file = self.folder / "inventory.yml"  # JSON is YAML
        file.write_text(json.dumps({"all": {"hosts": hosts}}), encoding="utf-8")
        return file

    def local(self, **variables):
        """A host that is this computer, with a folder of its own for what Ansible brings to it."""
        return {"ansible_connection": "local", "ansible_remote_tmp": str(self.folder / "remote"), **variables}

    def play(self, playbook, hosts, *words, **variables):
        """Runs a playbook, by its file or by its name in the collection."""
        values = {"audit_results": str(self.results), "audit_lay_down": self._programs is None, **variables}
        if self._programs is not None:
            values.setdefault("audit_programs", str(self._programs))
        return self.run("ansible-playbook", "-i", self.inventory(hosts), "-e", json.dumps(values), playbook, *words)

    def module(self, arguments, *words, host=None):
        """The module once, ad hoc, on this computer: (status, its result)."""
        done = self.run("ansible", "-i", self.inventory({"pc": host or self.local()}), "pc", "-m", "certferry.audit.certferry_audit", "-a",
                        json.dumps(arguments), "-o", *words)
        if " => " not in done.stdout:
            raise AssertionError(done.stdout + done.stderr)
        return done.returncode, json.loads(done.stdout.split(" => ", 1)[1])

    def run(self, *words, **environment):
        return subprocess.run([str(word) for word in words], env={**self.environment, **environment}, cwd=self.folder, capture_output=True,
                              text=True, stdin=subprocess.DEVNULL, start_new_session=True, check=False)

    def collected(self):
        """{name of the host: what its file holds}."""
        return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in self.results.glob("*.json")}


def rules(envelope):
    """The ids of all that was found on a host."""
    audit = envelope["audit"]
    profiles = audit["profiles"] + audit.get("across", [])
    return {finding["rule"] for profile in profiles for finding in profile["findings"]}

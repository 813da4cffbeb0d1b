# SPDX-License-Identifier: MPL-2.0
"""A computer of its own for a test: namespaces for network, processes, mounts and its name, with a real sshd in it."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

import debian_package

INSIDE = pathlib.Path(__file__).resolve().parent / "machine_inside.py"
USER, NUMBER = "keeper", 61301


def missing():
    """Why there can be no such computer here, or None."""
    if os.geteuid() != 0:
        return "only root makes namespaces"
    for program in ("ssh", "sudo", "ip", "unshare", "nsenter"):
        if shutil.which(program, path="/usr/bin:/bin:/usr/sbin:/sbin") is None:
            return f"{program} is not installed"
    tried = subprocess.run(["unshare", "--net", "--pid", "--fork", "--mount", "--uts", "ip", "link", "add", "one", "type", "veth",
                            "peer", "name", "two"],
                           capture_output=True, text=True, check=False)
    return None if tried.returncode == 0 else f"no namespaces with a network: {tried.stderr.strip()}"


class Network:
    """The key that the computers let in, and their addresses. Use `start` for each computer; `stop` ends all. Throws SkipTest where
    there is no sshd."""

    def __init__(self, folder):
        self.sshd = debian_package.program(unittest.TestCase(), "openssh-server", "sshd", "sbin")
        self.folder, self.machines = pathlib.Path(folder), []
        self.key = self.folder / "key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.key], check=True)

    def start(self, name, homes, **how):
        """`homes`: {user: folder that becomes its home}. `how`: see Machine."""
        self.machines.append(Machine(self, name, len(self.machines) + 1, homes, **how))
        return self.machines[-1]

    def stop(self):
        for machine in self.machines:
            machine.die()


class Machine:
    """`sudo`: may the user become root? `hanging`: users whose homes never answer. `elsewhere`: those of them whom a directory service
    knows, and no file."""

    def __init__(self, network, name, number, homes, sudo=True, hanging=(), elsewhere=()):
        self.name, self._network = name, network
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"{name}-", dir=network.folder))
        self.folder.chmod(0o755)
        base = f"10.213.{os.getpid() % 250}"
        self._ours, self.address, self._link = f"{base}.{4 * number + 1}", f"{base}.{4 * number + 2}", f"cf{os.getpid() % 10000}x{number}"
        (self.folder / "ready").unlink(missing_ok=True)
        settings = {"name": name, "folder": str(self.folder), "homes": {user: str(home) for user, home in homes.items()}, "user": USER,
                    "number": NUMBER, "sudo": sudo, "hanging": list(hanging), "elsewhere": list(elsewhere), "key": f"{network.key}.pub", "link": f"{self._link}b",
                    "address": self.address, "route": self._ours, "sshd": network.sshd}
        (self.folder / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
        self._log = open(self.folder / "log", "wb")  # closed in die
        self._process = subprocess.Popen(
            ["unshare", "--net", "--uts", "--mount", "--pid", "--fork", "--kill-child=SIGKILL", "--mount-proc", "--propagation", "private",
             sys.executable, INSIDE, self.folder / "settings.json"], stdin=subprocess.PIPE, stdout=self._log, stderr=self._log)
        self._wait_for("inside")
        _ip("link", "add", self._link, "type", "veth", "peer", "name", f"{self._link}b", "netns", str(self._process.pid))
        _ip("addr", "add", f"{self._ours}/30", "dev", self._link)
        _ip("link", "set", self._link, "up")
        self._process.stdin.write(b"go\n")
        self._process.stdin.flush()
        self._wait_for("ready")

    def variables(self):
        """For an inventory."""
        return {"ansible_host": self.address, "ansible_user": USER, "ansible_ssh_private_key_file": str(self._network.key),
                "ansible_ssh_common_args": "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ServerAliveInterval=2 "
                                           "-o ServerAliveCountMax=2 -o ConnectTimeout=10"}

    def runs(self, word):
        """Does a process there have this word in its command line?"""
        inside = os.stat(f"/proc/{self._process.pid}/ns/net").st_ino
        for process in filter(str.isdigit, os.listdir("/proc")):
            try:
                if os.stat(f"/proc/{process}/ns/net").st_ino == inside and word.encode() in pathlib.Path("/proc", process, "cmdline").read_bytes():
                    return True
            except OSError:
                continue
        return False

    def die(self):
        """At once, with all that runs there; the network goes too."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._log.close()
        subprocess.run(["ip", "link", "delete", self._link], capture_output=True, check=False)

    def _wait_for(self, sign):
        while not (self.folder / sign).exists():
            if self._process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text(encoding="utf-8", errors="replace"))
            time.sleep(0.02)


def _ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True)

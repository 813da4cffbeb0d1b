# SPDX-License-Identifier: MPL-2.0
"""A laptop that pulls: only a commit that the administrator signed is run, and the unit of the audit can reach no network and change
no file."""

import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile
import unittest

import application
import fleet
from fleet import Controller
from fleet_homes import FleetOfHomes
from installation import trusted_base
from snapshot import require_no_trace, traces

UNITS = ("certferry-audit.service", "certferry-pull.service", "certferry-pull.timer")
# systemd's own scale: below 2 is "OK".
MOST_EXPOSED = 20
PULLED = """
- hosts: all
  gather_facts: false
  tasks:
    - ansible.builtin.copy: {{dest: "{mark}", content: "{word}", mode: "0600"}}
"""
ADMINISTRATOR, STRANGER = "administrator@example.test", "stranger@example.test"


@unittest.skipUnless(os.geteuid() == 0, "only root lays down units and enters homes")
class Laptop(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if reason := fleet.missing("git", "gpg"):
            raise unittest.SkipTest(reason)
        application.skip_unless_installed(cls, "thunderbird")
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="certferry-test-", dir=trusted_base()))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.folder.chmod(0o755)
        cls.controller = Controller(cls.folder, None)
        cls.controller.environment["ANSIBLE_PIPELINING"] = "1"  # what it takes to bring modules is not what is tested
        cls.repository, cls.mark = cls.folder / "repository", cls.folder / "mark"
        cls._make_signers()
        cls._git("init", "-q", "-b", "main", cls.repository)
        cls.done = cls.controller.play(
            "certferry.audit.laptop", {"laptop": cls.controller.local()}, laptop_units=str(cls.folder / "units"), laptop_packages=[],
            laptop_state=str(cls.folder / "state"), laptop_programs=str(cls.folder / "programs"), laptop_systemd=False,
            laptop_repository=str(cls.repository), laptop_signer=cls.key)

    @classmethod
    def _make_signers(cls):
        cls.keys = cls.folder / "keys"
        cls.keys.mkdir(mode=0o700)
        for name in (ADMINISTRATOR, STRANGER):
            cls._gpg("--passphrase", "", "--quick-generate-key", name, "ed25519", "sign", "never")
        cls.key = cls._gpg("--armor", "--export", ADMINISTRATOR)
        cls.addClassCleanup(subprocess.run, ["gpgconf", "--homedir", cls.keys, "--kill", "all"], check=False)
        (cls.folder / "units").mkdir()

    @classmethod
    def _gpg(cls, *words):
        return subprocess.run(["gpg", "--batch", "--homedir", cls.keys, *words], check=True, capture_output=True, text=True).stdout

    @classmethod
    def _git(cls, *words):
        environment = {**cls.controller.environment, "GNUPGHOME": str(cls.keys)}
        for who in ("AUTHOR", "COMMITTER"):
            environment |= {f"GIT_{who}_NAME": "A", f"GIT_{who}_EMAIL": ADMINISTRATOR}
        subprocess.run(["git", *words], env=environment, check=True, capture_output=True)

    def commit(self, word, *how):
        """A commit whose playbook writes this word."""
        (self.repository / "laptop.yml").write_text(PULLED.format(mark=self.mark, word=word), encoding="utf-8")
        self._git("-C", self.repository, "add", "laptop.yml")
        self._git("-C", self.repository, "commit", "-q", "-m", word, *how)

    def unit(self, name):
        """{what stands before '=': [what stands behind it]}"""
        found = {}
        for line in (self.folder / "units" / name).read_text(encoding="utf-8").splitlines():
            if match := re.match(r"(\w+)=(.*)", line):
                found.setdefault(match[1], []).append(match[2])
        return found

    def pull(self):
        """What the timer starts; the word that the playbook wrote, or None."""
        self.mark.unlink(missing_ok=True)
        unit = self.unit("certferry-pull.service")
        environment = dict(word.split("=", 1) for word in unit["Environment"])
        done = self.controller.run(*shlex.split(unit["ExecStart"][0]), **environment)
        word = self.mark.read_text(encoding="utf-8") if self.mark.exists() else None
        return done.returncode, word, done.stdout + done.stderr

    def test_only_a_commit_that_the_administrator_signed_is_run(self):
        self.assertEqual(self.done.returncode, 0, self.done.stdout + self.done.stderr)
        self.commit("first", "--no-gpg-sign")
        self.expect_refusal()
        self.commit("second", f"--gpg-sign={ADMINISTRATOR}")
        status, word, said = self.pull()
        self.assertEqual((status, word), (0, "second"), said)
        self.commit("third", f"--gpg-sign={STRANGER}")
        self.expect_refusal()

    def expect_refusal(self):
        status, word, said = self.pull()
        self.assertIsNone(word, said)
        self.assertNotEqual(status, 0, said)

    def test_systemd_takes_the_units_and_finds_little_exposed(self):
        if shutil.which("systemd-analyze") is None:
            self.skipTest("systemd is not installed")
        files = [self.folder / "units" / name for name in UNITS]
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", *files], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        done = subprocess.run(["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", files[0]], capture_output=True,
                              text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-600:] + done.stderr)

    def test_what_the_unit_leaves_is_enough_for_an_audit(self):
        """Its capabilities, no new privileges, no network, a system that cannot be written: what setpriv and unshare can make of it."""
        if shutil.which("unshare") is None or shutil.which("setpriv") is None:
            self.skipTest("util-linux is not installed")
        homes = FleetOfHomes(self.folder / "homes", 2)
        for number, home in enumerate(homes.homes.values()):
            for path in [home, *home.rglob("*")]:
                os.lchown(path, 61401 + number, 61401 + number)
        before = traces(self.folder / "homes")
        unit = self.unit("certferry-audit.service")
        capabilities = ",".join("+" + name.removeprefix("CAP_").lower() for name in unit["CapabilityBoundingSet"][0].split())
        words = f"mount -o remount,bind,ro / && mount -t tmpfs tmpfs /tmp && exec setpriv --bounding-set=-all,{capabilities} --no-new-privs " \
                f"{unit['ExecStart'][0]} --homes {self.folder / 'homes'}"
        done = subprocess.run(["unshare", "--net", "--mount", "sh", "-c", words], capture_output=True, stdin=subprocess.DEVNULL, check=False,
                              env={"PATH": os.environ["PATH"], "HOME": "/root"})
        if b"mount:" in done.stderr:
            self.skipTest("the system cannot be made read-only here")
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.assertEqual(unit["SuccessExitStatus"], ["1"])
        found = {}
        for profile in json.loads(done.stdout)["profiles"]:
            found.setdefault(profile["user"], set()).update(each["rule"] for each in profile["findings"])
        for name in homes.homes:
            self.assertEqual(found[name], homes.expected(name))
        require_no_trace(before, self.folder / "homes")


if __name__ == "__main__":
    unittest.main()

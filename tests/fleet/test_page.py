# SPDX-License-Identifier: MPL-2.0
"""docs/fleet.md, followed to the letter: each command of the page is run, in its order, on a controller that has two computers to reach."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import application
import fleet
import machine
from fleet_homes import FleetOfHomes
from installation import BUILT, ROOT

PAGE = ROOT / "docs" / "fleet.md"
# What the page changes on the controller is not this computer's.
BESIDE = ("/etc/cron.d", "/usr/local")
# In the state in which the page begins, and with nothing to build again.
BEGIN = """set -eu
for place in {beside}; do mount -t tmpfs tmpfs $place; done
mkdir /usr/local/bin
cd {source}
"""


def commands():
    """The page's blocks of commands, in their order."""
    return re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if reason := fleet.missing("git", "gpg", "ansible-galaxy") or machine.missing():
            raise unittest.SkipTest(reason)
        application.skip_unless_installed(cls, "thunderbird")
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        os.chmod(folder.name, 0o755)
        cls.folder = pathlib.Path(folder.name)
        cls.homes = FleetOfHomes(cls.folder / "homes", 2)
        network = machine.Network(folder.name)
        cls.addClassCleanup(network.stop)
        cls.machines = {f"pc{number}.example.test": network.start(f"pc{number}", {"ada": home})
                        for number, home in enumerate(cls.homes.homes.values(), 1)}
        cls.home = cls.folder / "home"
        cls._make_home(network.key)
        cls.environment = {"HOME": str(cls.home), "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "C.UTF-8", "SIGNER": "admin@example.test",
                           "ANSIBLE_NOCOLOR": "1", "DEBIAN_FRONTEND": "noninteractive"}
        cls._make_signer()
        script = BEGIN.format(beside=" ".join(BESIDE), source=cls._make_source()) + "\n".join(commands())
        cls.done = subprocess.run(["unshare", "--mount", "--propagation", "private", "bash", "-c", script + "\ncp /etc/cron.d/certferry $HOME/cron"],
                                  env=cls.environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)

    @classmethod
    def _make_home(cls, key):
        """Names that lead to the computers, as a name server and a login would have them."""
        (cls.home / ".ssh").mkdir(parents=True)
        hosts = "".join(f"Host {name}\n  HostName {each.address}\n  IdentityFile {key}\n  StrictHostKeyChecking no\n  UserKnownHostsFile /dev/null\n"
                        for name, each in cls.machines.items())
        # OpenSSH looks in the home that the system knows, not in HOME.
        (cls.home / "ssh_config").write_text(hosts, encoding="utf-8")
        wrapper = cls.home / "bin" / "ssh"
        wrapper.parent.mkdir()
        wrapper.write_text(f'#!/bin/sh\nexec /usr/bin/ssh -F {cls.home}/ssh_config "$@"\n', encoding="utf-8")
        wrapper.chmod(0o755)
        (cls.home / ".ansible.cfg").touch()

    @classmethod
    def _make_source(cls):
        """The source of Certferry with its build, as far as the page uses it."""
        source = cls.folder / "source"
        (source / "scripts").mkdir(parents=True)
        (source / "build").symlink_to(BUILT.parent)
        (source / "scripts" / "build").write_text("#!/bin/sh\ntest \"$*\" = --product\n", encoding="utf-8")
        (source / "scripts" / "build").chmod(0o755)
        return source

    @classmethod
    def _make_signer(cls):
        keys = cls.home / ".gnupg"
        keys.mkdir(mode=0o700)
        subprocess.run(["gpg", "--batch", "--homedir", keys, "--passphrase", "", "--quick-generate-key", "admin@example.test", "ed25519", "sign", "never"],
                       check=True, capture_output=True)
        cls.addClassCleanup(subprocess.run, ["gpgconf", "--homedir", keys, "--kill", "all"], check=False)
        (cls.home / ".gitconfig").write_text("[user]\n  name = Admin\n  email = admin@example.test\n", encoding="utf-8")
        cls.environment["PATH"] = f"{cls.home}/bin:{cls.environment['PATH']}"

    def test_every_command_works(self):
        self.assertEqual(self.done.returncode, 0, self.done.stdout[-4000:] + self.done.stderr[-4000:])

    def test_each_computer_has_its_result(self):
        results = self.folder / "source" / "fleet" / "results"
        for name, expected in zip(self.machines, self.homes.homes):
            found = json.loads((results / f"{name}.json").read_text(encoding="utf-8"))
            self.assertEqual(fleet.rules(found), self.homes.expected(expected), name)

    def test_the_report_is_there_for_its_reader_alone(self):
        reports = self.folder / "source" / "fleet" / "reports"
        page, = reports.glob("*.html")
        for name in self.machines:
            self.assertIn(name, page.read_text(encoding="utf-8"))
        self.assertEqual({file.stat().st_mode & 0o777 for file in [*reports.iterdir()]}, {0o600})
        self.assertEqual(reports.stat().st_mode & 0o777, 0o700)

    def test_cron_is_told_what_was_run(self):
        line = (self.home / "cron").read_text(encoding="utf-8")
        self.assertRegex(line, r"^0 6 \* \* 1 root cd /\S+ && ansible-playbook certferry\.audit\.fleet > last-run 2>&1\n$")

    def test_the_repository_of_laptops_is_signed_and_whole(self):
        repository = self.folder / "source" / "fleet" / "laptops"
        verified = subprocess.run(["git", "-C", repository, "verify-commit", "HEAD"], env=self.environment, capture_output=True, check=False)
        self.assertEqual(verified.returncode, 0, verified.stderr)
        done = subprocess.run(["ansible-playbook", "--syntax-check", "--inventory", "localhost,", "laptop.yml"], cwd=repository, capture_output=True,
                              text=True, env={**self.environment, "PWD": str(repository)}, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        listed = subprocess.run(["git", "-C", repository, "ls-files"], capture_output=True, text=True, check=True).stdout.split("\n")
        self.assertIn("collections/ansible_collections/certferry/audit/roles/audit/files/certferry-worker", listed)

    def test_policies_on_the_page_are_json_and_name_what_is_built(self):
        blocks = [json.loads(each) for each in re.findall(r"^```json\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)]
        policies = [each["policies"] for each in blocks if "policies" in each]
        for policy in policies:
            for add_on in policy["ExtensionSettings"].values():
                self.assertTrue((BUILT.parent / "extension" / pathlib.Path(add_on["install_url"]).name).exists())
        self.assertTrue(policies)


if __name__ == "__main__":
    unittest.main()

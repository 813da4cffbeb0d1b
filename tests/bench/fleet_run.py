# SPDX-License-Identifier: MPL-2.0
"""Computers a minute through Ansible, each with a profile of 20 certificates: our role, and the same play with a support team's script of
NSS's and openssl's commands in its place. All are this computer, so what is measured is the controller and the audits together; what
Ansible takes to do nothing on each, and the audits without Ansible, tell them apart."""

import json
import os
import pathlib
import resource
import subprocess
import sys
import time

from audit import FILES, SCRIPT
from stores import Store

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))

import fleet  # noqa: E402
from fleet import Controller  # noqa: E402
from fleet_homes import lay_profile  # noqa: E402
from installation import Installation  # noqa: E402

PLAY = """
- hosts: all
  gather_facts: false
  strategy: ansible.builtin.host_pinned
  environment: {{HOME: "{{{{ home_of_host }}}}"{more}}}
  {what}
"""
OURS = "roles: [certferry.audit.audit]"
PEER = """tasks:
    - ansible.builtin.script: {script} {{{{ home_of_host }}}}/.thunderbird/*.default
    - ansible.builtin.copy: {{content: "done", dest: "{results}/{{{{ inventory_hostname }}}}", mode: "0600"}}
"""
NOTHING = "tasks: [{ansible.builtin.raw: 'true'}]"


def measure(nss_folder, scratch, quick):
    """Prints a table. Returns how many goals were missed; there is none yet."""
    if reason := fleet.missing():
        print(f"\nfleet: {reason}")
        return 0
    count = 40 if quick else 200
    store = Store(nss_folder, 16, 1, 2, 1)
    folder = pathlib.Path(scratch, "fleet")
    folder.mkdir()
    place = Installation()
    try:
        controller = Controller(folder, place.programs)
        hosts = {}
        for number in range(count):
            home = folder / f"home{number}"
            lay_profile(store.profile, FILES, home)
            hosts[f"pc{number}"] = controller.local(home_of_host=str(home))
        script = folder / "script.sh"
        script.write_text("#!/bin/sh\n" + SCRIPT, encoding="utf-8")
        script.chmod(0o755)
        (folder / "peer").mkdir()
        rows = {"ours": _run(controller, hosts, OURS), "script": _run(
            controller, hosts, PEER.format(script=script, results=folder / "peer"), f", LD_LIBRARY_PATH: {nss_folder}"),
            "nothing": _run(controller, hosts, NOTHING), "without Ansible": _without_ansible(controller, hosts, place.programs)}
        if len(controller.collected()) != count or any("audit" not in each for each in controller.collected().values()):
            raise RuntimeError("not every computer was audited")
    finally:
        place.remove()
    print(f"\n{f'{count} computers':>20} {'seconds':>8} {'a minute':>9} {'processor time':>15}  (Ansible with {fleet.FORKS} forks)")
    for name, (seconds, processor) in rows.items():
        print(f"{name:>20} {seconds:>8.1f} {count / seconds * 60:>9.0f} {processor:>13.1f} s", flush=True)
    ratios = [script / ours for ours, script in zip(rows["ours"], rows["script"])]
    print(f"{'ours/script':>20} 1/{ratios[0]:.1f}, of processor time 1/{ratios[1]:.1f}")
    return 0


def _run(controller, hosts, what, more=""):
    """Seconds, and seconds of processor time of all that was started."""
    playbook = controller.folder / "play.yml"
    playbook.write_text(PLAY.format(what=what, more=more), encoding="utf-8")
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = controller.play(playbook, hosts, audit_all_users=False, audit_become=False)
    seconds, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise RuntimeError(done.stdout[-2000:] + done.stderr)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _without_ansible(controller, hosts, programs):
    """The module for each home, one after the other."""
    arguments = controller.folder / "arguments"
    arguments.write_text(json.dumps({"programs": str(programs)}), encoding="utf-8")
    module = fleet.COLLECTION / "plugins" / "modules" / "certferry_audit"
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    for host in hosts.values():
        subprocess.run([module, arguments], env={"HOME": host["home_of_host"]}, stdout=subprocess.DEVNULL, check=True)
    seconds, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

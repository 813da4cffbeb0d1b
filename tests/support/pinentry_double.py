# SPDX-License-Identifier: MPL-2.0
"""A dialog program that answers by a plan, and records what it was sent and what it could see. It speaks the protocol of
pinentry; what real ones make of our texts is for people to look at."""

import json
import os
import pathlib
import shutil
import tempfile

PROGRAM = r'''#!/usr/bin/python3 -IS
import json, os, signal, sys, time
here = os.path.dirname(os.path.realpath(__file__))
number = 0
while True:
    try:
        os.mkdir(os.path.join(here, f"run-{number}"))
        break
    except FileExistsError:
        number += 1
plans = json.load(open(os.path.join(here, "plans.json")))
plan = plans[min(number, len(plans) - 1)]
record = {"environment": dict(os.environ), "arguments": sys.argv[1:], "lines": [], "process": os.getpid(),
          "descriptors": sorted(int(n) for n in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{n}")),
          "started": time.time()}
def save():
    with open(os.path.join(here, f"run-{number}", "record.new"), "w") as file: json.dump(record, file)
    os.rename(os.path.join(here, f"run-{number}", "record.new"), os.path.join(here, f"run-{number}", "record.json"))
save()
def say(text): os.write(1, text.encode() + b"\n")
def act(step, value):
    if step == "say": say(value)
    elif step == "raw": os.write(1, bytes.fromhex(value))
    elif step == "exit": os._exit(value)
    elif step == "crash": os.kill(os.getpid(), signal.SIGKILL)
    elif step == "sleep": time.sleep(value)
    elif step == "hang":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        open(os.path.join(here, "hangs"), "w").close()
        while True: signal.pause()
for step, value in plan.get("start", [["say", "OK Pleased to meet you"]]): act(step, value)
for line in sys.stdin.buffer:
    text = line.rstrip(b"\n").decode("utf-8", "surrogateescape")
    record["lines"].append(text)
    save()
    if text.split(" ")[0] in ("GETPIN", "CONFIRM"):
        for step, value in plan["answer"]: act(step, value)
    else: say("OK")
    if text == "BYE": break
'''
CANCELLED = [["say", "ERR 83886179 Operation cancelled <Pinentry>"]]
NOT_CONFIRMED = [["say", "ERR 83886194 Not confirmed <Pinentry>"]]
YES = [["say", "OK"]]


def trusted_folder():
    """A new folder that only this user can change, as the host asks of programs; None where there is no such place."""
    base = pathlib.Path("/var/lib" if os.geteuid() == 0 else os.path.expanduser("~"))
    try:
        for folder in [base, *base.parents]:
            status = folder.stat()
            if status.st_uid not in (0, os.geteuid()) or status.st_mode & 0o022:
                return None
        return pathlib.Path(tempfile.mkdtemp(prefix="certferry-test-", dir=base))
    except OSError:
        return None


def typed(text):
    """The person types this and presses the button for yes."""
    encoded = text.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")
    return [["say", "D " + encoded], ["say", "OK"]] if text else YES


class PinentryDouble:
    """A folder with the program. `answers`: what each start does when it is to show the dialog, the last one for all
    further starts; or whole plans."""

    def __init__(self, test, *answers):
        self.folder = trusted_folder()
        if self.folder is None:
            test.skipTest("no folder here can be changed by this user only")
        test.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.program = self.folder / "pinentry"
        self.program.write_text(PROGRAM, encoding="utf-8")
        self.program.chmod(0o755)
        plans = [answer if isinstance(answer, dict) else {"answer": answer} for answer in answers]
        (self.folder / "plans.json").write_text(json.dumps(plans), encoding="utf-8")

    def configure(self, home):
        """The configuration of a person who chose this program."""
        file = pathlib.Path(home) / ".config" / "certferry" / "certferry.json"
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_text(json.dumps({"pinentry": str(self.program)}), encoding="utf-8")
        file.chmod(0o600)

    def records(self):
        """What each start saw, in order."""
        found = []
        while (self.folder / f"run-{len(found)}").exists():
            found.append(json.loads((self.folder / f"run-{len(found)}" / "record.json").read_text(encoding="utf-8")))
        return found

    def hangs(self):
        return (self.folder / "hangs").exists()

    def texts(self):
        """The text of each dialog, as the person reads it."""
        return [described(record) for record in self.records()]


def described(record):
    line = next((line for line in record["lines"] if line.startswith("SETDESC ")), "SETDESC ")
    return line.removeprefix("SETDESC ").replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")

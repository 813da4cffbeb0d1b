# SPDX-License-Identifier: MPL-2.0
"""A stand-in for certferry-worker, for tests of what the front does with a worker: how it starts one, what it hands
over, and how it takes misbehaviour. It knows nothing of NSS; what the real worker does is tested with the real one."""

import json
import os
import shutil
import stat
import sys

# Debian's own: the running one may lie in a home that other users cannot enter.
PYTHON = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else os.path.realpath(sys.executable)
PROGRAM = '''#!{python} -IS
import json, os, signal, socket, struct, sys, time
here = os.path.dirname(os.path.realpath(__file__))
number = 0
while True:
    try:
        os.mkdir(os.path.join(here, f"run-{{number}}"))
        break
    except FileExistsError:
        number += 1
parent = os.getppid()
record = {{"environment": dict(os.environ), "arguments": sys.argv[1:], "received": [], "process": os.getpid(),
          "group": os.getpgid(0), "folder": os.getcwd(),
          "descriptors": sorted(int(n) for n in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{{n}}")),
          "own_user": os.getuid(), "owner_of_parent": os.stat(f"/proc/{{parent}}/status").st_uid,
          "core_limit_of_parent": [l for l in open(f"/proc/{{parent}}/limits") if l.startswith("Max core")][0].split()[4:6]}}
def save():
    with open(os.path.join(here, f"run-{{number}}", "record.new"), "w") as f: json.dump(record, f)
    os.rename(os.path.join(here, f"run-{{number}}", "record.new"), os.path.join(here, f"run-{{number}}", "record.json"))
save()
if "--wait-for" in sys.argv: sys.exit(0)
channel = socket.socket(fileno=3)
def take(size):
    data = b""
    while len(data) < size:
        piece = channel.recv(size - len(data))
        if not piece: save(); sys.exit(0)
        data += piece
    return data
def receive():
    length, = struct.unpack("=I", take(4))
    kind = take(1).decode()
    record["received"].append([kind, take(length).decode("utf-8", "surrogateescape")])
    save()
def send(kind, payload):
    data = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    channel.sendall(struct.pack("=I", len(data)) + kind.encode() + data)
plans = json.load(open(os.path.join(here, "plans.json")))
for step, value in plans[min(number, len(plans) - 1)]:
    if step == "receive": receive()
    elif step == "send": send(*value)
    elif step == "raw": channel.sendall(bytes.fromhex(value))
    elif step == "stderr": os.write(2, value.encode()); os.write(1, b"lost")
    elif step == "ignore-term": signal.signal(signal.SIGTERM, signal.SIG_IGN)
    elif step == "result-on-term": signal.signal(signal.SIGTERM, lambda *_, result=value: (send("A", result), os._exit(0)))
    elif step == "note": save(); open(os.path.join(here, value), "w").close()
    elif step == "note-own": open(os.path.join(here, value + str(number)), "w").close()
    elif step == "until":
        while not os.path.exists(os.path.join(here, value)): time.sleep(0.005)
    elif step == "wait": signal.pause()
    elif step == "exit": os._exit(value)
'''


class WorkerDouble:
    """A folder with the real certferry and a stand-in worker beside it, which follows `plans`: one list of steps for
    each start, the last one for all further starts."""

    def __init__(self, folder, certferry, plans):
        self.folder = folder
        os.chmod(folder, 0o755)
        self.certferry = os.path.join(folder, "certferry")
        shutil.copy(certferry, self.certferry)
        worker = os.path.join(folder, "certferry-worker")
        with open(worker, "w", encoding="utf-8") as file:
            file.write(PROGRAM.format(python=PYTHON))
        os.chmod(worker, stat.S_IRWXU | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)
        with open(os.path.join(folder, "plans.json"), "w", encoding="utf-8") as file:
            json.dump(plans, file)
        if os.geteuid() == 0:
            os.chmod(folder, 0o777)

    def records(self):
        """What each start saw, in order."""
        found = []
        while os.path.exists(os.path.join(self.folder, f"run-{len(found)}")):
            with open(os.path.join(self.folder, f"run-{len(found)}", "record.json"), encoding="utf-8") as file:
                found.append(json.load(file))
        return found


def answering(result):
    """The plan of a worker that just answers."""
    return [["receive", None], ["send", ["A", result]]]


def failing(kind, **data):
    """The plan of a worker that reports an error."""
    error = {"code": -32000, "message": "A message.", "data": {"kind": kind, "retriable": False, **data}}
    return [["receive", None], ["send", ["E", error]]]

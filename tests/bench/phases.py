# SPDX-License-Identifier: MPL-2.0
"""Where the time of a move goes: this stands in the front's place and notes when the worker tells of each stage."""

import json
import os
import socket
import struct
import subprocess
import time

STAGES = {"start": "start, libraries", "check": "check, list", "login": "login", "plan": "plan", "backup": "backup", "copy": "copy",
          "verify": "proof", "select": "select", "end": "end"}


class Phases:
    """Milliseconds by stage, from the worker's own messages (host/channel/channel.hpp)."""

    def __init__(self, program, nss_folder):
        self.worker = os.path.join(os.path.dirname(program), "certferry-worker")
        self.nss_folder = nss_folder

    def move(self, source, target, root_fingerprint, password):
        """One move; {stage: seconds}."""
        ours, theirs = socket.socketpair()
        environment = {"PATH": os.environ["PATH"], "HOME": os.path.dirname(target), "LD_LIBRARY_PATH": self.nss_folder}
        begin = time.perf_counter()
        command = ["/bin/sh", "-c", f'exec "$0" 3<&{theirs.fileno()} {theirs.fileno()}<&-', self.worker]
        process = subprocess.Popen(command, env=environment, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        theirs.close()
        stream = ours.makefile("rwb")
        nss = {"folder": self.nss_folder, "version": "", "origin": "thunderbird"}
        _send(stream, b"R", {"method": "migration.run", "commandLine": True, "params": {"trustRoots": [root_fingerprint]},
                             "profilePaths": {"from": source, "to": target}, "nss": nss,
                             "nssFolders": {"thunderbird": {"folder": self.nss_folder, "version": "0"}}})
        times, stage = {}, "start"
        while True:
            kind, payload = _receive(stream)
            now = time.perf_counter()
            if kind == b"Q":
                _answer(stream, json.loads(payload), password)
                continue
            times[stage] = times.get(stage, 0) + now - begin
            begin = now
            if kind != b"P":
                break
            stage = json.loads(payload)["stage"]
        process.wait()
        times["end"] = time.perf_counter() - begin
        if kind != b"A":
            raise RuntimeError(f"the move failed: {payload[:500]!r}")
        return times


def _answer(stream, question, password):
    if question["ask"] == "password":
        _send(stream, b"S", password.encode())
    else:
        _send(stream, b"Y", {"answer": "no"})


def _send(stream, kind, payload):
    data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    stream.write(struct.pack("=I", len(data)) + kind + data)
    stream.flush()


def _receive(stream):
    length, kind = struct.unpack("=Ic", stream.read(5))
    return kind, stream.read(length)

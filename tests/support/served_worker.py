# SPDX-License-Identifier: MPL-2.0
"""The built certferry-worker, kept just before its `main` (worker_server.cpp): each request is served by a fork of it."""

import base64
import json
import pathlib
import socket
import struct
import subprocess

from certferry import PROGRAM

WORKER = pathlib.Path(PROGRAM).resolve().parent / "certferry-worker"
SERVER = WORKER.parent.parent / "probes" / "worker_server.so"


class Served:
    """`kind` of the error, or None; `seconds` of processor time, of the worker and what it forked; `status` as os.wait has it."""

    def __init__(self, kind, status, seconds):
        self.kind, self.status, self.seconds = kind, status, seconds

    @property
    def ended_well(self):
        return self.status == 0


class ServedWorker:
    """Workers of one HOME with one NSS. Use it in a `with`."""

    def __init__(self, home, nss_folder):
        self._nss = str(nss_folder)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {"HOME": str(home), "LANG": "C.UTF-8", "LD_LIBRARY_PATH": self._nss, "LD_PRELOAD": str(SERVER), "LD_BIND_NOW": "1"}
        self._process = subprocess.Popen([WORKER], env=environment, stdin=theirs, start_new_session=True)
        theirs.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._control.close()
        self._process.wait()

    def bring(self, profile, files, password):
        """What `certferry import --profile PROFILE FILES --password-fd` says, with the octets of the files."""
        first, *others = [base64.b64encode(file).decode() for file in files]
        request = {"method": "pkcs12.import", "params": {"data": first, **({"bundles": others} if others else {})}, "commandLine": True,
                   "profilePaths": {"profile": str(profile)}, "interactive": False, "nss": {"folder": self._nss},
                   "nssFolders": {"thunderbird": {"folder": self._nss, "version": "3.125"}}}
        ours, theirs = socket.socketpair()
        with ours:
            socket.send_fds(self._control, [b"."], [theirs.fileno()])
            theirs.close()
            kind = self._converse(ours, request, password)
        status, microseconds = map(int, self._control.recv(64).split())
        return Served(kind, status, microseconds / 1e6)

    def _converse(self, channel, request, password):
        """The kind of the error that the answer is; None for a result, or where the worker died."""
        send(channel, b"R", json.dumps(request).encode())
        while frame := receive(channel):
            sort, payload = frame
            if sort == b"Q":
                send(channel, *_reply(json.loads(payload), password))
            elif sort == b"E":
                return json.loads(payload)["data"]["kind"]
            elif sort == b"A":
                return None
        return None


def _reply(question, password):
    """As the command line does where nobody sits at it: a password from a descriptor is given once."""
    if question["ask"] == "password" and question["role"] == "file" and question["attempt"] == 1:
        return b"S", password.encode()
    answers = {"password": {"answer": "no", "kind": "wrong-password"}, "trust-root": {"answer": "unavailable"}}
    return b"Y", json.dumps(answers.get(question["ask"], {"answer": "no"})).encode()


def send(channel, sort, payload):
    channel.sendall(struct.pack("=I", len(payload)) + sort + payload)


def receive(channel):
    """(type, payload), or None at the end."""
    try:
        header = _take(channel, 5)
        return header and (header[4:], _take(channel, struct.unpack("=I", header[:4])[0]))
    except ConnectionResetError:
        return None


def _take(channel, size):
    data = b""
    while len(data) < size:
        piece = channel.recv(size - len(data))
        if not piece:
            return None
        data += piece
    return data

# SPDX-License-Identifier: MPL-2.0
"""Native hosts as a browser starts them: seconds to an answer, and how much memory they and their children took."""

import json
import os
import resource
import struct
import subprocess
import time

MANIFEST, OWN_ID = "/usr/lib/mozilla/native-messaging-hosts/certferry.json", "certferry@certferry"


def compile_do_nothing(folder):
    """The least that a host can do, as a program."""
    program = os.path.join(folder, "do-nothing-host")
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "do_nothing_host.c")
    subprocess.run(["cc", "-O2", "-o", program, source], check=True)
    return program


def exchange(program, home, method, params=None):
    """Starts the host, asks once, reads the whole answer, ends it. Returns seconds to the end of the answer, seconds of
    processor time, and the peak memory in KiB of the host and of the largest process that was started so far."""
    message = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, **({"params": params} if params else {})}).encode()
    before = _processor()
    begin = time.perf_counter()
    process = subprocess.Popen([program, MANIFEST, OWN_ID], env={"HOME": home, "PATH": os.environ["PATH"]},
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdin.write(struct.pack("=I", len(message)) + message)
    process.stdin.flush()
    error = _read_answer(process.stdout)
    seconds = time.perf_counter() - begin
    host = _peak(process.pid)
    process.stdin.close()
    process.wait()
    process.stdout.close()
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    if error:
        raise RuntimeError(f"{method}: {error}")
    return seconds, _processor() - before, host, worker


def _processor():
    """Of all children that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _peak(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))


def _read_answer(stream):
    """Reads frames until the answer is whole; the error in it, or None. Parts are not put together: that is the client's
    work, whatever host it speaks to."""
    while True:
        length, = struct.unpack("=I", stream.read(4))
        body = stream.read(length)
        start = body[:200]
        if b'"$/part"' in start:
            head = json.loads(body[:body.index(b',"data":')] + b"}}")["params"]
            if head["seq"] + 1 == head["total"]:
                return None
        elif b'"method"' not in start:
            return body[:500] if b'"error"' in start else None

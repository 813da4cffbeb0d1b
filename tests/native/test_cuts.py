# SPDX-License-Identifier: MPL-2.0
"""One recorded session, split in two at every byte and cut off at every byte; and so each frame that other tests send."""

import collections
import concurrent.futures
import json
import os
import pathlib
import struct
import subprocess
import time
import unittest

from host_case import HostCase, cases
from native_host import MANIFEST, OWN_ID, PATIENCE, PROGRAM, SANITIZED, cancel, frame, request, run, split_frames
from test_bad_json import NO_JSON, NO_REQUEST, NO_SUCH, with_params
from test_hello import RANGES

# All kinds of requests that need no worker: their answers do not depend on what is installed.
SESSION = [
    request("ping", number=1), b"{", request("certificates.list", {"profile": "/etc"}, 2), b"",
    b'{"jsonrpc":"2.0","id":3,"id":3,"method":"ping"}', request("ping", number="\U0001F511 \" \\ \n"),
    {"jsonrpc": "2.0", "method": "$/whatever"}, cancel(99), request("hello", {"protocol": [2, 3]}, 4),
    {"jsonrpc": "2.0", "method": "ping"}, request("no.such", number=5), [request("ping", number=6)], request("ping", number=7),
]
FRAMES = [frame(message) for message in SESSION]
DATA = b"".join(FRAMES)
BORDERS = {sum(map(len, FRAMES[:count])) for count in range(len(FRAMES) + 1)}
AT_ONCE = 8
EXCHANGES = pathlib.Path(__file__).resolve().parent.parent / "exchanges"
# Cut at every byte up to here, then at so many places. The session always is, and a frame when nothing is left out; a host under
# a sanitizer takes twenty times as long to start, and is cut at some: which bytes of a frame came is one and the same to its memory.
SHORT, FURTHER = 400, 60
STEP, SESSION_STEP = (397, 31) if SANITIZED else (11, 1)
if "CERTFERRY_WHOLE" in os.environ:
    STEP, SESSION_STEP = (131, 7) if SANITIZED else (1, 1)


def frames_of_other_tests():
    """What is no JSON, no request, no method; handshakes; and each request that is recorded with its answer."""
    bodies = {**NO_JSON, **{name: body for name, (body, _) in NO_REQUEST.items()}}
    bodies |= {name: with_params(params, method) for name, (params, method, _) in NO_SUCH.items()}
    bodies |= {name: request("hello", {"protocol": offered}) for name, (offered, _) in RANGES.items()}
    for path in sorted(EXCHANGES.glob("*.json")):
        recorded = json.loads(path.read_text(encoding="utf-8"))
        bodies |= {f"{recorded['method']}: {each['name']}": request(recorded["method"], each.get("params"))
                   for each in recorded["exchanges"]}
    return bodies


def places_to_cut(length):
    further = range(SHORT, length, max(1, (length - SHORT) // FURTHER))
    return [*range(1, min(length, SHORT), STEP), *further[::STEP], length - 1]


def multiset(bodies):
    return collections.Counter(json.dumps(json.loads(body), sort_keys=True) for body in bodies)


def whole_session():
    status, bodies, rest, words = run(DATA)
    assert (status, rest, words) == (0, b"", b""), (status, rest, words)
    return bodies


def split_session(at):
    """The session in two writes with a rest between them, long enough that the first part is read alone."""
    with subprocess.Popen([PROGRAM, MANIFEST, OWN_ID], env={}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        os.write(process.stdin.fileno(), DATA[:at])
        time.sleep(0.004)
        os.write(process.stdin.fileno(), DATA[at:])
        output, words = process.communicate(timeout=PATIENCE)
        return process.returncode, *split_frames(output), words


def each(act, items):
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        return list(zip(items, pool.map(act, items)))


class Session(unittest.TestCase):
    def setUp(self):
        self.expected = multiset(whole_session())

    def test_it_has_an_answer_for_each_request_and_none_for_notifications(self):
        self.assertEqual(sum(self.expected.values()), len(SESSION) - 2)

    def test_split_at_every_byte_it_has_the_same_answers(self):
        for at, (status, bodies, rest, words) in each(split_session, range(1, len(DATA), SESSION_STEP)):
            self.assertEqual((status, rest, words), (0, b"", b""), at)
            self.assertEqual(multiset(bodies), self.expected, at)

    def test_cut_at_every_byte_it_ends_with_nothing_half(self):
        for at, (status, bodies, rest, words) in each(lambda end: run(DATA[:end]), sorted({*range(0, len(DATA), SESSION_STEP), *BORDERS})):
            self.assertEqual((status, rest, words), (0 if at in BORDERS else 4, b"", b""), at)
            answers = multiset(bodies)
            self.assertFalse(answers - self.expected, at)
            if at in BORDERS:
                complete = multiset(run(DATA[:at])[1])
                self.assertEqual(answers, complete, at)

    def test_what_had_its_answer_when_a_frame_was_cut_off_gets_it(self):
        bodies = [b"{", b"[]", json.dumps(request("ping")).encode()]
        complete = multiset(run(b"".join(map(frame, bodies)))[1])
        self.assertEqual(sum(complete.values()), len(bodies))
        cut_off = b"".join(map(frame, bodies)) + struct.pack("=I", 100) + b"{"
        for number, (status, answered, rest, words) in each(lambda _: run(cut_off), range(3 * AT_ONCE)):
            self.assertEqual((status, rest, words), (4, b"", b""), number)
            self.assertEqual(multiset(answered), complete, number)

    def test_cut_within_a_frame_that_is_too_long_it_ends_the_same_way(self):
        header = struct.pack("=I", 0xFFFFFFFF)
        for data in (header, header + b"x", header + b"x" * 100_000, frame(request("ping")) + header + b"{}"):
            status, _, rest, words = run(data)
            self.assertEqual((status, rest, words), (4, b"", b""))


@cases({name: (body,) for name, body in frames_of_other_tests().items()})
class OneFrame(HostCase):
    """Cut off anywhere it is answered by nobody and starts nothing."""

    def check(self, body):
        whole = frame(body)
        for at, ended in each(lambda end: run(whole[:end]), places_to_cut(len(whole))):
            self.assertEqual(ended, (4, [], b"", b""), at)


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MPL-2.0
"""Frames of every length and in every piece, and what a length may cost."""

import struct
import time
import unittest

from host_case import HostCase, cases, request
from native_host import LARGEST_REQUEST, SANITIZED, frame

PING = b'{"jsonrpc":"2.0","id":1,"method":"ping"}'
MEBIBYTE = 1024 * 1024
# A sanitizer looks at every byte; the memory that a length costs is measured without one.
A_LOT = 64 if SANITIZED else 1024


def peak_memory(process):
    """VmHWM in bytes, asked of a process that is still there."""
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


def of_length(length):
    """A ping of so many bytes."""
    return PING + b" " * (length - len(PING))


class Memory(HostCase):
    def check_peak(self, host, most):
        if not SANITIZED:
            self.assertLess(peak_memory(host.process), most)


@cases({f"a length of {length:#x}": (length,) for length in (LARGEST_REQUEST + 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE, 64 * MEBIBYTE)})
class TooLong(Memory):
    """Told at once, before a byte of the body, and nothing is allocated for it."""

    def check(self, length):
        host = self.start()
        host.write(struct.pack("=I", length))
        error = self.check_error(host.answer(None), None, -32000, "too-large")
        self.assertFalse(error["data"]["retriable"])
        host.write(b"x" * (4 * MEBIBYTE))
        self.check_peak(host, 16 * MEBIBYTE)
        self.assertEqual(host.close(), 4)
        self.assertEqual((host.leftover(), host.rest), ([], b""))


@cases({f"{length} bytes": (length,) for length in (len(PING), len(PING) + 1, 4096, 65535, 65536, 65537, MEBIBYTE, MEBIBYTE + 1,
                                                    LARGEST_REQUEST - 1, LARGEST_REQUEST)})
class Taken(Memory):
    def check(self, length):
        host = self.start()
        host.send(of_length(length))
        self.assertEqual(host.answer(1)["result"], {})
        self.check_peak(host, 12 * MEBIBYTE + 3 * length)
        self.check_alive(host)


class GoesOn(Memory):
    def test_after_a_frame_that_is_too_long_by_one_byte_the_next_is_read(self):
        host = self.start()
        host.send(of_length(LARGEST_REQUEST + 1), request("ping", number="next"))
        self.check_error(host.receive(), None, -32000, "too-large")
        self.assertEqual(host.receive()["id"], "next")
        self.check_peak(host, 16 * MEBIBYTE)
        self.check_alive(host)

    def test_a_gigabyte_is_skipped_in_little_memory(self):
        host = self.start()
        host.write(struct.pack("=I", A_LOT * MEBIBYTE))
        piece = b"x" * MEBIBYTE
        for _ in range(A_LOT):
            host.write(piece)
        host.send(request("ping", number="next"))
        self.check_error(host.receive(), None, -32000, "too-large")
        self.assertEqual(host.receive()["id"], "next")
        self.check_peak(host, 16 * MEBIBYTE)
        self.check_alive(host)

    def test_a_long_request_gives_its_memory_back(self):
        host = self.start()
        for number in range(8):
            host.send(of_length(LARGEST_REQUEST))
            self.assertEqual(host.answer(1)["result"], {}, number)
        self.check_peak(host, 12 * MEBIBYTE + 3 * LARGEST_REQUEST)
        self.check_alive(host)

    def test_many_small_values_cost_no_multiple_of_the_limit(self):
        host = self.start()
        text = b'{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":[' + b"[]," * (10 * MEBIBYTE) + b"[]]}}"
        host.send(text)
        self.check_error(host.answer(1), 1, -32600, "invalid-request")
        self.check_peak(host, 3 * LARGEST_REQUEST)
        self.check_alive(host)

    def test_too_long_ten_times_is_ten_answers(self):
        host = self.start()
        for _ in range(10):
            host.send(of_length(LARGEST_REQUEST + 1))
        for _ in range(10):
            self.check_error(host.receive(), None, -32000, "too-large")
        self.check_alive(host)


class Pieces(HostCase):
    def test_byte_by_byte(self):
        host = self.start()
        for byte in frame(request("ping", number="slow")):
            host.write(bytes([byte]))
            time.sleep(0.001)
        self.assertEqual(host.answer("slow")["result"], {})
        self.check_alive(host)

    def test_a_thousand_frames_in_one_write(self):
        host = self.start()
        host.send(*(request("ping", number=number) for number in range(1000)))
        self.assertEqual([host.receive()["id"] for _ in range(1000)], list(range(1000)))
        self.check_alive(host)

    def test_a_header_cut_in_two(self):
        host = self.start()
        data = frame(request("ping", number=1)) + frame(request("ping", number=2))
        first = len(frame(request("ping", number=1)))
        for cut in (first + 1, first + 2, first + 3):
            host.write(data[:cut])
            self.assertEqual(host.receive()["id"], 1)
            host.write(data[cut:])
            self.assertEqual(host.receive()["id"], 2)
        self.check_alive(host)

    def test_an_answer_comes_before_the_next_request_is_whole(self):
        host = self.start()
        host.write(frame(request("ping", number=1)) + b"\x10\0\0\0{")
        self.assertEqual(host.answer(1)["result"], {})
        self.assertEqual(host.close(), 4)

    def test_every_answer_is_a_frame_below_the_limit_in_one_json_text(self):
        host = self.start()
        host.send(request("hello", {"protocol": [1, 1]}), b"{", request("no.such", number=2))
        for number in (1, None, 2):
            host.answer(number)
        self.check_alive(host)
        self.assertTrue(all(body.startswith(b"{") and body.endswith(b"}") and b"\n" not in body for body in host.frames))


if __name__ == "__main__":
    unittest.main()

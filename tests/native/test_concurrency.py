# SPDX-License-Identifier: MPL-2.0
"""Requests that overlap: workers and their line, limits, ids, and cancellation."""

import os
import time
import unittest

from host_case import WAIT, Overlap, cases, request, until
from native_host import LARGEST_REQUEST, cancel
from worker_double import answering, failing

STUBBORN = [["receive", None], ["ignore-term", None], ["note", "stubborn"], ["wait", None], ["wait", None]]


class Pings(Overlap):
    def test_are_answered_while_every_place_is_taken(self):
        host = self.hold(32)
        for number in range(100):
            self.assertEqual(host.ask("ping", number=f"ping {number}")["result"], {})
        self.check_cancelled(host, range(32))
        self.check_alive(host)

    def test_are_answered_in_order(self):
        host = self.hold(4)
        host.send(*(request("ping", number=f"ping {number}") for number in range(50)))
        self.assertEqual([host.receive()["id"] for _ in range(50)], [f"ping {number}" for number in range(50)])
        self.check_cancelled(host, range(4))
        self.check_alive(host)

    def test_pass_between_the_parts_of_a_long_answer(self):
        self.double(answering({"text": "x" * 60_000_000}))
        host = self.start(program=str(self.home / "certferry"), reading=False)
        host.send(request("profiles.list", number="long"))
        first = os.read(host.process.stdout.fileno(), 65536)
        self.assertIn(b"$/part", first)
        host.send(request("ping", number="quick"))
        host.process.stdin.close()
        data = first + host.process.stdout.read()
        self.assertLess(data.index(b'"quick"'), len(data) // 2)


class Places(Overlap):
    def test_four_workers_run_at_a_time(self):
        host = self.hold(10)
        host.ask("ping", number="a while later")
        time.sleep(0.3)
        self.assertEqual(len(self.workers()), 4)
        self.check_cancelled(host, range(10))
        self.check_alive(host)

    def test_who_waits_for_a_place_is_told_so(self):
        host = self.hold(6)
        told = [host.receive()["params"] for _ in range(2)]
        self.assertEqual(sorted((each["id"], each["stage"]) for each in told), [(4, "waiting"), (5, "waiting")])
        self.check_cancelled(host, range(6))
        self.check_alive(host)

    def test_a_place_that_gets_free_is_taken_by_the_next(self):
        plan = [["receive", None], until("go"), ["send", ["A", {"profiles": []}]]]
        host = self.hold(12, plan)
        self.release("go")
        for number in range(12):
            self.assertEqual(host.answer(number)["result"], {"profiles": []})
        self.assertEqual(len(self.workers()), 12)
        self.check_alive(host)

    def test_reads_overlap(self):
        both = [["receive", None], ["note-own", "begun-"], until("begun-0"), until("begun-1"), ["send", ["A", {"profiles": []}]]]
        host = self.hold(2, both)
        for number in (0, 1):
            self.assertIn("result", host.answer(number))
        self.check_alive(host)

    def test_answers_come_as_they_get_ready(self):
        self.double([["receive", None], until("go"), ["send", ["A", {"n": 0}]]], answering({"n": 1}))
        host = self.start(program=str(self.home / "certferry"))
        host.send(request("profiles.list", number="slow"))
        self.wait_for_workers(1)
        host.send(request("profiles.list", number="quick"))
        self.assertEqual((answer := host.receive())["id"], "quick", answer)
        self.release("go")
        self.assertEqual(host.receive()["id"], "slow")
        self.check_alive(host)

    def test_hello_needs_no_place(self):
        host = self.hold(4)
        self.assertIn("result", host.ask("hello", {"protocol": [1, 1]}, "hello"))
        self.check_cancelled(host, range(4))
        self.check_alive(host)


class Limits(Overlap):
    def test_the_33rd_request_is_too_many(self):
        host = self.hold(32)
        error = self.check_error(host.ask("profiles.list", number=32), 32, -32000, "too-many-requests")
        self.assertTrue(error["data"]["retriable"])
        self.check_cancelled(host, [0])
        host.send(request("profiles.list", number=33))
        error = self.check_error(host.ask("profiles.list", number=34), 34, -32000, "too-many-requests")
        self.check_cancelled(host, [*range(1, 32), 33])
        self.check_alive(host)

    def test_a_hello_counts_and_a_ping_does_not(self):
        host = self.hold(32)
        self.check_error(host.ask("hello", {"protocol": [1, 1]}, "hello"), "hello", -32000, "too-many-requests")
        self.assertEqual(host.ask("ping", number="ping")["result"], {})
        self.check_cancelled(host, range(32))
        self.check_alive(host)

    def test_open_requests_are_at_most_64_mebibytes(self):
        self.double(WAIT)
        host = self.start(program=str(self.home / "certferry"))
        text = b'{"jsonrpc":"2.0","id":%d,"method":"profiles.list"}'
        for number in (0, 1):
            host.send((text % number).ljust(LARGEST_REQUEST))
        self.wait_for_workers(2)
        host.send(text % 2)
        self.check_error(host.answer(2), 2, -32000, "too-many-requests")
        self.assertEqual(host.ask("ping", number="ping")["result"], {})
        self.check_cancelled(host, [0])
        host.send(text % 3)
        self.check_cancelled(host, [1, 3])
        self.check_alive(host)


class Ids(Overlap):
    def test_one_that_is_in_use_is_refused_and_the_first_goes_on(self):
        plan = [["receive", None], until("go"), ["send", ["A", {"profiles": []}]]]
        host = self.hold(1, plan)
        self.check_error(host.ask("profiles.list", number=0), 0, -32600, "invalid-request")
        self.check_error(host.ask("ping", number=0), 0, -32600, "invalid-request")
        self.release("go")
        self.assertEqual(host.answer(0)["result"], {"profiles": []})
        self.assertEqual(host.ask("ping", number=0)["result"], {})
        self.assertEqual(len(self.workers()), 1)
        self.check_alive(host)

    def test_a_number_and_the_same_in_letters_are_two(self):
        host = self.hold(1)
        host.send(request("profiles.list", number="0"))
        self.wait_for_workers(2)
        host.send(cancel("0"))
        self.assertEqual(host.receive()["id"], "0")
        self.check_cancelled(host, [0])
        self.check_alive(host)

    def test_one_is_free_again_as_soon_as_it_is_answered(self):
        self.double(answering({"profiles": []}))
        host = self.start(program=str(self.home / "certferry"))
        for _ in range(20):
            self.assertEqual(host.ask("profiles.list", number="same")["result"], {"profiles": []})
        self.check_alive(host)


class Cancelling(Overlap):
    def test_ends_a_worker_that_runs(self):
        host = self.hold(1)
        self.check_cancelled(host, [0])
        self.check_alive(host)

    def test_ends_the_wait_for_a_place_without_starting_a_worker(self):
        host = self.hold(6)
        self.check_cancelled(host, [5, 4])
        self.assertEqual(len(self.workers()), 4)
        self.check_cancelled(host, [3, 2, 1, 0])
        self.check_alive(host)

    def test_of_one_request_leaves_the_others(self):
        plan = [["receive", None], until("go"), ["send", ["A", {"profiles": []}]]]
        host = self.hold(3, plan)
        self.check_cancelled(host, [1])
        self.release("go")
        for number in (0, 2):
            self.assertIn("result", host.answer(number))
        self.check_alive(host)

    def test_ends_also_a_worker_that_does_not_want_to(self):
        host = self.hold(1, STUBBORN)
        self.wait_for_notes("stubborn")
        host.send(cancel(0))
        self.assertEqual(host.ask("ping", number="meanwhile")["result"], {})
        self.check_error(host.answer(0), 0, -32000, "cancelled")
        self.check_alive(host)

    def test_that_comes_too_late_lets_the_result_through(self):
        host = self.hold(1, [["receive", None], ["result-on-term", {"profiles": ["late"]}], ["note", "ready"], ["wait", None]])
        self.wait_for_notes("ready")
        host.send(cancel(0))
        self.assertEqual(host.answer(0)["result"], {"profiles": ["late"]})
        self.check_alive(host)

    def test_twice_is_answered_once(self):
        host = self.hold(1)
        host.send(cancel(0), cancel(0), cancel(0))
        self.check_error(host.receive(), 0, -32000, "cancelled")
        self.check_alive(host)

    def test_in_the_same_write_as_the_request(self):
        self.double(WAIT)
        host = self.start(program=str(self.home / "certferry"))
        for number in range(30):
            host.send(request("profiles.list", number=number), cancel(number))
        for number in range(30):
            self.check_error(host.answer(number), number, -32000, "cancelled")
        self.check_alive(host)

    def test_in_any_order_gives_each_request_one_answer(self):
        self.double(*[WAIT, answering({"profiles": []})] * 40, answering({"profiles": []}))
        host = self.start(program=str(self.home / "certferry"))
        for begin in range(0, 90, 30):
            numbers = range(begin, begin + 30)
            host.send(*(request("profiles.list", number=number) for number in numbers))
            host.send(*(cancel(number) for number in sorted(numbers, key=lambda number: number * 7 % 30)))
            kinds = {("result" if "result" in (answer := host.answer(number)) else answer["error"]["data"]["kind"])
                     for number in numbers}
            self.assertLessEqual(kinds, {"result", "cancelled"})
        self.check_alive(host)


FAILURES = {
    "dies": ([["receive", None], ["exit", 1]], "internal"), "dies at its start": ([["exit", 0]], "internal"),
    "cannot load its libraries": ([["exit", 127]], "nss-failure"), "sends no JSON": ([["receive", None], ["raw", "0100000041" + "7b"]], "internal"),
    "sends a NUL after its result": ([["receive", None], ["raw", "0400000041" + "7b7d0078"]], "internal"),
    "sends a byte order mark": ([["receive", None], ["raw", "0500000041" + "efbbbf7b7d"]], "internal"),
    "sends two results in one": ([["receive", None], ["raw", "0400000041" + "7b7d7b7d"]], "internal"),
    "sends half a message": ([["receive", None], ["raw", "0a00000041" + "7b7b"]], "internal"),
    "sends a message of four gigabytes": ([["receive", None], ["raw", "ffffffff41"]], "internal"),
    "asks something unknown": ([["receive", None], ["send", ["Q", {"ask": "file"}]], ["receive", None]], "internal"),
    "reports an error": (failing("profile-busy"), "profile-busy"), "reports an unknown error": (failing("no-such-kind"), "internal"),
}


@cases({f"that {name}": row for name, row in FAILURES.items()})
class AWorker(Overlap):
    def check(self, plan, kind):
        self.double(plan)
        host = self.start(program=str(self.home / "certferry"))
        answer = host.ask("profiles.list", number=1)
        self.check_error(answer, 1, -32603 if kind == "internal" else -32000, kind)
        self.check_alive(host)

    def test_that_is_missing_is_told(self):
        self.double(WAIT)
        os.remove(self.home / "certferry-worker")
        host = self.start(program=str(self.home / "certferry"))
        self.check_error(host.ask("profiles.list"), 1, -32603, "internal")
        self.check_alive(host)


if __name__ == "__main__":
    unittest.main()

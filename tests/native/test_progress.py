# SPDX-License-Identifier: MPL-2.0
"""What a client is told while a request runs."""

import time
import unittest

from host_case import DoubleCase, request, until


def progress(stage="copy", done=1, total=2):
    return ["send", ["P", {"stage": stage, "done": done, "total": total}]]


class Progress(DoubleCase):
    def test_carries_the_id_and_the_stage(self):
        self.double([["receive", None], progress("copy", 3, 7), until("go"), ["send", ["A", {}]]])
        host = self.start(program=str(self.home / "certferry"))
        host.send(request("profiles.list", number="mine"))
        self.assertEqual(host.receive(), {"jsonrpc": "2.0", "method": "$/progress",
                                          "params": {"id": "mine", "stage": "copy", "done": 3, "total": 7}})
        (self.home / "go").touch()
        self.assertEqual(host.receive()["id"], "mine")
        self.check_alive(host)

    def test_comes_at_most_ten_times_a_second_and_the_latest_is_told(self):
        steps = [progress("copy", done, 2000) for done in range(2000)]
        self.double([["receive", None], *steps, until("go"), ["send", ["A", {}]]])
        host = self.start(program=str(self.home / "certferry"))
        begin = time.monotonic()
        host.send(request("profiles.list"))
        told = [host.receive()["params"]["done"]]
        while told[-1] != 1999:
            told.append(host.receive()["params"]["done"])
        self.assertLessEqual(len(told), 2 + (time.monotonic() - begin) * 10)
        self.assertEqual(told, sorted(told))
        (self.home / "go").touch()
        host.answer()
        self.check_alive(host)

    def test_never_comes_after_the_answer(self):
        self.double([["receive", None], *[progress("copy", done, 50) for done in range(50)], ["send", ["A", {}]]])
        host = self.start(program=str(self.home / "certferry"))
        for number in range(20):
            host.ask("profiles.list", number=number)
        time.sleep(0.3)
        self.check_alive(host)

    def test_of_two_requests_is_told_apart(self):
        self.double([["receive", None], progress("first"), until("go"), ["send", ["A", {}]]],
                    [["receive", None], progress("second"), until("go"), ["send", ["A", {}]]])
        host = self.start(program=str(self.home / "certferry"))
        stages = {}
        for number, stage in ((1, "first"), (2, "second")):
            host.send(request("profiles.list", number=number))
            told = host.receive()["params"]
            stages[told["id"]] = told["stage"]
        self.assertEqual(stages, {1: "first", 2: "second"})
        (self.home / "go").touch()
        for number in (1, 2):
            host.answer(number)
        self.check_alive(host)


if __name__ == "__main__":
    unittest.main()

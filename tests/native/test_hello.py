# SPDX-License-Identifier: MPL-2.0
"""The handshake: which versions fit, and what the host says of itself."""

import re
import unittest

from host_case import HostCase, cases
from native_host import LARGEST_FRAME, LARGEST_REQUEST, run, frame, request

RANGES = {
    "the same version": ([1, 1], None), "a range that includes it": ([0, 7], None), "a range that begins with it": ([1, 2], None),
    "a range that ends with it": ([0, 1], None), "the widest range": ([0, 2**63], None), "an older client": ([0, 0], "extension"),
    "a newer client": ([2, 2], "host"), "a much newer client": ([2**53, 2**64 - 1], "host"),
}


@cases(RANGES)
class Version(HostCase):
    def check(self, offered, update):
        host = self.start()
        answer = host.ask("hello", {"client": "test", "clientVersion": "9", "protocol": offered})
        if update is None:
            self.assertEqual(answer["result"]["protocol"], 1)
        else:
            error = self.check_error(answer, 1, -32000, "version-mismatch")
            self.assertEqual(error["data"]["update"], update)
            self.assertFalse(error["data"]["retriable"])
        self.check_alive(host)


class Hello(HostCase):
    def hello(self, **further):
        host = self.start()
        result = host.ask("hello", {"protocol": [1, 1], **further})["result"]
        self.check_alive(host)
        return result

    def test_unknown_members_are_ignored(self):
        self.assertEqual(self.hello(future={"x": [1, {}]}, methods=["a"])["protocol"], 1)

    def test_it_says_who_it_is_and_what_fits(self):
        result = self.hello()
        self.assertRegex(result["hostVersion"], r"^\d+\.\d+\.\d+$")
        self.assertEqual(result["limits"], {"maxRequestBytes": LARGEST_REQUEST, "maxFrameBytes": LARGEST_FRAME})
        self.assertEqual(len(result["methods"]), len(set(result["methods"])))

    def test_it_names_the_nss_that_will_be_loaded(self):
        nss = self.hello()["nss"]
        if nss is None:
            self.skipTest("no NSS is installed")
        self.assertEqual(set(nss), {"version", "softoken", "library", "origin"})
        for name in ("version", "softoken"):
            self.assertRegex(nss[name], r"^3\.\d+(\.\d+)*$")
        self.assertTrue(nss["library"].endswith("/libnss3.so"), nss["library"])
        self.assertIn(nss["origin"], ("firefox", "thunderbird", "system"))

    def test_it_may_be_said_again(self):
        host = self.start()
        first = host.ask("hello", {"protocol": [1, 1]}, 1)["result"]
        self.assertEqual(host.ask("hello", {"protocol": [0, 1]}, 2)["result"], first)
        self.check_alive(host)

    def test_methods_work_without_it(self):
        status, bodies, rest, words = run(frame(request("certificates.list", {}, 1)))
        self.assertEqual((status, len(bodies), rest, words), (0, 1, b"", b""))
        self.assertIn(b'"invalid-request"', bodies[0])

    def test_the_host_says_nothing_before_it_is_spoken_to(self):
        self.assertEqual(run(b""), (0, [], b"", b""))

    def test_it_is_the_first_frame_of_a_message_that_wants_one_answer(self):
        _, bodies, _, _ = run(frame(request("hello", {"protocol": [1, 1]}, "one shot")))
        self.assertTrue(re.search(rb'"id":"one shot"', bodies[0]))


if __name__ == "__main__":
    unittest.main()

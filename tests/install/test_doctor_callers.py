# SPDX-License-Identifier: MPL-2.0
"""The doctor asked through the native host, by an add-on that may ask everything and by one that nobody allowed."""

import json
import struct
import subprocess
import unittest

import test_doctor
from installation import INSTALLED, MANIFEST


class Callers(test_doctor.Case):
    def ask(self, extension, *requests):
        """The answers by id; standard error must be empty, since browsers show it."""
        process = subprocess.Popen([self.home / INSTALLED / "certferry-host", self.home / MANIFEST, extension], env=self.place.environment,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd="/")
        for number, (method, params) in enumerate(requests):
            message = json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode()
            process.stdin.write(struct.pack("=I", len(message)) + message)
        process.stdin.flush()
        answers = {}
        while len(answers) < len(requests):
            length, = struct.unpack("=I", process.stdout.read(4))
            message = json.loads(process.stdout.read(length))
            if "id" in message:
                answers[message["id"]] = message
        _, errors = process.communicate()
        self.assertEqual((process.returncode, errors), (0, b""))
        return answers

    def test_our_add_on_is_told_everything(self):
        answer = self.ask("certferry@certferry", ("doctor.run", {}))[0]["result"]
        self.assertIn("profiles-none", {each["id"] for each in answer["findings"]})
        self.assertTrue(any(str(self.home) in text for text in answer["good"]))

    def test_an_add_on_that_nobody_allowed_is_told_only_whether_the_host_can_be_reached(self):
        (self.home / ".thunderbird/secret.profile").mkdir(parents=True)
        self.write(".thunderbird/profiles.ini", "[Profile0]\nName=secret-name\nIsRelative=1\nPath=secret.profile\n")
        self.write(test_doctor.CONFIGURATION, json.dumps({"allowedExtensions": ["secret@example.org"]}))
        answer = self.ask("stranger@example.org", ("doctor.run", {}))[0]["result"]
        text = json.dumps(answer)
        for secret in (str(self.home), "secret", "Profile", "profile"):
            self.assertNotIn(secret, text)
        self.assertTrue(any("starts and answers" in good for good in answer["good"]))
        self.assertIn("extension-half-allowed", {each["id"] for each in answer["findings"]})

    def test_a_broken_link_is_told_to_everybody(self):
        (self.home / INSTALLED / "certferry-worker").unlink()
        answer = self.ask("stranger@example.org", ("doctor.run", {}))[0]["result"]
        self.assertIn("host-without-worker", {each["id"] for each in answer["findings"]})

    def test_parameters_are_refused_and_a_ping_is_answered_meanwhile(self):
        answers = self.ask("certferry@certferry", ("doctor.run", {"path": "/"}), ("doctor.run", {}), ("ping", {}))
        self.assertEqual(answers[0]["error"]["data"]["kind"], "invalid-request")
        self.assertEqual(answers[2]["result"], {})


if __name__ == "__main__":
    unittest.main()

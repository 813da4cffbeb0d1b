# SPDX-License-Identifier: MPL-2.0
"""Who may call what: add-ons by their id, and a portal that names none."""

import json
import os
import pathlib
import subprocess
import sys
import unittest

from host_case import DoubleCase, HostCase, cases, request
from native_host import MANIFEST, OWN_ID, environment_of
from worker_double import answering

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FINGERPRINT = "ab" * 32
# Parameters that are valid for each method.
METHODS = {
    "profiles.list": {}, "certificates.list": {"profile": "p"}, "identities.list": {"profile": "p"},
    "migration.plan": {}, "migration.run": {}, "selection.set": {"profile": "p", "identity": "id1", "signing": FINGERPRINT},
    "selection.explain": {"profile": "p"}, "selection.pending": {"profile": "p"}, "selection.applied": {"profile": "p", "identity": "id1"},
    "backups.list": {"profile": "p"}, "backups.restore": {"profile": "p", "name": "n"},
    "audit.run": {}, "messages.verify": {"profile": "p", "message": ""},
    "recipients.check": {"profile": "p", "addresses": ["a@b.test"]}, "recipients.learn": {"profile": "p", "messages": [""]},
    "pkcs12.export": {"profile": "p", "certificates": "all", "name": "n.p12"}, "pkcs12.import": {"profile": "p", "data": ""},
}
# Made by the host of what several workers say.
MADE_BY_HOST = {"audit.run"}
# A worker that answers without having written a file did not do what was asked.
MAKES_FILE = {"pkcs12.export"}
WRITES = {"migration.run", "recipients.learn", "pkcs12.import", "selection.set", "selection.applied", "backups.restore"}
OTHER, GUID = "other@example.test", "{01234567-89ab-cdef-0123-456789ABCDEF}"
STRANGERS = {
    "another add-on": OTHER, "a GUID": GUID, "an empty id": "", "our id in capitals": OWN_ID.upper(), "our id and a space": OWN_ID + " ",
    "our id and a line feed": OWN_ID + "\n", "our name alone": "certferry", "our id in a web address": "moz-extension://" + OWN_ID,
    "an id with a command": "x; reboot", "an id with a quote": "'@x", "an id of 10000 letters": "a@" + "b" * 10_000,
    "an id that is no UTF-8": b"\xff\xfe@x", "an id that steers terminals": "\x1b[2J@x", "an asterisk": "*", "a path": "/etc/passwd",
}


class Callers(DoubleCase):
    def started(self, *arguments):
        self.double(answering({"from": "the worker"}))
        return self.start(*arguments, program=str(self.home / "certferry")) if arguments else \
            self.start(program=str(self.home / "certferry"), bare=True)

    def configure(self, text, mode=0o600):
        folder = self.home / ".config" / "certferry"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "certferry.json"
        path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
        path.chmod(mode)

    def hello(self, host):
        return host.ask("hello", {"protocol": [1, 1]}, "hello")["result"]

    def check_everything(self, host):
        for number, (method, params) in enumerate(METHODS.items()):
            self.check_answered(host, method, params, number)

    def check_answered(self, host, method, params, number):
        answer = host.ask(method, params, number)
        if method in MAKES_FILE:
            self.check_error(answer, number, -32603, "internal")
        elif method in MADE_BY_HOST:
            self.assertEqual(answer["result"]["profiles"], [], method)
        else:
            self.assertEqual(answer["result"], {"from": "the worker"}, method)

    def check_refused(self, host, fix):
        for number, (method, params) in enumerate([*METHODS.items(), ("no.such", {}), ("", {})]):
            error = self.check_error(host.ask(method, params, number), number, -32000, "caller-refused")
            self.assertEqual(error["data"]["fix"].get("command"), fix)
        self.assertEqual(host.ask("ping", number="ping")["result"], {})
        self.assertFalse((self.home / "run-0").exists(), "a worker was started")


class Ours(Callers):
    def test_may_call_everything(self):
        host = self.started(MANIFEST, OWN_ID)
        self.check_everything(host)
        hello = self.hello(host)
        self.assertEqual(hello["caller"], {"id": OWN_ID, "allowed": True})
        self.assertLessEqual({"hello", "ping", *METHODS}, set(hello["methods"]))
        self.check_alive(host)

    def test_the_table_here_has_every_method_that_there_is(self):
        host = self.started(MANIFEST, OWN_ID)
        self.assertEqual(set(self.hello(host)["methods"]) - {"hello", "ping", "doctor.run"}, set(METHODS))

    def test_each_method_that_is_named_is_known(self):
        host = self.started(MANIFEST, OWN_ID)
        for number, method in enumerate(self.hello(host)["methods"]):
            answer = host.ask(method, {"unknown": 1}, number)
            self.assertNotEqual(answer.get("error", {}).get("data", {}).get("kind"), "unknown-method", method)
        self.check_alive(host)

    def test_the_path_of_the_manifest_means_nothing(self):
        for path in ("", "/", "relative", OTHER):
            host = self.started(path, OWN_ID)
            self.assertIn("result", host.ask("profiles.list"))
            self.check_alive(host)


@cases({name: (identifier,) for name, identifier in STRANGERS.items()})
class Stranger(Callers):
    """Gets hello, ping and the doctor; else the command that would allow it, if it has a valid id."""

    def check(self, identifier):
        host = self.started(MANIFEST, identifier)
        allow = {OTHER: f"certferry install --allow-extension {OTHER}", GUID: f"certferry install --allow-extension '{GUID}'",
                 OWN_ID.upper(): f"certferry install --allow-extension {OWN_ID.upper()}"}
        command = allow.get(identifier)
        self.check_refused(host, command)
        hello = self.hello(host)
        self.assertEqual(hello["caller"], {"id": identifier if command else None, "allowed": False})
        self.assertLessEqual({"hello", "ping"}, set(hello["methods"]))
        self.assertFalse(set(hello["methods"]) & set(METHODS))
        self.check_alive(host)
        self.assertEqual(host.words, b"")


class Arguments(Callers):
    def test_a_manifest_without_an_id_is_a_stranger(self):
        host = self.started(MANIFEST)
        self.check_refused(host, None)
        self.check_alive(host)

    def test_our_id_in_the_wrong_place_is_a_stranger(self):
        host = self.started(OWN_ID)
        self.check_refused(host, None)
        self.check_alive(host)

    def test_further_arguments_change_nothing(self):
        host = self.started(MANIFEST, OTHER, OWN_ID, "--allow")
        self.check_refused(host, f"certferry install --allow-extension {OTHER}")
        self.check_alive(host)


class Allowed(Callers):
    def test_an_add_on_that_the_configuration_allows_may_call_everything(self):
        self.configure({"allowedExtensions": ["x@y", OTHER]})
        host = self.started(MANIFEST, OTHER)
        self.check_everything(host)
        self.assertEqual(self.hello(host)["caller"], {"id": OTHER, "allowed": True})
        self.check_alive(host)

    def test_it_takes_effect_in_a_host_that_runs(self):
        host = self.started(MANIFEST, GUID)
        self.check_refused(host, f"certferry install --allow-extension '{GUID}'")
        self.configure({"allowedExtensions": [GUID]})
        self.check_everything(host)
        self.configure({"allowedExtensions": []})
        self.check_error(host.ask("profiles.list", number="again"), "again", -32000, "caller-refused")
        self.check_alive(host)

    def test_an_entry_that_is_no_id_allows_nobody(self):
        self.configure({"allowedExtensions": ["*", "", "/etc/passwd", OWN_ID + " "]})
        for identifier in ("*", "", "/etc/passwd", OWN_ID + " "):
            host = self.started(MANIFEST, identifier)
            self.check_refused(host, None)
            self.check_alive(host)

    def test_a_configuration_that_cannot_be_read_allows_nobody(self):
        for text in ("{", "[]", '{"allowedExtensions":"%s"}' % OTHER, '{"allowedExtensions":[7,"%s"]}' % OTHER):
            self.configure(text)
            host = self.started(MANIFEST, OTHER)
            self.check_refused(host, f"certferry install --allow-extension {OTHER}")
            self.assertFalse(self.hello(host)["caller"]["allowed"])
            self.check_alive(host)

    def test_a_configuration_that_others_can_change_allows_nobody(self):
        self.configure({"allowedExtensions": [OTHER]}, mode=0o666)
        host = self.started(MANIFEST, OTHER)
        self.check_refused(host, f"certferry install --allow-extension {OTHER}")
        self.check_alive(host)

    def test_our_add_on_is_told_what_is_wrong_with_the_configuration(self):
        self.configure("{")
        host = self.started(MANIFEST, OWN_ID)
        self.check_error(host.ask("profiles.list"), 1, -32000, "bad-file")
        self.assertTrue(self.hello(host)["caller"]["allowed"])
        self.check_alive(host)


class Portal(Callers):
    """Started without arguments."""

    def test_reads_are_answered(self):
        host = self.started()
        for number, (method, params) in enumerate(METHODS.items()):
            if method not in WRITES:
                self.check_answered(host, method, params, number)
        self.assertEqual(self.hello(host)["caller"], {"id": None, "allowed": True})
        self.check_alive(host)

    def test_a_write_needs_a_person_who_can_be_asked(self):
        host = self.started()
        for number, method in enumerate(sorted(WRITES)):
            self.check_error(host.ask(method, METHODS[method], number), number, -32000, "no-ui")
        self.assertFalse((self.home / "run-0").exists(), "a worker was started")
        self.check_alive(host)

    def test_a_dry_run_is_no_write(self):
        host = self.started()
        for number, method in enumerate(("pkcs12.import", "recipients.learn")):
            params = {**METHODS[method], "dryRun": True}
            self.assertEqual(host.ask(method, params, number)["result"], {"from": "the worker"}, method)
        self.check_error(host.ask("pkcs12.import", {**METHODS["pkcs12.import"], "dryRun": False}, "no"), "no", -32000, "no-ui")
        self.check_alive(host)

    def test_nothing_in_the_request_gives_or_skips_consent(self):
        host = self.started()
        for number, extra in enumerate(({"consent": True}, {"force": True}, {"caller": OWN_ID}, {"interactive": False})):
            self.check_error(host.ask("migration.run", extra, number), number, -32602, "invalid-request")
            message = {**request("migration.run", {}, f"top {number}"), **extra}
            host.send(message)
            self.check_error(host.answer(f"top {number}"), f"top {number}", -32600, "invalid-request")
        self.check_alive(host)


class What(Callers):
    """What the worker is told about the caller."""

    def told(self, method="profiles.list", params=None):
        host = self.started(MANIFEST, OWN_ID)
        host.ask(method, params)
        self.check_alive(host)
        return json.loads(self.workers()[0]["received"][0][1])

    def test_nothing_of_the_command_line_comes_from_a_request(self):
        told = self.told("certificates.list", {"profile": "p"})
        self.assertEqual((told["method"], told["params"]), ("certificates.list", {"profile": "p"}))
        self.assertEqual((told["commandLine"], told["profilePaths"], told["certificatePrefixes"]), (False, {}, []))

    def test_the_process_that_started_us(self):
        self.assertEqual(self.told()["callerProcess"], os.getpid())


class Real(HostCase):
    """With the real worker: which profile is the caller's own."""

    def test_the_profile_whose_lock_an_ancestor_holds_is_the_callers(self):
        for name in ("mine", "other"):
            (self.home / ".thunderbird" / name).mkdir(parents=True)
        (self.home / ".thunderbird" / "profiles.ini").write_text(
            "[Profile0]\nName=mine\nIsRelative=1\nPath=mine\n\n[Profile1]\nName=other\nIsRelative=1\nPath=other\n", encoding="utf-8")
        script = """
import fcntl, pathlib, sys
sys.path[:0] = sys.argv[2:4]
from native_host import Host
home = pathlib.Path(sys.argv[1])
with open(home / ".thunderbird/mine/.parentlock", "wb") as mine:
    fcntl.lockf(mine, fcntl.LOCK_EX)
    with Host(home) as host:
        profiles = host.ask("profiles.list")["result"]["profiles"]
print({profile["name"]: profile["isCaller"] for profile in profiles})
"""
        done = subprocess.run([sys.executable, "-c", script, str(self.home), str(ROOT / "tests" / "native"), str(ROOT / "tests" / "support")],
                              env=environment_of(self.home), capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout, "{'mine': True, 'other': False}\n")


if __name__ == "__main__":
    unittest.main()

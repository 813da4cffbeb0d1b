# SPDX-License-Identifier: MPL-2.0
"""Hosts of a fleet that lie: in the name of others, with giant, deep and broken results, with names that bite. They cost only themselves,
and where names are replaced none of theirs is left."""

import csv
import io
import itertools
import json
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import certferry  # noqa: E402
import measured_run  # noqa: E402
from biting_names import NAMES, NEVER_SHOWN  # noqa: E402
from fleet_model import Fleet, digest, moment  # noqa: E402

FORMATS = ["text", "json", "jsonl", "sarif", "csv", "html"]
MOST_MEMORY = 128  # MiB, with a file of 64 MiB that holds as much as one may


def seeds(number):
    return [f"seed{each}Q {chr(0xe4 + each % 8)}" for each in range(number)]


class LyingHost(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="certferry-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.fleet = Fleet(30)
        cls.honest = [host for host in cls.fleet.hosts if host.is_reached(0)]

    def results(self):
        """A new folder with the results of the honest."""
        folder = self.fleet.write(tempfile.mkdtemp(dir=self.folder))
        return folder

    def merge(self, folder, *words):
        report = pathlib.Path(tempfile.mkdtemp(dir=self.folder), "report")
        measured = measured_run.run([certferry.PROGRAM, "audit", "merge", str(folder), "--at", moment(0.1), "--out", str(report), *words],
                                    {"PATH": os.environ["PATH"], "HOME": "/nonexistent"})
        self.assertEqual((measured.status, measured.errors), (1, ""))
        self.assertLess(measured.peak // 1024, MOST_MEMORY)
        return report.read_bytes().decode()

    def biting(self, texts):
        """A result in which each place for a name has one of these. It goes through as a result, since names may be anything."""
        names = itertools.cycle(texts)
        host = self.fleet.hosts[0]
        document = self.fleet.document(host)
        profile = document["profiles"][0]
        for name in ("id", "path", "user", "name"):
            profile[name] = next(names)
        correspondent = {**profile["certificates"][0], "hasPrivateKey": False, "fingerprint": digest("correspondent")}
        profile["certificates"].append(correspondent)
        for each in profile["certificates"]:
            each.update({name: next(names) for name in ("subject", "issuer", "serial", "nickname", "displayName", "dbKey", "token")}, emails=[next(names)])
            each["key"] = {"algorithm": next(names), "bits": 2048, "curve": next(names)}
            each["trust"] = {"email": next(names), "web": next(names)}
            each["canSign"] = {"ok": True, "reasons": [{"kind": next(names), "message": next(names)}]}
        for identity in profile["identities"]:
            identity.update({name: next(names) for name in ("id", "name", "email", "encryptByDefault", "technology")})
            for purpose in ("signing", "encryption"):
                identity[purpose] = {**identity[purpose], "dbKey": next(names), "displayName": next(names)}
        profile["findings"] = [{"rule": rule, "severity": "error", "message": next(names), "reference": next(names), "certificate": certificate, "role": next(names),
                                "identity": next(names), "file": next(names), "evidence": {next(names): [next(names), {next(names): next(names)}]},
                                "fix": {"text": next(names), "command": next(names)}, "key": digest(rule, certificate), "baseline": next(names)}
                               for rule in ("CERT-EXPIRED", "NEVER-HEARD-OF") for certificate in (correspondent["fingerprint"], digest("no certificate"))]
        profile["unknown"] = [next(names)]
        profile["added"] = next(names)
        document["unreachable"] = [{"path": next(names), "user": next(names), "message": next(names)}]
        document["tool"] = {"version": next(names), "nss": next(names)}
        return document

    def write(self, folder, host, value):
        text = value if isinstance(value, str) else json.dumps({"host": host, "collected": moment(0.01), "audit": value})
        (folder / f"{host}.json").write_text(text, encoding="utf-8")

    def test_each_lie_is_rejected_by_name_and_costs_nobody_else_anything(self):
        folder = self.results()
        before = json.loads(self.merge(folder, "--json"))
        document = self.fleet.document(self.honest[0])
        lies = {
            "impersonates": json.dumps({"host": self.honest[0].name, "collected": moment(0.05), "audit": {**document, "profiles": []}}),
            "says-otherwise": json.dumps({**document, "host": self.honest[1].name}),
            "of-the-future": json.dumps({"host": "of-the-future", "collected": "2999-01-01T00:00:00Z", "audit": document}),
            "deep": '{"host": "deep", "collected": "x", "audit": ' + "[" * 100_000 + "]" * 100_000 + "}",
            "broken": json.dumps(document)[:-30],
            "twice": '{"schema": 1, "schema": 1}',
            "more": json.dumps({"host": "more", "collected": moment(0), "audit": document, "also": "<script>alert(1)</script>"}),
            "other-types": json.dumps({**document, "profiles": [{**document["profiles"][0], "findings": [{"rule": "<script>alert(1)</script>"}]}]}),
            "long-text": json.dumps({**document, "profiles": [{**document["profiles"][0], "name": "x" * (2 << 20)}]}),
            "many-values": json.dumps({**document, "profiles": [{**document["profiles"][0], "unknown": [0] * 1_000_000}]}),
        }
        for host, text in lies.items():
            self.write(folder, host, text)
        with (folder / "giant.json").open("w", encoding="utf-8") as giant:
            giant.write('{"schema": 1, "profiles": [')
            piece = json.dumps({**document["profiles"][0], "certificates": document["profiles"][0]["certificates"][1:], "identities": []}) + ",\n"
            for _ in range((66 << 20) // len(piece) + 1):
                giant.write(piece)
        (folder / "link.json").symlink_to(folder / f"{self.honest[0].name}.json")
        os.mkfifo(folder / "fifo.json")
        (folder / "folder.json").mkdir()
        (folder / "<script>alert(1)<\x1b[2J.json").write_text("{}", encoding="utf-8")
        after = json.loads(self.merge(folder, "--json"))
        rejected = {each.get("host", each.get("file")): each["message"] for each in after["hosts"] if each["state"] == "rejected"}
        self.assertEqual(set(rejected), {*lies, "giant", "link", "fifo", "folder", "<script>alert(1)<\\u{001B}[2J.json"})
        self.assertIn("another host", rejected["impersonates"])
        self.assertIn("64 MiB", rejected["giant"])
        self.assertEqual([each for each in rejected.values() if "script" in each], [])
        self.assertEqual([each for each in after["hosts"] if each["state"] != "rejected"], before["hosts"])
        self.assertEqual(after["profiles"], before["profiles"])
        self.assertEqual(after["certificates"], before["certificates"])

    def test_very_many_addresses_identities_and_people_cost_only_the_host_that_says_so(self):
        folder = self.results()
        document = self.fleet.document(self.fleet.hosts[0])
        profile = document["profiles"][0]
        addresses = [f"{number}@example.net" for number in range(100_000)]
        burdened = {**profile["certificates"][0], "emails": addresses}
        identities = [{"id": str(number), "email": each} for number, each in enumerate(addresses)]
        self.write(folder, "burdened", {**document, "profiles": [{**profile, "certificates": [burdened]}]})
        self.write(folder, "identities", {**document, "profiles": [{**profile, "id": str(number), "identities": identities} for number in range(2)]})
        self.write(folder, "people", {**document, "profiles": [{**profile, "id": str(number), "certificates": [{**burdened, "emails": addresses[:64]}] * 100}
                                                               for number in range(12)]})
        whole = json.loads(self.merge(folder, "--json"))
        states = {each["host"]: (each["state"], each.get("message", "")) for each in whole["hosts"]}
        self.assertEqual([states[name][0] for name in ("burdened", "identities", "people")], ["findings" if profile["findings"] else "clean", "rejected", "rejected"])
        self.assertIn("more than 1000 identities", states["identities"][1])
        self.assertIn("more than 10,000 people", states["people"][1])
        found, = (each for each in whole["profiles"] if each["hosts"] == ["burdened"])
        self.assertEqual((len(found["certificates"][0]["emails"]), found["unknown"]), (64, ["addresses"]))

    def test_a_host_that_lies_moves_nobody_elses_day(self):
        folder = self.results()
        victim = self.fleet.ending()[0]
        document = json.dumps(self.fleet.document(victim)).replace(victim.until, moment(0.5))
        self.write(folder, "liar", json.loads(document))
        ends, = (each["signing"] for each in json.loads(self.merge(folder, "--json"))["forecast"] if each["address"] == victim.address)
        self.assertIn((victim.until, [victim.name]), [(each["until"], each["hosts"]) for each in ends])
        self.assertEqual([each["hosts"] for each in ends if each["until"] == moment(0.5)], [["liar"]])

    def test_names_that_bite_are_harmless_in_every_format(self):
        folder = self.results()
        names = [*NAMES.values(), "</script><script>document.title=1</script>", "=cmd()", "[a](http://b) {0}"]
        self.write(folder, "liar", self.biting(names))
        self.write(folder, "also-liar", json.dumps({"host": "also-liar", "collected": moment(0), "unreachable": "".join(names)[:1000]}))
        shown = {each: self.merge(folder, "--format", each, "--with-correspondents") for each in FORMATS}
        for each in ("text", "csv"):
            text = shown[each].replace("\r\n", "").replace("\n", "")
            self.assertEqual([repr(letter) for letter in NEVER_SHOWN if letter in text], [], each)
        self.assertEqual(shown["html"].count("</script>"), shown["html"].count("<script"))
        self.assertNotIn("<script>document", shown["html"])
        self.assertEqual([cell for row in csv.reader(io.StringIO(shown["csv"], newline=""), strict=True) for cell in row
                          if cell.startswith(tuple("=+-@\t\r"))], [])
        self.assertEqual({each["state"] for each in json.loads(shown["json"])["hosts"] if each["host"] == "liar"}, {"findings"})
        for line in shown["jsonl"].splitlines():
            json.loads(line)
        for result in json.loads(shown["sarif"])["runs"][0]["results"]:
            self.assertNotIn("](", result["message"]["text"])

    def test_redacted_reports_hold_none_of_forty_seeded_strings(self):
        folder, planted = self.results(), seeds(40)
        self.write(folder, "liar", self.biting(planted))
        (folder / "unreachable-liar.json").write_text(json.dumps({"host": "unreachable-liar", "collected": moment(0), "unreachable": " ".join(planted)}), encoding="utf-8")
        (folder / f"{planted[0]}.json").write_text("{}", encoding="utf-8")
        whole = json.dumps(json.loads(self.merge(folder, "--json", "--with-correspondents")), ensure_ascii=False)
        self.assertEqual([each for each in planted if each not in whole], [])
        for each in FORMATS:
            text = self.merge(folder, "--format", each, "--redact")
            if each != "csv" and each != "text":
                text += json.dumps(text)
            found = [seed for seed in planted if seed in text or seed.split()[0] in text]
            self.assertEqual(found, [], each)
            self.assertEqual([name for name in ("liar", *self.fleet.names()) if name in text], [], each)
            self.assertEqual([host.user for host in self.honest if host.user in text], [], each)

    def test_correspondents_are_redacted_here_though_the_result_came_with_their_names(self):
        folder = self.results()
        document = self.fleet.document(self.honest[0])
        profile = document["profiles"][0]
        profile["certificates"].append({**profile["certificates"][0], "fingerprint": digest("them"), "hasPrivateKey": False, "subject": "CN=Them", "emails": ["them@example.net"]})
        profile["findings"].append({"rule": "PEER-EXPIRED", "severity": "note", "message": "It has expired.", "reference": "", "certificate": digest("them"),
                                    "evidence": {"address": "them@example.net"}, "key": digest("finding of them")})
        self.write(folder, self.honest[0].name, document)
        for each in FORMATS:
            text = self.merge(folder, "--format", each)
            self.assertEqual([name for name in ("them@example.net", "CN=Them", digest("them")) if name in text], [], each)
            self.assertIn(self.honest[0].user, text, each)
        self.assertIn("them@example.net", self.merge(folder, "--json", "--with-correspondents"))


if __name__ == "__main__":
    unittest.main()

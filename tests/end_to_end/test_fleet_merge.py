# SPDX-License-Identifier: MPL-2.0
"""`certferry audit merge` on a fleet made up from a seed, of which everything is known beforehand."""

import csv
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
from fleet_model import AUTHORITIES, Fleet, iso_week, moment  # noqa: E402

HOSTS = 10_000 if os.environ.get("CERTFERRY_WHOLE") else 1_000
MOST_MEMORY = 128  # MiB


class Merged:
    """One merge: its exit status, its report as JSON, and the most memory that it had, in MiB."""

    def __init__(self, *words):
        with tempfile.TemporaryDirectory() as folder:
            report = pathlib.Path(folder, "report")
            measured = measured_run.run([certferry.PROGRAM, "audit", "merge", *map(str, words), "--format", "json", "--out", str(report)],
                                        {"PATH": os.environ["PATH"], "HOME": "/nonexistent"})
            self.value = json.loads(report.read_text(encoding="utf-8"))
        self.status, self.memory, self.words = measured.status, measured.peak // 1024, measured.errors

    def states(self):
        return {each["host"]: each["state"] for each in self.value["hosts"]}

    def findings(self, baseline=None):
        """{(host, rule)}"""
        return {(host, each["rule"]) for profile in self.value["profiles"] for each in profile["findings"] for host in each["hosts"]
                if baseline in (None, each.get("baseline"))}

    def gone(self):
        return {(host, each["rule"]) for each in self.value.get("gone", []) for host in each["hosts"]}

    def ending(self):
        """{(address, host, end, week)}"""
        return {(each["address"], host, end["until"], end["week"]) for each in self.value.get("forecast", []) for end in each["signing"] for host in end["hosts"]}


class FleetMerge(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="certferry-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.fleet = Fleet(HOSTS)
        cls.first = cls.fleet.write(cls.folder / "first")
        cls.second = cls.fleet.write(cls.folder / "second", week=1)
        cls.database = cls.folder / "fleet.db"
        (cls.folder / "hosts").write_text("\n".join([*cls.fleet.names(), "never.example.org"]), encoding="utf-8")
        # One after the other, as an administrator has it week after week.
        cls.before = Merged(cls.first, "--database", cls.database, "--hosts", cls.folder / "hosts", "--at", moment(0.1))
        cls.after = Merged(cls.second, "--database", cls.database, "--at", moment(1.1))

    def known(self, week, weeks):
        """{(host, rule)} of what the newest report says of each host that was ever reached."""
        found = set()
        for host in self.fleet.hosts:
            reached = [each for each in weeks if host.is_reached(each)]
            found |= {(host.name, rule) for rule in (host.findings(max(reached)) if reached else {})}
        return found

    def ending(self, *when):
        return {(host.address, host.name, host.until, iso_week(host.until)) for host in self.fleet.ending(*when)}

    def test_every_fault_is_on_its_host_and_no_other(self):
        self.assertEqual(self.before.findings(), self.known(0, [0]))
        self.assertEqual(self.before.status, 1)

    def test_a_host_that_was_not_reached_is_not_clean(self):
        states = self.before.states()
        self.assertEqual(states.pop("never.example.org"), "missing")
        expected = {host.name: "unreachable" if not host.is_reached(0) else "findings" if host.findings(0) else "clean" for host in self.fleet.hosts}
        self.assertEqual(states, expected)
        self.assertEqual(set(expected.values()), {"unreachable", "findings", "clean"})

    def test_the_forecast_names_exactly_those_whose_certificates_end(self):
        self.assertEqual(self.before.ending(), self.ending())
        self.assertGreater(len(self.ending()), HOSTS // 20)

    def test_who_has_two_computers_loses_on_each_what_ends_there(self):
        ends = {each["address"]: len(each["signing"]) for each in self.before.value["forecast"]}
        self.assertEqual(set(ends.values()), {1, 2})
        self.assertEqual(len(ends), len(self.before.value["forecast"]))

    def test_what_all_hosts_have_is_one_row(self):
        certificates = self.before.value["certificates"]
        reached = sum(host.is_reached(0) for host in self.fleet.hosts)
        self.assertEqual(len(certificates), AUTHORITIES + reached)
        self.assertEqual(sorted(len(each["hosts"]) for each in certificates)[-AUTHORITIES:], [reached] * AUTHORITIES)

    def test_the_second_merge_says_exactly_what_changed(self):
        before, after = self.known(0, [0]), self.known(1, [0, 1])
        self.assertEqual(self.after.findings(), after)
        self.assertEqual(self.after.findings("new"), after - before)
        self.assertEqual(self.after.findings("unchanged"), after & before)
        self.assertEqual(self.after.gone(), before - after)
        self.assertEqual(self.after.value["difference"], {"since": self.before.value["time"], "new": len(after - before), "gone": len(before - after),
                                                          "unchanged": len(after & before)})
        self.assertTrue(after - before and before - after)
        self.assertEqual(self.after.ending(), self.ending(1, [0, 1]))

    def test_a_folder_without_results_is_not_a_clean_fleet(self):
        empty = self.folder / "empty"
        empty.mkdir()
        merged = Merged(empty)
        self.assertEqual((merged.status, merged.value["profiles"]), (1, []))
        self.assertIn("no result", merged.words)

    def test_the_table_for_spreadsheets_has_the_hosts_that_were_not_reached_and_the_forecast(self):
        with tempfile.TemporaryDirectory() as folder:
            table = pathlib.Path(folder, "table.csv")
            measured_run.run([certferry.PROGRAM, "audit", "merge", str(self.first), "--at", moment(0.1), "--format", "csv", "--out", str(table)],
                             {"PATH": os.environ["PATH"], "HOME": "/nonexistent"})
            with table.open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
        self.assertEqual({row["host"] for row in rows if row["rule"] == "HOST-UNREACHABLE"}, {host.name for host in self.fleet.hosts if not host.is_reached(0)})
        self.assertEqual({(row["address"], row["not_after"]) for row in rows if row["rule"] == "FORECAST-SIGNING"},
                         {(host.address, host.until) for host in self.fleet.ending()})

    def test_memory_is_bounded(self):
        self.assertLess(self.before.memory, MOST_MEMORY)
        self.assertLess(self.after.memory, MOST_MEMORY)

    def test_the_same_files_again_change_nothing(self):
        database = self.folder / "again.db"
        shutil.copy(self.database, database)
        again = Merged(self.second, "--database", database, "--at", moment(1.1))
        self.assertEqual((again.findings("new"), again.gone()), (set(), set()))
        self.assertEqual(again.findings(), self.after.findings())
        self.assertEqual(again.states(), {**self.after.states()})


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MPL-2.0
"""Killed just before any of the system calls by which it changes files, a merge leaves in its database what the last one left there,
or all of this one: the next merge says the same as if nothing had happened. At every seventh call, or at all of them with
CERTFERRY_WHOLE in the environment."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import certferry  # noqa: E402
import kill_points  # noqa: E402
from fleet_model import Fleet, moment  # noqa: E402

STEP = 1 if "CERTFERRY_WHOLE" in os.environ else 7
ENVIRONMENT = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}


class MergeKilled(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="certferry-test-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.weeks = [Fleet(30).write(self.folder / f"week{week}", week=week) for week in (0, 1)]
        self.kept = self.folder / "kept"
        self.kept.mkdir()
        self.merge(self.kept, 0)

    def command(self, place, week):
        return [certferry.PROGRAM, "audit", "merge", self.weeks[week], "--database", place / "fleet.db", "--at", moment(week + 0.1), "--json"]

    def merge(self, place, week):
        """What it says, but for when, and for the key of the pseudonyms."""
        done = subprocess.run(self.command(place, week), env=ENVIRONMENT, capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (1, b""))
        said = json.loads(done.stdout)
        said.get("difference", {}).pop("since", None)
        return {name: value for name, value in said.items() if name not in ("time", "redaction")}

    def fresh(self, name):
        place = self.folder / name
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.kept, place)
        return place

    def test_every_moment(self):
        place = self.fresh("undisturbed")
        after, again = self.merge(place, 1), self.merge(place, 1)
        self.assertNotEqual(after["difference"], again["difference"])
        # Findings are no failure of the command here.
        command = ["/bin/sh", "-c", '"$@"; [ $? = 1 ]', "sh", *self.command(self.folder / "killed", 1)]
        self.fresh("killed")
        points = kill_points.points(command, ENVIRONMENT)
        self.assertTrue(any(point.path and "fleet.db" in str(point.path) for point in points), points)
        seen = set()
        for point in points[::STEP]:
            with self.subTest(point=point):
                place = self.fresh("killed")
                self.assertTrue(kill_points.kill_at(command, ENVIRONMENT, point).killed)
                said = self.merge(place, 1)
                self.assertIn(said, (after, again))
                seen.add(said == after)
        self.assertIn(True, seen)


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MPL-2.0
"""The fuzz targets as a part of the tests: each runs for ten seconds and counts as one case."""

import os
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "fuzz"))

import builds  # noqa: E402
import campaign  # noqa: E402  from tests/fuzz

SECONDS = 10
# At a time, for each processor.
BESIDE = 2


class FuzzTargets:
    def __init__(self, name, about, only=None):
        self.name, self.about, self._all = name, about, only is None
        self._names = [only] if only else campaign.targets()

    def members(self):
        return [f"fuzz_{name}" for name in self._names]

    def quick(self):
        return None

    def one(self, name):
        return FuzzTargets(self.name, self.about, only=name.removeprefix("fuzz_"))

    @property
    def presets(self):
        return ("sanitize",) if self._all and not campaign.missing() else ()

    def run(self, tally):
        built_ahead = bool(self.presets)
        if built_ahead and not builds.there(tally, "sanitize"):
            return
        with tally.group("targets") as group:
            if reason := campaign.missing():
                for name in self._names:
                    group.skipped(name, reason)
            elif not built_ahead and (failure := campaign.build(self._names)):
                group.failed("the build", failure[-4000:])
            else:
                for result in campaign.run_all(self._names, SECONDS, BESIDE * len(os.sched_getaffinity(0))):
                    if result.complaint:
                        group.failed(f"{result.name}: {result.find or 'ended by itself'}", result.complaint)
                    else:
                        group.passed()
                self._check_control(group)

    @staticmethod
    def _check_control(group):
        """The planted defect is found, reported with its input, and taken away again."""
        if failure := campaign.build([campaign.CONTROL]):
            group.failed("the build of the control", failure[-4000:])
            return
        result, = campaign.run_all([campaign.CONTROL], SECONDS, 1)
        if result.find and result.find.read_bytes().startswith(b"bang"):
            group.passed()
            result.find.unlink()
        else:
            group.failed("a planted defect is found", str(result))

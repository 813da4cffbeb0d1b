# SPDX-License-Identifier: MPL-2.0
"""Many computers with a home each, of which each has one fault of AuditedHome's or none."""

import pathlib
import shutil

from audit_report import audit
from audited_home import AuditedHome
from certferry import Certferry


# Only the primary password tells, and nobody types one here.
TOLD_BY_PASSWORD = ("forged_trust",)


class FleetOfHomes:
    """`homes`: {name of the host: its home}, `faults`: {name of the host: its fault, or "healthy"}."""

    def __init__(self, folder, count):
        faults = [fault for fault in AuditedHome.FAULTS if fault not in TOLD_BY_PASSWORD][:count - 1]
        scene = AuditedHome(faults)
        try:
            kinds = ("healthy", *faults)
            report = audit(Certferry(scene.home.path))
            self._expected = {kind: report.rules(scene.path(kind)) for kind in kinds}
            self.homes, self.faults = {}, {}
            for number in range(count):
                name, kind = f"pc{number:03}.example.test", kinds[number % len(kinds)]
                self.homes[name], self.faults[name] = pathlib.Path(folder, name), kind
                lay_profile(scene.path(kind), None, self.homes[name])
        finally:
            scene.remove()

    def expected(self, name):
        """What an audit finds on a host, and on no host with another fault."""
        return self._expected[self.faults[name]]


def lay_profile(profile, files, home):
    """A home whose Thunderbird has a copy of a profile, of these files of it, or of all."""
    profile, place = pathlib.Path(profile), home / ".thunderbird"
    place.mkdir(mode=0o700, parents=True)
    folder = place / "copy.default"
    if files is None:
        shutil.copytree(profile, folder)
    else:
        folder.mkdir(mode=0o700)
        for name in files:
            shutil.copy(profile / name, folder)
    (place / "profiles.ini").write_text("[Profile0]\nName=default\nIsRelative=1\nPath=copy.default\n", encoding="utf-8")

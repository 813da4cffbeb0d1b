# SPDX-License-Identifier: MPL-2.0
"""The policies of docs/fleet.md, as they stand there, in the real Firefox and the real Thunderbird: the add-on comes, stays on, and the root
is trusted."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import administrator  # noqa: E402
from application import Application, library_folder, skip_unless_installed  # noqa: E402
from authority import Authority  # noqa: E402
from home import Home  # noqa: E402
from installation import BUILT, ROOT  # noqa: E402

PAGE = ROOT / "docs" / "fleet.md"
PACKAGES = pathlib.Path("/usr/local/share/certferry/add-ons")
LAY_OVER = 'mount --bind "$1" /etc && mount --bind "$2" /usr/local/share && shift 2 && exec "$@"'
ADD_ONS = """
const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
const all = await AddonManager.getAllAddons();
return all.filter(({ id }) => id.endsWith("@certferry")).map(({ id, isActive, permissions }) =>
  [id, isActive, Boolean(permissions & AddonManager.PERM_CAN_DISABLE)]).sort();
"""


def policies_of_page():
    """{application: what stands in its policies.json}"""
    blocks = [json.loads(each) for each in re.findall(r"^```json\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)]
    wanted = [each for each in blocks if "policies" in each]
    return {application: next(each for each in wanted if f"certferry-{application}.xpi" in json.dumps(each)) for application in ("firefox", "thunderbird")}


@unittest.skipUnless("CERTFERRY_WHOLE" in os.environ, "tried with --whole only")
class FleetPolicies(unittest.TestCase):
    def setUp(self):
        administrator.skip_unless_possible(self)
        self.policies = policies_of_page()
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.home = self.enterContext(Home())
        self.root = Authority.root(self.folder / "authority", "Example Root", key="P-256")
        share = self.folder / "share" / PACKAGES.relative_to("/usr/local/share")
        share.mkdir(parents=True)
        for package in (BUILT.parent / "extension").glob("*.xpi"):
            shutil.copy(package, share)
        subprocess.run(["cp", "-a", "/etc", self.folder / "etc"], check=True)

    def started(self, application):
        """It, with its policies and what these name."""
        place = self.folder / "etc" / application / "policies"
        place.mkdir(parents=True, exist_ok=True)
        (place / "policies.json").write_text(json.dumps(self.policies[application]), encoding="utf-8")
        (place / "example-root.pem").write_text(self.root.pem, encoding="utf-8")
        self.profile = self.home.profile(application, library_folder(application))
        prefix = ["unshare", "--mount", "sh", "-c", LAY_OVER, "sh", str(self.folder / "etc"), str(self.folder / "share")]
        return Application(application, self.home.path, self.profile.path, prefix=prefix)

    def expect(self, application, *ids):
        skip_unless_installed(self, application)
        with self.started(application) as running:
            wanted = [[each, True, False] for each in sorted(ids)]
            # Both come some time after the start; the test ends when they are there.
            while running.marionette.chrome(ADD_ONS) != wanted or not self.profile.has_certificate(self.root):
                time.sleep(0.1)
            running.quit()
        self.assertEqual(self.profile.trust_of(self.root), "CT,C,")

    def test_firefox(self):
        self.expect("firefox", "certferry@certferry")

    def test_thunderbird(self):
        self.expect("thunderbird", "certferry@certferry", "certferry-live@certferry")


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MPL-2.0
"""Where the system hides which profile an add-on runs in, Thunderbird's page finds its own by the identities."""

import os
import shutil
import unittest

import thunderbird_account
import thunderbird_mail
from addon_case import AddonPageCase
from addon_scene import ADDRESS
from application import library_folder, skip_unless_installed  # noqa: F401  says that this starts applications
from installation import INSTALLED

BOB = "bob@example.test"
# As in a sandbox: the host's processes are numbered on their own, so the holder of a lock has no number there.
APART = """#!/bin/sh
exec unshare --pid --fork --kill-child --mount-proc -- "$0.real" "$@"
"""


class Hidden(AddonPageCase):
    def setUp(self):
        if os.geteuid() != 0 or shutil.which("unshare") is None:
            self.skipTest("only root can number the host's processes apart")

    def put_apart(self, scene):
        host = scene.native.home.path / INSTALLED / "certferry-host"
        host.rename(f"{host}.real")
        host.write_text(APART, encoding="utf-8")
        host.chmod(0o755)

    def test_of_two_running_thunderbirds_the_page_is_about_its_own(self):
        scene = self.scene()
        self.put_apart(scene)
        scene.native.start("thunderbird", scene.profile)
        # The second one: neither the first in the list nor the one that Thunderbird starts with.
        scene.profile = scene.native.home.profile("thunderbird", library_folder("thunderbird"), name="bob")
        thunderbird_account.write(scene.profile.path, [BOB], scene.sink.port, "Bob")
        bob = scene.root.leaf("Bob", emails=[BOB])
        scene.profile.import_key(bob)
        scene.profile.trust_email(scene.root)
        thunderbird = scene.start_thunderbird()
        page = scene.page(thunderbird, "thunderbird", "select")
        page.wait_for("select:done")
        self.assertEqual((BOB in page.text(), ADDRESS in page.text()), (True, False), page.text())
        page.click("[data-use^='signing:']")
        scene.native.wait_for(lambda: thunderbird_mail.selection(thunderbird.marionette)["signing"])
        page.run("location.hash = '#explain';")
        page.wait_for("explain:done")
        self.assertEqual((BOB in page.text(), ADDRESS in page.text()), (True, False), page.text())


if __name__ == "__main__":
    unittest.main()

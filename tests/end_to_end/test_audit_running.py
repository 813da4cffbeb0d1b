# SPDX-License-Identifier: MPL-2.0
"""An audit while the real Thunderbird runs: it is told so, nothing changes, and Thunderbird goes on as before."""

import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import firefox_certificates  # noqa: E402
from application import skip_unless_installed  # noqa: E402
from audit_report import audit  # noqa: E402
from scene import ADDRESS, Scene  # noqa: E402

# What Thunderbird itself writes at any moment is not among these.
FILES = ("cert9.db", "key4.db", "pkcs11.txt")


class AuditOfARunningThunderbird(unittest.TestCase):
    def test_it_is_not_disturbed(self):
        skip_unless_installed(self, "firefox", "thunderbird")
        with Scene() as scene:
            alice = scene.issuer.leaf("Alice", emails=[ADDRESS])
            scene.thunderbird.import_key(alice)
            folder = scene.thunderbird.path

            def state():
                return {name: (os.stat(folder / name).st_size, os.stat(folder / name).st_mode, os.stat(folder / name).st_mtime_ns,
                               os.stat(folder / name).st_ctime_ns) for name in FILES}

            with scene.start_thunderbird() as thunderbird:
                self.assertIn(alice.fingerprint, firefox_certificates.own_certificates(thunderbird.marionette))
                before = state()
                report = audit(scene.certferry, "--profile", folder)
                self.assertEqual(state(), before)
                self.assertEqual([each["severity"] for each in report.findings(folder, "STORE-LOCKED")], ["note"])
                self.assertIn(alice.fingerprint, [each["fingerprint"] for each in report.profile(folder)["certificates"]])
                self.assertIn(alice.fingerprint, firefox_certificates.own_certificates(thunderbird.marionette))
                thunderbird.quit()


if __name__ == "__main__":
    unittest.main()

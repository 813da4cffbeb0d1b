# SPDX-License-Identifier: MPL-2.0
"""A selection made in Firefox reaches an add-on in the running Thunderbird, and what is left when both end."""

import time
import unittest

import thunderbird_account
from application import library_folder, skip_unless_installed
from authority import Authority
from certferry import Certferry
from native_scene import NativeScene, skip_unless_possible

ADDRESS = "alice@example.test"
# What an Experiment of an add-on does in Thunderbird with what selection.pending told.
SET_LIVE = """
const {MailServices} = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const identity = MailServices.accounts.getIdentity("id1");
identity.setUnicharAttribute("signing_cert_name", args[0].displayName);
identity.setUnicharAttribute("signing_cert_dbkey", args[0].dbKey);
identity.setBoolAttribute("sign_mail", true);
"""
PATIENCE_AFTER_APPLYING = 2


class LiveSelection(unittest.TestCase):
    def setUp(self):
        skip_unless_possible(self)
        skip_unless_installed(self, "firefox", "thunderbird")
        self.scene = self.enterContext(NativeScene())
        firefox = self.scene.home.profile("firefox", library_folder("firefox"))
        self.profile = self.scene.home.profile("thunderbird", library_folder("thunderbird"))
        thunderbird_account.write(self.profile.path, [ADDRESS], 25)
        root = Authority.root(self.scene.home.path / "authority", "Example Root")
        self.alice = root.leaf("Alice", emails=[ADDRESS])
        self.profile.import_key(self.alice)
        self.profile.trust_email(root)
        self.certferry = Certferry(self.scene.home.path)
        self.firefox = self.scene.start("firefox", firefox)
        self.thunderbird = self.scene.start("thunderbird", self.profile)
        self.there, self.here = self.scene.addon(self.firefox), self.scene.addon(self.thunderbird)
        for addon in (self.there, self.here):
            addon.do("connect", name="c")
        listed = self.here.call("c", "profiles.list")["profiles"]
        self.target = next(each["id"] for each in listed if each["isCaller"])

    def test_what_waits_is_told_set_live_and_reported_or_set_when_thunderbird_ends(self):
        self.assertEqual(self.here.do("watch", name="c", profile=self.target), {"pending": []})
        self.assertEqual(self.select(signing=self.alice.fingerprint, signByDefault=True)["outcome"], "pending")
        self.wait_until_told()
        waiting, = self.pending(self.here)
        self.assertEqual((waiting["identity"], waiting["signing"], waiting["signByDefault"]), ("id1", self.alice.fingerprint, True))

        self.thunderbird.marionette.chrome(SET_LIVE, waiting["wanted"]["signing"])
        self.assertEqual(self.here.call("c", "selection.applied", profile=self.target, identity="id1"), {})
        self.wait_until_told()
        self.assertEqual(self.pending(self.there), [])

        self.assertEqual(self.select(encryption=self.alice.fingerprint)["outcome"], "pending")
        self.wait_until_told()
        self.firefox.quit()
        self.scene.wait_for(lambda: len(self.scene.processes("certferry-host")) == 1)
        self.thunderbird.quit()
        self.scene.wait_for(lambda: self.certferry.identity(self.profile.path)["pending"] is None)
        deadline = time.monotonic() + PATIENCE_AFTER_APPLYING
        self.scene.wait_for(lambda: not self.scene.processes() or time.monotonic() > deadline)
        self.assertEqual(self.scene.processes(), {})
        identity = self.certferry.identity(self.profile.path)
        self.assertEqual([identity[each]["fingerprint"] for each in ("signing", "encryption")], [self.alice.fingerprint] * 2)
        self.assertTrue(identity["signByDefault"])

    def select(self, **values):
        return self.there.call("c", "selection.set", profile=self.target, identity="id1", **values)

    def pending(self, addon):
        return addon.call("c", "selection.pending", profile=self.target)["pending"]

    def wait_until_told(self):
        self.scene.wait_for(lambda: {"pending": self.target} in self.here.do("events", name="c"))

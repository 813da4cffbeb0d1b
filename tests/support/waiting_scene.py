# SPDX-License-Identifier: MPL-2.0
"""A Thunderbird profile with an identity and a certificate for it, where selections can be made to wait."""

import json
import time

from application import library_folder, preference_line
from authority import Authority
from certferry import Certferry
from home import Home

PREFERENCES = {
    "mail.accountmanager.accounts": "account1",
    "mail.account.account1.server": "server1",
    "mail.account.account1.identities": "id1",
    "mail.identity.id1.useremail": "alice@example.test",
}


class WaitingScene:
    """Use it in a `with`; skips the test where Thunderbird's NSS is not there."""

    def __init__(self, test):
        self._test = test

    def __enter__(self):
        nss = library_folder("thunderbird")
        if nss is None:
            self._test.skipTest("thunderbird is not installed")
        self.home = Home()
        root = Authority.root(self.home.path / "ca", "Root")
        self.alice = root.leaf("Alice", emails=["alice@example.test"])
        profile = self.home.profile("thunderbird", nss)
        profile.import_key(self.alice)
        profile.trust_email(root)
        self.path, self.prefs = profile.path, profile.path / "prefs.js"
        self.prefs.write_bytes(b"")
        self.add_preferences(PREFERENCES)
        self.certferry = Certferry(self.home.path)
        self.id = self.certferry.run("profiles").value["profiles"][0]["id"]
        return self

    def __exit__(self, *_):
        self.home.remove()

    def add_preferences(self, preferences):
        """As Thunderbird writes them while it runs."""
        self.prefs.write_text(self.prefs.read_text() + "".join(preference_line(*each) for each in preferences.items()))

    def select(self, *words):
        return self.certferry.run("select", "--profile", self.path, "--identity", "id1", *words)

    def call(self, method, **parameters):
        return self.certferry.run("call", method, json.dumps(parameters))

    def identity(self):
        return self.certferry.identity(self.path)

    def wait_until_nothing_waits(self):
        while self.identity()["pending"] is not None:
            time.sleep(0.05)

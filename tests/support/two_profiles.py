# SPDX-License-Identifier: MPL-2.0
"""A person whose Firefox has a certificate and whose Thunderbird has an address, without the applications having run."""

import application
import canary
import thunderbird_account
from authority import Authority
from home import Home

ADDRESS = "alice@example.test"
PASSWORD = canary.password("Firefox")


class TwoProfiles:
    """Both profiles and the authority. `firefox_password`, `thunderbird_password`: empty is none."""

    def __init__(self, test, firefox_password=PASSWORD, thunderbird_password="", trusted=True):
        application.skip_unless_installed(test, "firefox", "thunderbird")
        home = Home()
        test.addCleanup(home.remove)
        self.home = home.path
        self.root = Authority.root(self.home / "authority", "Example Root")
        self.certificate = self.root.leaf("Alice", emails=[ADDRESS])
        self.firefox = home.profile("firefox", application.library_folder("firefox"), firefox_password)
        self.firefox.import_key(self.certificate)
        if trusted:
            self.firefox.trust_email(self.root)
        self.thunderbird = home.profile("thunderbird", application.library_folder("thunderbird"), thunderbird_password)
        thunderbird_account.write(self.thunderbird.path, [ADDRESS], 1, "Test Person")

# SPDX-License-Identifier: MPL-2.0
"""A HOME with a real Thunderbird profile that has two identities and two certificates which can serve both, and a Firefox
profile with a third."""

import contextlib
import sqlite3
import tempfile
import unittest

from application import library_folder, preference_line
from authority import Authority
from home import Home
from write_lock import written_by_another

PREFERENCES = {
    "mail.accountmanager.accounts": "account1",
    "mail.account.account1.identities": "id1,id2",
    "mail.identity.id1.useremail": "alice@example.test",
    "mail.identity.id2.useremail": "alias@example.test",
}


class RealProfile:
    """Use it in a `with`."""

    def __enter__(self):
        nss = library_folder("thunderbird")
        if nss is None:
            raise unittest.SkipTest("thunderbird is not installed")
        self.home = Home()
        self.folder = tempfile.TemporaryDirectory(prefix="certferry-test-")
        self.root = Authority.root(self.folder.name, "Root", key="P-256")
        self.issuer = self.root.intermediate("Issuer", key="P-256")
        both = ["alice@example.test", "alias@example.test"]
        self.first, self.second, third = (self.issuer.leaf(name, emails=both, key="P-256") for name in ("First", "Second", "Third"))
        self.profile = self.home.profile("thunderbird", nss)
        for certificate in (self.first, self.second):
            self.profile.import_key(certificate)
        self.profile.trust_email(self.root)
        self.firefox = self.home.profile("firefox", nss)
        self.firefox.import_key(third)
        self.path = self.profile.path
        self.prefs = self.path / "prefs.js"
        self.prefs.write_text("".join(preference_line(name, value) for name, value in PREFERENCES.items()), encoding="utf-8")
        return self

    def __exit__(self, *_):
        self.home.remove()
        self.folder.cleanup()

    def id(self, host):
        """How the host names the profile."""
        listed = host.ask("profiles.list", number="which profile")["result"]["profiles"]
        return next(each["id"] for each in listed if each["path"] == str(self.path))

    def written_by_another(self):
        """Another run of Certferry writes. Use it in a `with`."""
        return written_by_another(self.path)

    @contextlib.contextmanager
    def locked_database(self, name="cert9.db"):
        """Another process writes to the database: nobody else may even read it."""
        connection = sqlite3.connect(self.path / name, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")
            connection.close()

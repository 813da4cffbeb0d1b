# SPDX-License-Identifier: MPL-2.0
"""A Thunderbird profile with two identities and certificates for them, for tests of what is selected. Nothing is started."""

import fcntl
import time
import unittest

from application import library_folder, preference_line
from application_lock import ApplicationLock
from authority import Authority, date
from certferry import Certferry
from home import Home

PREFERENCES = {
    "mail.accountmanager.accounts": "account1",
    "mail.account.account1.identities": "id1,id2",
    "mail.identity.id1.useremail": "alice@example.test",
    "mail.identity.id2.useremail": "alias@example.test",
    "mail.identity.id1.sig_file": "kept as it is",
}


class SelectionCase(unittest.TestCase):
    def setUp(self):
        nss = library_folder("thunderbird")
        if nss is None:
            self.skipTest("thunderbird is not installed")
        self.home = self.enterContext(Home())
        self.root = Authority.root(self.home.path / "ca", "Root")
        issuer = self.issuer = self.root.intermediate("Issuer")
        both = ["alice@example.test", "alias@example.test"]
        self.first = issuer.leaf("First", emails=both)
        self.second = issuer.leaf("Second", emails=both)
        self.expired = issuer.leaf("Expired", emails=both, dates=(date("2020-01-01"), date("2021-01-01")))
        self.profile = self.home.profile("thunderbird", nss)
        for certificate in (self.first, self.second, self.expired):
            self.profile.import_key(certificate)
        self.profile.trust_email(self.root)
        self.prefs = self.profile.path / "prefs.js"
        self.prefs.write_text("".join(preference_line(name, value) for name, value in PREFERENCES.items()))
        self.certferry = Certferry(self.home.path)

    def select(self, *words, identity="id1"):
        return self.certferry.run("select", "--profile", self.profile.path, "--identity", identity, *words)

    def identity(self, key="id1"):
        return self.certferry.identity(self.profile.path, key)

    def chosen(self, key="id1"):
        identity = self.identity(key)
        return tuple(identity[what] and identity[what]["fingerprint"] for what in ("signing", "encryption"))

    def wait_until_nothing_waits(self, key="id1"):
        while self.identity(key)["pending"] is not None:
            time.sleep(0.05)

    def leave_waiting_without_a_waiter(self, *words, identity="id1"):
        """As after a reboot: the record is there, nobody waits."""
        kept = self.profile.path / "certferry/pending" / f"{identity}.json"
        with ApplicationLock(self.profile.path):
            self.select(*words, identity=identity)
            record = kept.read_bytes()
            self.select("--cancel-pending", identity=identity)
        # The waiter ends by itself when nothing waits; its lock shows that it has.
        while self.waiter_runs():
            time.sleep(0.05)
        kept.write_bytes(record)

    def waiter_runs(self):
        with open(self.profile.path / "certferry/waiter.lock", "rb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

# SPDX-License-Identifier: MPL-2.0
"""A HOME whose profiles have one fault each, beside one that has none."""

import hashlib
import pathlib
import shutil
import sqlite3

import application
import thunderbird_account
from application import preference_line
from authority import Authority, date
from home import Home

PASSWORD = "of the profile"
PAST = (date("2020-01-01"), date("2021-01-01"))
ENDING = (date("2020-01-01"), date("2040-01-01"))


def sql(profile, database, text, *values):
    """Changes a database behind NSS's back."""
    connection = sqlite3.connect(profile.path / database)
    with connection:
        connection.execute(text, values)
    connection.close()


class AuditedHome:
    """Each profile of `profiles` is named after what `_spoil_NAME` does to it. `faults`: only these."""

    FAULTS = ("expired", "short_key", "orphan", "open_keys", "readable", "module", "weak_preference", "trusted_for_web", "old_format",
              "dead_selection", "no_key", "two_records", "forged_trust", "stale_backup")

    def __init__(self, faults=FAULTS):
        self.home = Home()
        self.nss = application.library_folder("thunderbird")
        self.root = Authority.root(self.home.path / "authority", "Example Root")
        self.profiles, self.leaves = {}, {}
        for name in ("healthy", *faults):
            self._make(name)
        for name in faults:
            getattr(self, f"_spoil_{name}")(self.profiles[name])

    def remove(self):
        self.home.remove()

    def path(self, name):
        return self.profiles[name].path

    def address(self, name):
        return f"{name.replace('_', '-')}@example.test"

    def _make(self, name):
        how = {"expired": {"dates": PAST}, "short_key": {"key": "rsa:1024"}}.get(name, {"key": "P-256"})
        issuer = self.root.intermediate("Ending", dates=ENDING) if name == "ending_issuer" else self.root
        leaf = issuer.leaf(name, emails=[self.address(name)], **how)
        profile = self.home.profile("thunderbird", self.nss, "" if name == "open_keys" else PASSWORD, name=name)
        profile.import_key(leaf)
        profile.trust_email(self.root)
        thunderbird_account.write(profile.path, [self.address(name)], 25)
        self.profiles[name], self.leaves[name] = profile, leaf
        self.select(name, leaf.db_key)

    def select(self, name, db_key):
        for purpose in ("signing", "encryption"):
            self._append("prefs.js", name, preference_line(f"mail.identity.id1.{purpose}_cert_name", name) +
                         preference_line(f"mail.identity.id1.{purpose}_cert_dbkey", db_key))

    def _append(self, file, name, text):
        path = pathlib.Path(self.path(name), file)
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")

    def _spoil_expired(self, profile):
        """Made so."""

    _spoil_short_key = _spoil_open_keys = _spoil_ending_issuer = _spoil_expired

    def _spoil_orphan(self, profile):
        other = self.root.leaf("orphaned", key="P-256")
        profile.import_key(other, chain=False)
        sql(profile, "cert9.db", "DELETE FROM nssPublic WHERE a11 = ?", other.der)
        self.leaves["orphan key"] = other

    def _spoil_readable(self, profile):
        (profile.path / "key4.db").chmod(0o644)

    def _spoil_module(self, _):
        self._append("pkcs11.txt", "module", "library=/opt/nothing-here/libcard.so\nname=Some Card\n\n")

    def _spoil_weak_preference(self, _):
        self._append("user.js", "weak_preference",
                     preference_line("mail.smime.accept_insecure_sha1_message_signatures", True))

    def _spoil_trusted_for_web(self, profile):
        other = Authority.root(self.home.path / "authority", "Proxy Root")
        profile.add(other, "proxy", "C,,")
        self.leaves["proxy"] = other

    def _spoil_forged_trust(self, profile):
        """A record says that a root is trusted for e-mail, and NSS did not write that."""
        other = Authority.root(self.home.path / "authority", "Forged Root", key="P-256")
        profile.add(other, "forged", ",c,")
        sql(profile, "cert9.db", "UPDATE nssPublic SET a62f = x'00000002' WHERE a0 = x'0000000B' AND a81 = "
            "(SELECT a81 FROM nssPublic WHERE a11 = ?)", other.der)
        self.leaves["forged root"] = other

    def _spoil_stale_backup(self, profile):
        """As a command of ours leaves it before somebody changes the password."""
        backup = profile.path / "certferry" / "backups" / "20261101T000000Z"
        backup.mkdir(mode=0o700, parents=True)
        shutil.copy(profile.path / "key4.db", backup)
        (backup / "complete").write_text('{"time": "2026-11-01T00:00:00Z", "occasion": "import", "files": ["key4.db"]}', encoding="utf-8")
        profile.change_password("newer")

    def _spoil_old_format(self, profile):
        for name in ("cert8.db", "key3.db"):
            (profile.path / name).write_bytes(bytes(64))
            (profile.path / name).chmod(0o600)

    def _spoil_dead_selection(self, _):
        self.select("dead_selection", self.root.leaf("never imported").db_key)

    def _spoil_no_key(self, profile):
        sql(profile, "key4.db", "DELETE FROM nssPrivate WHERE a0 = ?", bytes([0, 0, 0, 3]))

    def _spoil_two_records(self, profile):
        """As an NSS before 3.114 leaves it, which does not read the new kind of record."""
        sql(profile, "cert9.db",
            "INSERT INTO nssPublic (id, a0, a1, a2, a81, a82, ace5363b4, ace536358, ace53635b) "
            "SELECT (SELECT max(id) + 1 FROM nssPublic), x'CE534353', a1, a2, a81, a82, ?, x'CE534353', x'CE53435A' "
            "FROM nssPublic WHERE a0 = x'0000000B'", hashlib.sha1(self.root.der).digest())

# SPDX-License-Identifier: MPL-2.0
"""A Thunderbird with an address, a Firefox beside it, and authorities to break things with. Nothing is started."""

import pathlib
import shlex
import unittest

import certificate_maker as made
import thunderbird_account
from application import library_folder, preference_line
from authority import Authority
from certferry import Certferry
from home import Home

ADDRESS = "alice@example.test"
CA_ISSUERS, AUTHORITY_INFORMATION = "1.3.6.1.5.5.7.48.2", "1.3.6.1.5.5.7.1.1"


class MailProfiles:
    """Use it in a `with`. Certificates come from `issuer`, below `root`; the root is in Thunderbird and trusted there."""

    def __init__(self, password="", addresses=(ADDRESS,), trusted=True, smtp_port=25):
        self._password, self._addresses, self._trusted, self._smtp_port = password, list(addresses), trusted, smtp_port

    def __enter__(self):
        self.home = Home()
        self.root = Authority.root(self.home.path / "ca", "Root", key="P-256")
        self.issuer = self.root.intermediate("Issuer", key="P-256")
        self.thunderbird = self.home.profile("thunderbird", library_folder("thunderbird"), self._password)
        self._firefox = None
        thunderbird_account.write(self.thunderbird.path, self._addresses, self._smtp_port)
        if self._trusted:
            self.thunderbird.add(self.root, "root", ",C,")
        self.certferry = Certferry(self.home.path)
        return self

    def __exit__(self, *_):
        self.home.remove()

    @property
    def firefox(self):
        """Made when it is first needed."""
        if self._firefox is None:
            self._firefox = self.home.profile("firefox", library_folder("thunderbird"))
        return self._firefox

    def leaf(self, name="Alice", issuer=None, **how):
        how.setdefault("key", "P-256")
        how.setdefault("emails", [ADDRESS])
        return (issuer or self.issuer).leaf(name, **how)

    def set(self, name, value):
        with open(self.thunderbird.path / "prefs.js", "a", encoding="utf-8") as file:
            file.write(preference_line(name, value))

    def choose(self, certificate, purposes=("signing", "encryption"), *, identity="id1", db_key=True, name=True):
        """Writes the preferences as Thunderbird does, whatever the certificate is good for."""
        for purpose in purposes:
            if name:
                self.set(f"mail.identity.{identity}.{purpose}_cert_name", certificate.label)
            if db_key:
                self.set(f"mail.identity.{identity}.{purpose}_cert_dbkey", certificate.db_key)

    def explain(self, *words, **how):
        return self.certferry.run("explain", "--profile", self.thunderbird.path, *words, **how)

    def run_step(self, step):
        """The command that a step names, as a shell would run it."""
        program, *words = shlex.split(step["command"])
        assert program == "certferry", step
        return self.certferry.run(*words)

    def installation(self):
        """A folder that looks like the application in which Thunderbird's profile was last opened, with an administrator's
        files in it."""
        folder = self.home.path / "application"
        folder.mkdir()
        for name in ("libxul.so", "omni.ja"):
            (folder / name).write_bytes(b"")
        (self.thunderbird.path / "compatibility.ini").write_text(f"[Compatibility]\nLastPlatformDir={folder}\n", encoding="utf-8")
        return folder

    def identity(self, key="id1"):
        return self.certferry.identity(self.thunderbird.path, key)

    def write_user_file(self, preferences):
        """`preferences`: {name: value}."""
        lines = "".join(preference_line(name, value) for name, value in preferences.items())
        pathlib.Path(self.thunderbird.path / "user.js").write_text(lines, encoding="utf-8")


def issuer_at(address):
    """The extension that says where the issuer's certificate can be had."""
    return made.extension(AUTHORITY_INFORMATION,
                          made.sequence(made.sequence(made.oid(CA_ISSUERS), made.der(0x86, address.encode()))))


class MailCase(unittest.TestCase):
    """Tests with such profiles, each gone when its test has ended."""

    def setUp(self):
        if library_folder("thunderbird") is None:
            self.skipTest("thunderbird is not installed")

    def scene(self, **how):
        scene = MailProfiles(**how)
        self.addCleanup(scene.__exit__)
        return scene.__enter__()

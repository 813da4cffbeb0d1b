# SPDX-License-Identifier: MPL-2.0
"""Profiles of a person with many correspondents, kept under build/bench-stores, since they take a while to make."""

import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))

import many_certificates  # noqa: E402
from application import preference_line  # noqa: E402
from authority import Authority  # noqa: E402
from home import Home  # noqa: E402

PROJECT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
KEPT = os.path.join(PROJECT, "build", "bench-stores")


class Store:
    """A HOME with one Thunderbird profile: `others` certificates without a key from `issuers` authorities, `personal` ones
    with a key, `identities` addresses."""

    def __init__(self, nss_folder, others, issuers=1, personal=0, identities=0):
        self.home = os.path.join(KEPT, f"{others}-{issuers}-{personal}-{identities}")
        if not os.path.exists(os.path.join(self.home, "made")):
            shutil.rmtree(self.home, ignore_errors=True)
            os.makedirs(self.home)
            self._make(nss_folder, others, issuers, personal, identities)
        profiles = os.path.join(self.home, ".thunderbird")
        self.profile = next(entry.path for entry in os.scandir(profiles) if entry.is_dir())

    def _make(self, nss_folder, others, issuers, personal, identities):
        profile = Home(self.home).profile("thunderbird", nss_folder)
        root = Authority.root(os.path.join(self.home, "ca"), "Bench Root")
        authorities = [root.intermediate(f"Bench Issuer {number}") for number in range(issuers)]
        profile.add(root, "root", ",C,")
        for authority in authorities:
            profile.add(authority, authority.label)
        for number in range(personal):
            leaf = authorities[0].leaf(f"Person {number}", emails=[f"person{number % max(identities, 1)}@example.test"])
            profile.import_key(leaf, chain=False)
        many_certificates.add(profile, authorities, others)
        (profile.path / "prefs.js").write_text(_preferences(identities))
        with open(os.path.join(self.home, "made"), "w", encoding="utf-8"):
            pass


def _preferences(identities):
    keys = [f"id{number}" for number in range(identities)]
    values = {"mail.accountmanager.accounts": "account1", "mail.account.account1.server": "server1",
              "mail.account.account1.identities": ",".join(keys)}
    values |= {f"mail.identity.{key}.useremail": f"person{number}@example.test" for number, key in enumerate(keys)}
    return "".join(preference_line(name, value) for name, value in values.items())

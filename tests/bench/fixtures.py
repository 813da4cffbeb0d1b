# SPDX-License-Identifier: MPL-2.0
"""Profiles for measuring: one root, one intermediate, N personal RSA-2048 certificates with keys."""

import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))

from authority import Authority  # noqa: E402
from nss_profile import NssProfile  # noqa: E402


class Fixture:
    """A source with `count` personal certificates and an empty target with one identity, each with a password or none."""

    def __init__(self, folder, nss_folder, count, password):
        self.folder = folder
        self.password = password
        os.makedirs(folder)
        self.root = Authority.root(os.path.join(folder, "ca"), "Bench Root")
        issuer = self.root.intermediate("Bench Issuer")
        self.source = os.path.join(folder, "source")
        source = NssProfile.create(self.source, nss_folder, password)
        self.nicknames = []
        for number in range(count):
            leaf = issuer.leaf(f"Person {number}", emails=[f"person{number}@example.test"])
            nickname = f"person {number}"
            source.import_key(leaf, nickname)
            self.nicknames.append(nickname)
        source.trust_email(self.root)
        self.root_nickname = source.nickname_of(self.root)
        self.pristine = os.path.join(folder, "pristine-target")
        NssProfile.create(self.pristine, nss_folder, password)
        with open(os.path.join(self.pristine, "prefs.js"), "w", encoding="utf-8") as prefs:
            prefs.write('user_pref("mail.accountmanager.accounts", "account1");\n'
                        'user_pref("mail.account.account1.identities", "id1");\n'
                        'user_pref("mail.identity.id1.useremail", "person0@example.test");\n')

    def fresh_target(self, name):
        """A new copy of the empty target; copying is never part of what is measured."""
        target = os.path.join(self.folder, name)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.pristine, target)
        return target

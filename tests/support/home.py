# SPDX-License-Identifier: MPL-2.0
"""A HOME made for one test, with the profiles of Firefox and Thunderbird where the applications look for them."""

import hashlib
import pathlib
import shutil
import tempfile

from nss_profile import NssProfile

FOLDERS = {"firefox": ".mozilla/firefox", "thunderbird": ".thunderbird"}


class Home:
    """A throw-away folder. Profiles are made with `profile`; the lists of profiles are written with each."""

    def __init__(self, folder=None):
        self._own = folder is None
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="certferry-test-") if self._own else folder)
        self.path.mkdir(mode=0o700, exist_ok=True)
        self._profiles = {"firefox": [], "thunderbird": []}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()

    def remove(self):
        if self._own:
            shutil.rmtree(self.path, ignore_errors=True)

    def folder(self, application):
        """Where the application keeps its list of profiles."""
        return self.path / FOLDERS[application]

    def profile(self, application, nss_folder, password="", name="default-release"):
        """A new profile, which the application starts with if it is its first."""
        number = len(self._profiles[application]) + 1
        directory = f"{hashlib.sha256(name.encode()).hexdigest()[:8]}{number}.{name if name.isascii() else 'profile'}"
        path = self.folder(application) / directory
        path.mkdir(mode=0o700, parents=True)
        self._profiles[application].append((name, directory))
        self._write_lists(application)
        return NssProfile.create(path, nss_folder, password)

    def _write_lists(self, application):
        """profiles.ini and installs.ini as the applications of today write them."""
        profiles = self._profiles[application]
        install = hashlib.sha256(application.encode()).hexdigest()[:16].upper()
        text = f"[Install{install}]\nDefault={profiles[0][1]}\nLocked=1\n\n"
        for number, (name, directory) in enumerate(profiles):
            text += f"[Profile{number}]\nName={name}\nIsRelative=1\nPath={directory}\n\n"
        text += "[General]\nStartWithLastProfile=1\nVersion=2\n"
        (self.folder(application) / "profiles.ini").write_text(text, encoding="utf-8")
        (self.folder(application) / "installs.ini").write_text(
            f"[{install}]\nDefault={profiles[0][1]}\nLocked=1\n", encoding="utf-8")

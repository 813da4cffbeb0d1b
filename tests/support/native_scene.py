# SPDX-License-Identifier: MPL-2.0
"""Certferry installed for one person, whose applications run with the test add-on."""

import pathlib
import time

from application import Application, library_folder
from home import Home
from installation import Installation, trusted_base
from test_addon import OWN_ID, Addon


class NativeScene:
    """Use it in a `with`. Profiles are made with `home.profile`; programs are installed as a person installs them."""

    def __enter__(self):
        self.installation = Installation()
        self.home = Home(self.installation.home)
        self._addons, self._applications = [], []
        done = self.installation.run("install")
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return self

    def __exit__(self, *_):
        for each in (*self._addons, *self._applications):
            each.end() if isinstance(each, Addon) else each.kill()
        self.installation.remove()

    def start(self, name, profile, preferences=None, **words):
        """A running application; it ends with the scene, if not before. `words` as Application takes them."""
        application = Application(name, self.home.path, profile.path, preferences=preferences, **words)
        self._applications.append(application)
        application.connect()
        return application

    def addon(self, application, identifier=OWN_ID):
        """The test add-on in a running application."""
        addon = Addon(application, self.home.path / f"addon-{len(self._addons)}", identifier)
        self._addons.append(addon)
        return addon

    def processes(self, part=""):
        """{process id: command line} of every process of the installed programs whose command line holds `part`."""
        found = {}
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            line = b" ".join(words).decode(errors="replace")
            if words[0].decode(errors="replace").startswith(str(self.home.path / ".local")) and part in line:
                found[int(folder.name)] = line
        return found

    def wait_for(self, condition):
        """Until `condition` holds; its value."""
        while not (value := condition()):
            time.sleep(0.02)
        return value


def skip_unless_possible(test):
    """Skips where a person could not install either."""
    if trusted_base() is None:
        test.skipTest("there is no folder that nobody else can write to")


def nss_of(application):
    return library_folder(application)

# SPDX-License-Identifier: MPL-2.0
"""Starts and ends the real Firefox and the real Thunderbird, headless, with a HOME and a profile made for the test."""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

from marionette import Marionette

PLACES = {
    "firefox": ["/usr/lib/firefox-esr/firefox-esr", "/usr/lib/firefox/firefox"],
    "thunderbird": ["/usr/lib/thunderbird/thunderbird"],
}

# Whatever ends a test, also a signal, ends the applications that it started.
ENDS_WITH_US = ["setpriv", "--pdeathsig", "KILL"]

# What would show a window, reach for the network or change the profile by the clock.
QUIET = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.healthreport.uploadEnabled": False,
    "extensions.update.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.rights.version": 1,
    "mail.shell.checkDefaultClient": False,
    "mail.spotlight.firstRunDone": True,
    "mail.winsearch.firstRunDone": True,
    "mailnews.start_page.enabled": False,
    "mailnews.start_page_override.mstone": "ignore",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "security.OCSP.enabled": 0,
    "services.settings.server": "http://127.0.0.1:9/none",
    "toolkit.telemetry.enabled": False,
}


def program(application):
    """The installed program, or None."""
    return next((place for place in PLACES[application] if os.access(place, os.X_OK)), None)


def library_folder(application):
    """Where the application keeps its own NSS, or None where it is not installed."""
    found = program(application)
    return os.path.dirname(found) if found else None


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def preference_line(name, value):
    """One line of prefs.js or user.js."""
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, int):
        text = str(value)
    else:
        text = '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r") + '"'
    return f'user_pref("{name}", {text});\n'


class Application:
    """One running application. Use it in a `with`: whatever happens, its process group is gone afterwards."""

    def __init__(self, application, home, profile, *, preferences=None, prefix=(), environment=None, headless=True):
        """`prefix` is a command that the application is started by, such as `unshare`. Started at once; with windows only
        where a person is to use it."""
        self.home, self.profile = pathlib.Path(home), pathlib.Path(profile)
        self.port = free_port()
        self._write_user_js({**QUIET, **(preferences or {}), "marionette.port": self.port})
        self.log = self.home / f"{application}-{self.port}.log"
        command = [*ENDS_WITH_US, *prefix, program(application), *(["--headless"] if headless else []), "--marionette",
                   "-remote-allow-system-access", "--no-remote",
                   "--profile", str(self.profile)]
        with open(self.log, "wb") as log:
            self._process = subprocess.Popen(command, env=self._environment(environment), stdin=subprocess.DEVNULL,
                                             stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        self.marionette, self._ended = None, False

    def __enter__(self):
        try:
            self.connect()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(self, *_):
        if self.marionette:
            self.marionette.close()
        self.kill()

    def connect(self):
        """Waits for the port and opens a session."""
        self.marionette = Marionette(self._wait_for_port())
        self.marionette.begin()
        return self.marionette

    def quit(self):
        """Ends the application as a person does, and waits until the process is gone: prefs.js is written then."""
        self.marionette.quit()
        self._process.wait()
        self.kill()

    def kill(self):
        """Ends the whole process group at once, also what an ended application left running in it."""
        if not self._ended:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._ended = True
            self._end_user_js()

    @property
    def running(self):
        return self._process.poll() is None

    def _write_user_js(self, preferences):
        self._user_js = self.profile / "user.js"
        self._kept_user_js = self._user_js.read_bytes() if self._user_js.exists() else None
        lines = "".join(preference_line(name, value) for name, value in preferences.items())
        self._user_js.write_bytes(lines.encode() + (self._kept_user_js or b""))

    def _end_user_js(self):
        """The profile is left with the user.js that it came with."""
        if self._kept_user_js is None:
            self._user_js.unlink(missing_ok=True)
        else:
            self._user_js.write_bytes(self._kept_user_js)

    def _environment(self, more):
        return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(self.home), "XDG_RUNTIME_DIR": str(self.home),
                "MOZ_HEADLESS_WIDTH": "1280", "MOZ_HEADLESS_HEIGHT": "800", "MOZ_CRASHREPORTER_DISABLE": "1",
                "MOZ_LEGACY_HOME": "1", **(more or {})}

    def _wait_for_port(self):
        while True:
            if not self.running:
                raise RuntimeError(f"the application ended with {self._process.returncode}:\n{self.log.read_text()[-2000:]}")
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return self.port
            except ConnectionRefusedError:
                time.sleep(0.05)


def skip_unless_installed(test, *applications):
    """Skips `test`, saying which application the machine lacks."""
    for application in applications:
        if program(application) is None:
            test.skipTest(f"{application} is not installed")
    if shutil.which("openssl") is None:
        test.skipTest("openssl is not installed")

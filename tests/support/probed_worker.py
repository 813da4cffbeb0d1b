# SPDX-License-Identifier: MPL-2.0
"""A HOME whose configuration names a folder of NSS libraries in which softoken is a probe (worker_probe.cpp): it runs
inside the real worker, at the moment at which a hostile profile could first do something there."""

import json
import os
import pathlib
import shutil
import tempfile

import installation
from application import library_folder
from certferry import PROGRAM, Certferry
from home import Home

NAMES = ("libnss*.so", "libsmime3.so", "libssl3.so", "libfreebl*.so", "libnspr4.so", "libplc4.so", "libplds4.so", "libmozsqlite3.so")
PROBES = pathlib.Path(PROGRAM).resolve().parent.parent / "probes"


def lay_libraries(nss, folder, softoken):
    """NSS in a folder of its own with another softoken. It claims to be newer than all, so that it is taken first."""
    folder.mkdir(parents=True, exist_ok=True)
    for pattern in NAMES:
        for library in nss.glob(pattern):
            (folder / library.name).symlink_to(library.resolve())
    (folder / "libnss3.so").unlink()
    _write(folder / "libnss3.so", (nss / "libnss3.so").read_bytes().replace(b"Version: NSS 3.", b"Version: NSS 9."))
    _write(folder / "libsoftokn3.so", softoken.read_bytes())


def _write(file, content):
    file.write_bytes(content)
    os.chmod(file, 0o644)


class ProbedWorker:
    """Use it in a `with`; skips the test where nothing can be made that a worker would trust."""

    def __init__(self, test, act):
        self._test, self._act = test, act

    def __enter__(self):
        nss, base = library_folder("thunderbird"), installation.trusted_base()
        if nss is None:
            self._test.skipTest("thunderbird is not installed")
        if base is None:
            self._test.skipTest("others can change every folder in which libraries could be laid")
        if not (PROBES / self._act / "libsoftokn3.so").exists():
            self._test.skipTest("the probes are not built")
        self._libraries = pathlib.Path(tempfile.mkdtemp(prefix="certferry-test-", dir=base))
        os.chmod(self._libraries, 0o755)
        lay_libraries(pathlib.Path(nss), self._libraries, PROBES / self._act / "libsoftokn3.so")
        self.home = Home()
        configuration = self.home.path / ".config/certferry/certferry.json"
        configuration.parent.mkdir(parents=True)
        configuration.write_text(json.dumps({"nssFolders": [str(self._libraries)]}))
        os.chmod(configuration, 0o600)
        self.profiles = [self.home.profile("thunderbird", nss, name=name) for name in ("first", "second")]
        for profile in self.profiles:
            (profile.path / "prefs.js").write_text('user_pref("mail.identity.id1.useremail", "alice@example.test");\n'
                                                   'user_pref("mail.accountmanager.accounts", "account1");\n'
                                                   'user_pref("mail.account.account1.identities", "id1");\n')
        secret = self.home.path / "secret"
        secret.write_text("of the person")
        probed = [secret, *(profile.path / "prefs.js" for profile in self.profiles)]
        _write(self._libraries / "probed-files", "".join(f"{path}\n" for path in probed).encode())
        self.certferry = Certferry(self.home.path)
        return self

    def __exit__(self, *_):
        shutil.rmtree(self._libraries)
        self.home.remove()

    def run(self, *words):
        """One command; its answer, and what the probe told: {what it tried: outcome}."""
        answer = self.certferry.run(*words)
        told = {}
        for line in answer.words.splitlines():
            if line.startswith("probe "):
                name, _, outcome = line.removeprefix("probe ").rpartition(" ")
                told.setdefault(name, []).append(outcome)
        return answer, {name: outcomes if name == "environment" else outcomes[0] for name, outcomes in told.items()}

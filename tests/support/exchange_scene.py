# SPDX-License-Identifier: MPL-2.0
"""The golden exchanges: real requests to real profiles, with what differs from run to run replaced by stand-ins.

The scene: Ada has two certificates for e-mail and one for web pages in Firefox, and two addresses in Thunderbird. Each step
is one request; the steps run in order, so that a move is planned, run, and run again.
"""

import base64
import hashlib
import itertools
import json
import re
import unittest.mock

import authority
import thunderbird_account
from application import library_folder
from application_lock import ApplicationLock
from authority import Authority, date
from certferry import Certferry
from home import Home
from native_host import MANIFEST, OWN_ID, Host
from pinentry_double import PinentryDouble, typed

ADDRESSES = ["ada@example.test", "zo\u00eb@example.test"]
NSS = {"version": "3.125", "softoken": "3.125", "library": "/usr/lib/thunderbird"}
PASSWORD = "correct horse"
NAME_OF_BACKUP = re.compile(r"\d{8}T\d{6}Z(?:-\d+)?")


class ExchangeScene:
    """Use it in a `with`; `exchanges` is filled by `ask`."""

    def __enter__(self):
        self.home = Home()
        self.exchanges = {}
        self._cleanup = unittest.TestCase()
        self._stand_ins = {str(self.home.path): "/home/ada"}
        self._make_certificates()
        self._make_profiles()
        self.certferry = Certferry(self.home.path)
        return self

    def __exit__(self, *_):
        self._cleanup.doCleanups()
        self.home.remove()

    def ask(self, name, method, params=None, part=lambda result: result):
        """Sends one request and keeps what came back, or a part of the result, under a sentence. Returns the true answer."""
        params = {} if params is None else params
        answer = self.certferry.run("call", method, json.dumps(params)).value
        side = "error" if "error" in answer else "result"
        kept = {"name": name, "params": params, side: answer["error"] if side == "error" else part(answer)}
        self.exchanges.setdefault(method, []).append(kept)
        return answer

    def ask_host(self, name, method, params=None, caller=OWN_ID):
        """The same to the native host, started as a browser does for the add-on `caller`."""
        with Host(self.home.path, (MANIFEST, caller)) as host:
            answer = host.ask(method, params or {})
        side = "error" if "error" in answer else "result"
        kept = {"name": name, "params": params or {}, side: answer[side]}
        self.exchanges.setdefault(method, []).append(kept)

    def ask_with_dialog(self, name, method, params, typed_text):
        """The same with a person who types this, twice where that is asked for."""
        pinentry = PinentryDouble(self._cleanup, [["say", "S PIN_REPEATED"], *typed(typed_text)])
        pinentry.configure(self.home.path)
        self.ask_host(name, method, params)
        (self.home.path / ".config" / "certferry" / "certferry.json").unlink()

    def as_data(self, content, name):
        """Bytes as a parameter; in what is kept their name stands for them, as they are others in each run."""
        data = base64.b64encode(content).decode()
        self._stand_ins[data] = base64.b64encode(name.encode()).decode()
        return data

    def whole_backup(self, profile, name):
        """The two files of one, as parameters."""
        file = self.home.path / f"{name}.p12"
        self.certferry.run("export", "--profile", profile.path, "--all", "--out", file, passwords={"--password-fd": PASSWORD})
        return (self.as_data(file.read_bytes(), f"the key file of {name}"),
                self.as_data((self.home.path / f"{name}.p12.certferry").read_bytes(), f"what lay beside the key file of {name}"))

    def running(self, profile):
        """What a running application holds. Use it in a `with`."""
        return ApplicationLock(profile.path)

    def settled(self):
        """{method: exchanges} with stand-ins."""
        text = json.dumps(self.exchanges)
        stand_ins = {**self._stand_ins, **self._profile_ids()}
        for number, name in enumerate(sorted(set(NAME_OF_BACKUP.findall(text)))):
            stand_ins[name] = f"20261124T1015{number:02}Z"
        for real in sorted(stand_ins, key=len, reverse=True):
            text = text.replace(json.dumps(real)[1:-1], json.dumps(stand_ins[real])[1:-1])
        return _settle(json.loads(text))

    def id_of(self, profile):
        listed = self.certferry.run("profiles").value["profiles"]
        return next(each["id"] for each in listed if each["path"] == str(profile.path))

    def _make_certificates(self):
        numbers = itertools.count(0x5EC0DE0000000001)
        with unittest.mock.patch.object(authority, "_serial", lambda: next(numbers)):
            folder = self.home.path / "authority"
            self.root = Authority.root(folder, "Example Root")
            self.issuer = self.root.intermediate("Example Issuer")
            self.mine = self.issuer.leaf("Ada L\u00f8velace \U0001f511", emails=[ADDRESSES[0]])
            self.old = self.issuer.leaf("Ada before", emails=[ADDRESSES[0]], dates=(date("2020-01-01"), date("2021-01-01")))
            self.web = self.issuer.leaf("Ada's web login", emails=[ADDRESSES[0]], purposes=("client",))
            self.stranger_root = Authority.root(self.home.path / "stranger", "Unknown Root")
            self.stranger = self.stranger_root.leaf("Ada elsewhere", emails=[ADDRESSES[1]], key="P-256")
        for each in (self.root, self.issuer, self.mine, self.old, self.web, self.stranger_root, self.stranger):
            self.stand_in(each)

    def stand_in(self, certificate):
        """In what is kept, another fingerprint that is the same in each run."""
        self._stand_ins[certificate.fingerprint] = _fingerprint(certificate.label)

    def _make_profiles(self):
        self.firefox = self.home.profile("firefox", library_folder("firefox"))
        self.thunderbird = self.home.profile("thunderbird", library_folder("thunderbird"))
        self.locked = self.home.profile("firefox", library_folder("firefox"), PASSWORD, name="with a password")
        self.broken = self.home.profile("thunderbird", library_folder("thunderbird"), name="damaged")
        thunderbird_account.write(self.thunderbird.path, ADDRESSES, 25, "Ada L\u00f8velace")
        for certificate in (self.mine, self.old, self.web, self.stranger):
            self.firefox.import_key(certificate)
        self.firefox.trust_email(self.root)
        self.locked.import_key(self.mine)
        (self.broken.path / "cert9.db").write_bytes(b"SQLite format 3\0" + bytes(4080))

    def _profile_ids(self):
        listed = self.certferry.run("profiles").value["profiles"]
        return {each["id"]: _fingerprint(each["name"] + each["application"])[:16] for each in listed}


def _fingerprint(label):
    return hashlib.sha256(f"certferry exchange: {label}".encode()).hexdigest()


def _settle(value):
    """The NSS of the machine and the moment of the recording."""
    if isinstance(value, list):
        return [_settle(each) for each in value]
    if not isinstance(value, dict):
        return value
    settled = {name: _settle(each) for name, each in value.items()}
    for name in ("since", "time", "signingTime"):
        if name in settled:
            settled[name] = "2026-11-24T10:15:00Z"
    if "nss" in settled and isinstance(settled["nss"], dict):
        settled["nss"] = NSS
    if "hostVersion" in settled:
        settled |= {"hostVersion": "1.0.0", "nss": {**NSS, "library": "/usr/lib/thunderbird/libnss3.so", "origin": "thunderbird"}}
    if "builtinRoots" in settled:
        settled["builtinRoots"] = "Thunderbird 153"
    return settled

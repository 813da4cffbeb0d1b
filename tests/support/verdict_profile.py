# SPDX-License-Identifier: MPL-2.0
"""A profile that holds all certificates of verdict_certificates.py, made with Thunderbird's own NSS."""

import hashlib
import os
import pathlib
import subprocess

import verdict_certificates
from application import library_folder


def certutil_trust(column):
    """`web,e-mail,code` of a row's trust."""
    web, _, email = column.rpartition(",")
    return ",".join([*("" if each == "-" else each for each in (web, email)), ""])


class VerdictProfile:
    """`folder` gets `profile`, unless another folder shall become the profile, and `made`, where certificates and keys lie."""

    def __init__(self, folder, profile=None):
        self.folder, self.made = pathlib.Path(profile or folder / "profile"), folder / "made"
        self.folder.mkdir(exist_ok=True)
        self.made.mkdir()
        verdict_certificates.main(self.made)
        self.rows = [line.split() for line in (self.made / "certificates.txt").read_text().splitlines()]
        self.leaves = {name: (self.made / f"{name}.der").read_bytes() for name, role, _, _ in self.rows if role == "leaf"}
        if not (self.folder / "cert9.db").exists():
            self.nss("certutil", "-N", "-d", self.database, "--empty-password")
        self._import_keys()
        self._import_certificates()

    @property
    def database(self):
        return f"sql:{self.folder}"

    def fingerprint(self, name):
        return hashlib.sha256(self.leaves[name]).hexdigest()

    def nss(self, *command, check=True):
        return subprocess.run(command, env={**os.environ, "LD_LIBRARY_PATH": library_folder("thunderbird")}, check=check,
                              capture_output=True)

    def _import_keys(self):
        """One certificate for each kind of key brings the key; kinds that NSS does not store stay away."""
        first = {}
        for name, role, _, key in self.rows:
            if role == "leaf" and not key.endswith("absent"):
                first.setdefault(key, name)
        for key, name in first.items():
            pem, p12 = self.made / "one.pem", self.made / "one.p12"
            subprocess.run(["openssl", "x509", "-inform", "DER", "-in", self.made / f"{name}.der", "-out", pem], check=True)
            subprocess.run(["openssl", "pkcs12", "-export", "-in", pem, "-inkey", self.made / f"{key}.key", "-name", name,
                            "-passout", "pass:x", "-out", p12], check=True)
            stored = not key.startswith("ED25519")
            self.nss("pk12util", "-i", str(p12), "-W", "x", "-d", self.database, check=stored)

    def _import_certificates(self):
        batch = self.made / "batch"
        batch.write_text("".join(f"-A -n {name} -t {certutil_trust(trust)} -i {self.made / name}.der\n"
                                 for name, role, trust, _ in self.rows if role != "absent"))
        self.nss("certutil", "-B", "-d", self.database, "-i", str(batch))

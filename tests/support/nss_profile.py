# SPDX-License-Identifier: MPL-2.0
"""Profiles with certificates, made by Debian's tools on an application's own NSS, and what stands in them, read with SQLite."""

import contextlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile

CERTIFICATE, PUBLIC_KEY, PRIVATE_KEY = (number.to_bytes(4, "big") for number in (1, 2, 3))
COLUMNS = {"class": "a0", "label": "a3", "value": "a11", "id": "a102", "subject": "a101", "email": "ace536351"}


class ToolFailed(Exception):
    """certutil or pk12util refused; the text is theirs."""


class NssProfile:
    """A folder with cert9.db and key4.db. `nss_folder` holds the NSS libraries the tools run on; None is the system's."""

    def __init__(self, path, nss_folder, password=""):
        self.path, self.nss_folder, self.password = pathlib.Path(path), nss_folder, password

    @classmethod
    def create(cls, path, nss_folder, password=""):
        """A new profile whose primary password is `password`; the empty one is none."""
        os.makedirs(path, mode=0o700, exist_ok=True)
        profile = cls(path, nss_folder, password)
        profile._tool("certutil", "-N", *([] if password else ["--empty-password"]))
        return profile

    def import_key(self, certificate, nickname=None, *, chain=True):
        """Brings in a certificate of authority.py with its key, as a person does with a .p12."""
        file_password = "of the file"
        file = certificate.p12(file_password, chain=chain, friendly_name=nickname)
        try:
            self.import_p12(file, file_password)
        finally:
            file.unlink()

    def import_p12(self, file, file_password):
        with _secret_file(file_password) as secret:
            self._tool("pk12util", "-i", str(file), "-w", secret, password_option="-k")

    def export_p12(self, file, file_password, nickname):
        with _secret_file(file_password) as secret:
            self._tool("pk12util", "-o", str(file), "-n", nickname, "-w", secret, password_option="-k")

    def add(self, certificate, nickname, trust=",,"):
        """A certificate without a key. `trust` as certutil writes it: web, e-mail, code."""
        self._tool("certutil", "-A", "-n", nickname, "-t", trust, "-i", str(certificate.der_file))

    def run_batch(self, file):
        """Each line a certutil command, up to the first that fails."""
        with contextlib.suppress(ToolFailed):
            self._tool("certutil", "-B", "-i", str(file))

    def trust(self, certificate, trust):
        """Sets the trust of one that is there already."""
        self._tool("certutil", "-M", "-n", self.nickname_of(certificate), "-t", trust)

    def delete_with_key(self, certificate):
        self._tool("certutil", "-F", "-n", self.nickname_of(certificate))

    def trust_email(self, certificate):
        self.trust(certificate, ",C,")

    def trust_of(self, certificate):
        """`web,e-mail,code` as certutil lists it."""
        nickname = self.nickname_of(certificate)
        for line in self._tool("certutil", "-L").splitlines():
            if line.startswith(nickname + " "):
                return line.split()[-1]
        raise LookupError(f"certutil does not list {nickname}")

    def change_password(self, new):
        """Gives the profile another primary password; from now on the tools use that."""
        with _secret_file(new) as after:
            self._tool("certutil", "-W", "-@", after)
        self.password = new

    def list_keys(self):
        """What certutil says when it lists the private keys, for which it logs in."""
        return self._tool("certutil", "-K")

    def opens_with(self, password):
        """Does certutil list the private keys with this password?"""
        try:
            NssProfile(self.path, self.nss_folder, password).list_keys()
        except ToolFailed as failure:
            if "SEC_ERROR_BAD_PASSWORD" in str(failure):
                return False
            if "no keys found" not in str(failure):
                raise
        return True

    def verify(self, certificate, usage):
        """What certutil says of the certificate for `S` (sign) or `R` (receive)."""
        try:
            return self._tool("certutil", "-V", "-u", usage, "-n", self.nickname_of(certificate)).strip()
        except ToolFailed as failure:
            return str(failure)

    def nickname_of(self, certificate):
        label = self._one(certificate, "label")
        return label.decode() if label else None

    def has_certificate(self, certificate):
        return self._one(certificate, "value") is not None

    def has_key_of(self, certificate):
        """Is there a private key with the certificate's CKA_ID?"""
        key_id = self._one(certificate, "id")
        return key_id is not None and any(row["id"] == key_id for row in self.objects("key4.db", PRIVATE_KEY))

    def certificates(self):
        """The DER of every certificate."""
        return [row["value"] for row in self.objects("cert9.db", CERTIFICATE)]

    def objects(self, database="cert9.db", kind=None):
        """The objects of one database, each a dict of the attributes that the tests look at."""
        table = "nssPublic" if database == "cert9.db" else "nssPrivate"
        with sqlite3.connect(f"file:{self.path / database}?mode=ro", uri=True) as connection:
            present = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            columns = {name: column for name, column in COLUMNS.items() if column in present}
            rows = connection.execute(f"SELECT {', '.join(columns.values())} FROM {table}").fetchall()
        connection.close()
        objects = [dict(zip(columns, row)) for row in rows]
        return [each for each in objects if kind is None or each["class"] == kind]

    def _one(self, certificate, attribute):
        for row in self.objects("cert9.db", CERTIFICATE):
            if row["value"] == certificate.der:
                return row[attribute]
        return None

    def _tool(self, tool, action, *words, password_option="-f"):
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.path), "LANG": "C.UTF-8"}
        if self.nss_folder:
            environment["LD_LIBRARY_PATH"] = str(self.nss_folder)
        with _secret_file(self.password) as secret:
            command = [tool, action, *words, "-d", f"sql:{self.path}"]
            if "--empty-password" not in words:
                command += [password_option, secret]
            done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        output = (done.stdout + done.stderr).decode(errors="replace")
        if done.returncode != 0:
            raise ToolFailed(f"{tool} {action}: {output.strip()}")
        return done.stdout.decode(errors="replace")


class _secret_file:
    """A file with one password, for as long as one command of NSS's tools runs."""

    def __init__(self, password):
        self._password = password

    def __enter__(self):
        self._folder = tempfile.mkdtemp(prefix="certferry-test-")
        path = os.path.join(self._folder, "password")
        with open(path, "w", encoding="utf-8") as file:
            file.write(self._password + "\n")
        return path

    def __exit__(self, *_):
        shutil.rmtree(self._folder)


def tools_present():
    return shutil.which("certutil") is not None and shutil.which("pk12util") is not None

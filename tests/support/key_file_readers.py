# SPDX-License-Identifier: MPL-2.0
"""What other programs find in a key file (PKCS#12): {public keys of private keys}, {certificates}, each as DER."""

import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

from nss_profile import PRIVATE_KEY, NssProfile

PEM = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----", re.DOTALL)


def openssl(file, password):
    """With OpenSSL as it is by default."""
    with _secret(password) as secret:
        text = _run("openssl", "pkcs12", "-in", file, "-nodes", "-passin", f"file:{secret}")
    return {public_key_of(block) for block in _blocks(text, b"PRIVATE KEY")}, _certificates(text)


def gnutls(file, password):
    """certtool hands the keys on as they are, encrypted, once the MAC was right."""
    text = _run("certtool", "--p12-info", "--inder", "--infile", file, "--password", password)
    with _secret(password) as secret:
        keys = {public_key_of(block, f"file:{secret}") for block in _blocks(text, b"PRIVATE KEY")}
    return keys, _certificates(text)


def java(file, password):
    """keytool reads the file into a store of its own, which tells what it understood; certificates are those of chains."""
    own = "password of the store"
    with tempfile.TemporaryDirectory(prefix="certferry-test-") as folder:
        store = pathlib.Path(folder) / "store.p12"
        _run("keytool", "-J-Xshare:auto", "-importkeystore", "-noprompt", "-srckeystore", file, "-srcstoretype", "PKCS12", "-srcstorepass", password,
             "-destkeystore", store, "-deststoretype", "PKCS12", "-deststorepass", own)
        return openssl(store, own)


def nss(file, password, folder):
    """pk12util imports it into an empty profile of the NSS in `folder`, empty for the system's. Returns the profile; the caller
    removes it."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="certferry-test-"))
    profile = NssProfile.create(path / "profile", folder)
    profile.import_p12(file, password)
    return profile


def key_count(profile):
    return len(profile.objects("key4.db", PRIVATE_KEY))


def gnupg(file, password):
    """gpgsm imports it into an empty home: how many secret keys and certificates it counts."""
    with tempfile.TemporaryDirectory(prefix="certferry-test-") as home:
        done = subprocess.run(["gpgsm", "--homedir", home, "--batch", "--pinentry-mode", "loopback", "--passphrase-fd", "0",
                               "--import", str(file)], input=password.encode() + b"\n", capture_output=True, check=False)
        subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], capture_output=True, check=False)
    words = done.stderr.decode(errors="replace")

    def count(label):
        found = re.search(label + r": +(\d+)", words)
        return int(found[1]) if found else 0
    return count("secret keys imported"), count(" imported")


def missing(*programs):
    """Those of the programs that are not installed."""
    return [program for program in programs if shutil.which(program) is None]


def public_key_of(private_key, password="pass:"):
    """The DER of the public key that belongs to a private key in PEM."""
    return subprocess.run(["openssl", "pkey", "-pubout", "-outform", "DER", "-passin", password], input=private_key, check=True,
                          capture_output=True).stdout


def _certificates(text):
    return {subprocess.run(["openssl", "x509", "-outform", "DER"], input=block, check=True, capture_output=True).stdout
            for block in _blocks(text, b"CERTIFICATE")}


def _blocks(text, label):
    return [match[0] for match in PEM.finditer(text) if match[1].endswith(label)]


def _run(*command):
    """Arguments in UTF-8, whatever the surroundings say."""
    return subprocess.run([str(word) for word in command], check=True, capture_output=True,
                          env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout


@contextlib.contextmanager
def _secret(password):
    """A file with one line, the password."""
    with tempfile.NamedTemporaryFile(prefix="certferry-test-") as file:
        file.write(password.encode() + b"\n")
        file.flush()
        yield file.name

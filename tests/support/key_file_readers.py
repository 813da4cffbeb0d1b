# SPDX-License-Identifier: MPL-2.0
"""What other programs find in a key file (PKCS#12): {public keys of private keys}, {certificates}, each as DER."""

import re
import subprocess
import tempfile

PEM = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----", re.DOTALL)


def openssl(file, password):
    """With OpenSSL as it is by default."""
    with _secret(password) as secret:
        text = _run("openssl", "pkcs12", "-in", file, "-nodes", "-passin", f"fd:{secret}", descriptors=[secret])
    return {public_key_of(block) for block in _blocks(text, b"PRIVATE KEY")}, _certificates(text)


def public_key_of(private_key):
    """The DER of the public key that belongs to a private key in PEM."""
    return subprocess.run(["openssl", "pkey", "-pubout", "-outform", "DER"], input=private_key, check=True, capture_output=True).stdout


def _certificates(text):
    return {subprocess.run(["openssl", "x509", "-outform", "DER"], input=block, check=True, capture_output=True).stdout
            for block in _blocks(text, b"CERTIFICATE")}


def _blocks(text, label):
    return [match[0] for match in PEM.finditer(text) if match[1].endswith(label)]


def _run(*command, descriptors=(), **options):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, pass_fds=descriptors, **options).stdout


class _secret:
    """A descriptor with one line, the password."""

    def __init__(self, password):
        self._file = tempfile.TemporaryFile()
        self._file.write(password.encode() + b"\n")
        self._file.seek(0)

    def __enter__(self):
        return self._file.fileno()

    def __exit__(self, *_):
        self._file.close()

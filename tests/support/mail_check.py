# SPDX-License-Identifier: MPL-2.0
"""A message judged by openssl, which knows nothing of NSS."""

import email
import hashlib
import pathlib
import re
import ssl
import subprocess
import tempfile


# How openssl names what a message was encrypted with, and how we do.
CIPHERS = {"aes-256-cbc": "aes256-cbc", "aes-128-cbc": "aes128-cbc", "des-ede3-cbc": "3des-cbc", "rc2-cbc": "rc2-40-cbc"}


class Judged:
    """`text` is the signed text, `signer` the SHA-256 of the certificate that signed it."""

    def __init__(self, text, signer):
        self.text, self.signer = text, signer


def decrypt(message, certificate):
    """The content of an encrypted message; fails unless this certificate's key opens it."""
    return cms(["-decrypt", "-recip", certificate.pem_file, "-inkey", certificate.key_file], message)


def encrypt(content, certificate):
    """An encrypted message, without the headers of a mail, that this certificate's key opens."""
    return cms(["-encrypt", "-aes256", "-binary", "-crlfeol", certificate.pem_file], content)


def cipher_of(message):
    """What an encrypted message was encrypted with."""
    der = email.message_from_bytes(message).get_payload(decode=True)
    shown = subprocess.run(["openssl", "asn1parse", "-inform", "DER"], input=der, capture_output=True, check=True).stdout.decode()
    return CIPHERS[re.findall(r"OBJECT\s+:((?:aes|des|rc2)-\S+)", shown)[-1]]


def verify(message, root):
    """Verifies a signed message up to `root`, for the purpose of signing mail; fails unless it is good."""
    with tempfile.TemporaryDirectory() as folder:
        signer = pathlib.Path(folder) / "signer.pem"
        text = cms(["-verify", "-purpose", "smimesign", "-CAfile", root.pem_file, "-signer", signer], message)
        der = ssl.PEM_cert_to_DER_cert(signer.read_text())
    body = email.message_from_bytes(text).get_payload(decode=True)
    return Judged(body.decode(errors="replace").strip(), hashlib.sha256(der).hexdigest())


def cms(words, message):
    """What `openssl cms` with these words makes of a message; fails where it does."""
    done = subprocess.run(["openssl", "cms", *map(str, words)], input=message, capture_output=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"openssl cms {words[0]}: {done.stderr.decode(errors='replace')}")
    return done.stdout

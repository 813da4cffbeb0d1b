# SPDX-License-Identifier: MPL-2.0
"""Certificates of correspondents by the thousand, as they stand in the store of somebody who reads much signed mail.

Neither openssl nor NSS's tools could make so many in a minute: a process for each takes too long, and NSS's own import is
quadratic in the certificates of one issuer. So they are signed in this process, by the library of openssl, and written as rows that
differ from one that NSS wrote only in the values.
"""

import ctypes
import hashlib
import secrets
import sqlite3
import subprocess

import certificate_maker as made
from nss_profile import CERTIFICATE

BITS = 2048
_crypto = ctypes.CDLL("libcrypto.so.3")
for _name in ("d2i_AutoPrivateKey", "EVP_MD_CTX_new", "EVP_sha256"):
    getattr(_crypto, _name).restype = ctypes.c_void_p


class Signer:
    """The RSA key of one authority, for PKCS #1 version 1.5 signatures with SHA-256."""

    def __init__(self, authority):
        encoded = subprocess.run(["openssl", "pkey", "-in", authority.key_file, "-outform", "DER"], check=True,
                                 capture_output=True).stdout
        begin = ctypes.c_char_p(encoded)
        self._key = ctypes.c_void_p(_crypto.d2i_AutoPrivateKey(None, ctypes.byref(begin), ctypes.c_long(len(encoded))))

    def sign(self, content):
        context = ctypes.c_void_p(_crypto.EVP_MD_CTX_new())
        signature, length = ctypes.create_string_buffer(1024), ctypes.c_size_t(1024)
        done = (_crypto.EVP_DigestSignInit(context, None, ctypes.c_void_p(_crypto.EVP_sha256()), None, self._key) == 1 and
                _crypto.EVP_DigestSign(context, signature, ctypes.byref(length), content, ctypes.c_size_t(len(content))) == 1)
        _crypto.EVP_MD_CTX_free(context)
        if not done:
            raise RuntimeError("libcrypto did not sign")
        return signature.raw[:length.value]


def add(profile, issuers, count):
    """Puts `count` certificates without a key into the profile, one after the other from each of the issuers, whose own
    certificates the caller adds. Their public keys are nobody's. Returns them in DER."""
    pattern = issuers[0].leaf("pattern", emails=["pattern@example.test"])
    profile.add(pattern, "pattern")
    signers = [(issuer, Signer(issuer)) for issuer in issuers]
    connection = sqlite3.connect(profile.path / "cert9.db")
    connection.row_factory = sqlite3.Row
    row = dict(connection.execute("SELECT * FROM nssPublic WHERE a11 = ?", (pattern.der,)).fetchone())
    used = {number for number, in connection.execute("SELECT id FROM nssPublic")}
    connection.execute("DELETE FROM nssPublic WHERE a81 = ? AND a82 = ? AND a0 <> ?", (row["a81"], row["a82"], CERTIFICATE))
    connection.execute("DELETE FROM nssPublic WHERE a11 = ?", (pattern.der,))
    statement = f"INSERT INTO nssPublic ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
    all_made = []
    for number in range(count):
        issuer, signer = signers[number % len(signers)]
        values = _certificate(issuer, signer, number)
        number_in_database = _unused(used)
        connection.execute(statement, list({**row, **values, "id": number_in_database}.values()))
        all_made.append(values["a11"])
    connection.commit()
    connection.close()
    return all_made


def subject(number):
    """The Name of the certificate with this number."""
    return made.common_name(f"Correspondent {number}")


def _certificate(issuer, signer, number):
    """The columns in which one certificate's row is its own."""
    modulus = secrets.randbits(BITS) | 1 << (BITS - 1) | 1
    algorithm, _ = made.SIGNATURES["sha256-rsa"]
    public_key = made.sequence(made.sequence(made.oid("1.2.840.113549.1.1.1"), made.NULL),
                               made.bits(made.sequence(made.integer(modulus), made.integer(65537))))
    address = f"correspondent{number}@example.test"
    name, serial = subject(number), made.integer(secrets.randbits(63) | 1 << 62)
    extensions = made.sequence(made.key_usage("digitalSignature", "keyEncipherment"),
                               made.extended_key_usage(made.EMAIL_PROTECTION),
                               made.alternative_names(made.rfc822(address)))
    now = issuer._maker.now
    validity = made.sequence(*(made.time(now.replace(year=now.year + years, day=1)) for years in (-1, 2)))
    body = made.sequence(made.der(0xA0, made.integer(2)), serial, algorithm, issuer.subject, validity, name, public_key,
                         made.der(0xA3, extensions))
    return {"a3": f"correspondent {number}".encode(), "a11": made.sequence(body, algorithm, made.bits(signer.sign(body))),
            "a81": issuer.subject, "a82": serial, "a101": name, "ace534352": address.encode(),
            "a102": hashlib.sha1(modulus.to_bytes(BITS // 8, "big")).digest()}


def _unused(used):
    """A number for a row, 30 bits as NSS gives them."""
    while (number := secrets.randbits(30)) in used or number == 0:
        pass
    used.add(number)
    return number

# SPDX-License-Identifier: MPL-2.0
"""What a whole backup has to give back, as SQLite sees it, and S/MIME profiles of correspondents as NSS writes them."""

import hashlib
import secrets
import sqlite3

from nss_profile import CERTIFICATE, PRIVATE_KEY

# Of pkcs11n.h and pkcs11t.h: CKO_NSS_SMIME, CKO_NSS_TRUST, CKO_TRUST.
SMIME, OLD_TRUST, TRUST = (bytes.fromhex(number) for number in ("ce534352", "ce534353", "0000000b"))
# Of one attribute each: CKA_SUBJECT, CKA_ISSUER, CKA_SERIAL_NUMBER, CKA_NSS_EMAIL, CKA_NSS_SMIME_TIMESTAMP.
SUBJECT, ISSUER, SERIAL, EMAIL, TIME = "a101", "a81", "a82", "ace534352", "ace534354"
CLASS, TOKEN, PRIVATE, LABEL, VALUE, ID, MODIFIABLE = "a0", "a1", "a2", "a3", "a11", "a102", "a170"
# What trust records say of e-mail: trusted and distrusted, by class.
OLD_EMAIL, NEW_EMAIL = "ace53635b", "a62f"
MEANINGS = {bytes.fromhex("ce534352"): "trusted", bytes.fromhex("ce53435a"): "distrusted",
            bytes.fromhex("00000002"): "trusted", bytes.fromhex("00000003"): "distrusted"}


def add_smime_profile(profile, subject, email, capabilities, time):
    """How a correspondent encrypts, as NSS remembers it after a signed mail."""
    row = {"id": secrets.randbits(30) | 1, CLASS: SMIME, TOKEN: b"\1", PRIVATE: b"\0", LABEL: None, MODIFIABLE: b"\1", SUBJECT: subject,
           EMAIL: email.encode() + b"\0", VALUE: capabilities, TIME: time}
    with sqlite3.connect(profile.path / "cert9.db") as connection:
        connection.execute(f"INSERT INTO nssPublic ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
    connection.close()


def contents(profile):
    """{kind: what there is of it}: certificates by their octets, keys by the certificate that they belong to, e-mail trust by what
    it is about, S/MIME profiles."""
    public, private = _rows(profile, "cert9.db", "nssPublic"), _rows(profile, "key4.db", "nssPrivate")
    certificates = [row for row in public if row[CLASS] == CERTIFICATE]
    ids = {row[ID] for row in private if row[CLASS] == PRIVATE_KEY}
    return {"certificates": {(hashlib.sha256(row[VALUE]).hexdigest(), row[LABEL], row.get(EMAIL)) for row in certificates},
            "keys": {hashlib.sha256(row[VALUE]).hexdigest() for row in certificates if row[ID] in ids},
            "trust": {((row[ISSUER] or b"").hex(), (row[SERIAL] or b"").hex(), meaning) for row in public if (meaning := _email_trust(row))},
            "profiles": {tuple(row.get(name) for name in (SUBJECT, EMAIL, VALUE, TIME)) for row in public if row[CLASS] == SMIME}}


def _email_trust(row):
    column = {OLD_TRUST: OLD_EMAIL, TRUST: NEW_EMAIL}.get(row[CLASS])
    return column and MEANINGS.get(row.get(column))


def _rows(profile, database, table):
    with sqlite3.connect(f"file:{profile.path / database}?mode=ro", uri=True) as connection:
        connection.row_factory = sqlite3.Row
        rows = [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]
    connection.close()
    return rows

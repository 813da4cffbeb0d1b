# SPDX-License-Identifier: MPL-2.0
"""Authorities and the certificates they issue, as files for NSS, Firefox and openssl.

The bytes come from certificate_maker.py, which can also make what no tool would: names of any bytes, any dates.
"""

import base64
import datetime
import hashlib
import os
import pathlib
import secrets
import subprocess

import certificate_maker as made

EVER = (datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc), datetime.datetime(2045, 1, 1, tzinfo=datetime.timezone.utc))
PURPOSES = {"email": made.EMAIL_PROTECTION, "client": made.CLIENT_AUTH, "server": made.SERVER_AUTH, "any": made.ANY_USAGE}
DAY = datetime.timedelta(days=1)


def date(text):
    """A moment, UTC, from `YYYY-MM-DD`."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.timezone.utc)


class Certificate:
    """One certificate with its key, and the authorities above it, the issuer first and the root last."""

    def __init__(self, maker, folder, label, key, der, chain):
        self._maker, self._key, self.der, self.chain = maker, key, der, chain
        self.folder, self.label = pathlib.Path(folder), label
        self.fingerprint = hashlib.sha256(der).hexdigest()
        self.der_file, self.pem_file = self.folder / f"{label}.der", self.folder / f"{label}.pem"
        self.der_file.write_bytes(der)
        self.pem_file.write_text(self.pem)

    @property
    def pem(self):
        text = base64.encodebytes(self.der).decode()
        return f"-----BEGIN CERTIFICATE-----\n{text}-----END CERTIFICATE-----\n"

    @property
    def db_key(self):
        """What Thunderbird looks a certificate up by: issuer and serial."""
        serial = self.serial.to_bytes(self.serial.bit_length() // 8 + 1, "big")
        issuer = self.chain[0].subject if self.chain else self.subject
        lengths = len(serial).to_bytes(4, "big") + len(issuer).to_bytes(4, "big")
        return base64.b64encode(bytes(8) + lengths + serial + issuer).decode()

    @property
    def key_file(self):
        """The private key, PEM."""
        return self._maker.key(self._key)

    @property
    def public_key(self):
        """DER."""
        command = ["openssl", "pkey", "-in", self.key_file, "-pubout", "-outform", "DER"]
        return subprocess.run(command, check=True, capture_output=True).stdout

    def p12(self, password, *, chain=True, friendly_name=None):
        """A PKCS#12 file with the key, the certificate and, unless `chain` is false, the authorities."""
        path = self.folder / f"{self.label}.p12"
        authorities = self.folder / f"{self.label}-chain.pem"
        authorities.write_text("".join(each.pem for each in self.chain))
        command = ["openssl", "pkcs12", "-export", "-inkey", self.key_file, "-in", self.pem_file, "-out", path,
                   "-passout", "stdin"]
        if friendly_name:
            command += ["-name", friendly_name]
        if chain and self.chain:
            command += ["-certfile", authorities]
        subprocess.run(command, input=password.encode() + b"\n", check=True, capture_output=True)
        return path


class Authority(Certificate):
    """A certificate that issues others."""

    @classmethod
    def root(cls, folder, name, *, key="rsa:2048", dates=EVER, signature=None):
        """A self-signed root; everything it ever issues has its files in `folder`."""
        os.makedirs(folder, exist_ok=True)
        maker = made.Maker(pathlib.Path(folder) / "keys")
        subject = made.common_name(name)
        label = _label(folder, name)
        own = _key(key, label)
        der = maker.certificate(subject=subject, issuer=subject, key=own, issuer_key=own, extensions=_authority_extensions(),
                                serial=_serial(), days=_days(maker, dates), signature=signature)
        authority = cls(maker, folder, label, own, der, [])
        authority.subject = subject
        return authority

    def intermediate(self, name, *, key="rsa:2048", dates=EVER, signature=None, purposes=()):
        """An authority below this one."""
        return self._issue(Authority, name, made.common_name(name), key, dates, signature,
                           _authority_extensions() + _purposes(purposes))

    def leaf(self, name, *, emails=(), key="rsa:2048", dates=EVER, signature=None, usages=None, purposes=("email",),
             subject=None, serial=None, more=()):
        """A certificate for a person.

        `name` is the common name, text or bytes; `subject` an encoded Name instead of one; `emails` the addresses of the
        alternative names (bytes allowed); `usages` key usages, by default to sign and to encrypt, () for no such extension;
        `purposes` of `email`, `client`, `server`, `any`, () for no such extension; `more` encoded extensions; `key` a kind
        (`rsa:2048`, `P-256`), or a certificate whose key this one gets too.
        """
        if usages is None:
            kind = key._key if isinstance(key, Certificate) else key
            usages = ("digitalSignature", "keyEncipherment" if kind.startswith("rsa") else "keyAgreement")
        extensions = ([made.key_usage(*usages)] if usages else []) + _purposes(purposes) + list(more)
        if emails:
            extensions.append(made.alternative_names(*(made.rfc822(email) for email in emails)))
        return self._issue(Certificate, name, subject or made.common_name(name), key, dates, signature, extensions, serial)

    def _issue(self, kind, name, subject, key, dates, signature, extensions, serial=None):
        label = _label(self.folder, name)
        own = key._key if isinstance(key, Certificate) else _key(key, label)
        serial = serial or _serial()
        der = self._maker.certificate(subject=subject, issuer=self.subject, key=own, issuer_key=self._key,
                                      extensions=extensions, serial=serial, days=_days(self._maker, dates),
                                      signature=signature)
        issued = kind(self._maker, self.folder, label, own, der, [self, *self.chain])
        issued.subject, issued.serial = subject, serial
        return issued


def subject_with_address(name, address):
    """A Name with the address in it (PKCS#9), for certificates without alternative names."""
    return made.name((made.CN, made.utf8(name)), (made.EMAIL, made.ia5(address)))


def _authority_extensions():
    return [made.basic_constraints(), made.key_usage("keyCertSign", "cRLSign")]


def _purposes(purposes):
    return [made.extended_key_usage(*(PURPOSES[purpose] for purpose in purposes))] if purposes else []


def _key(kind, label):
    """The maker's name of a key that nobody else has."""
    return f"{kind.replace(':', '')}_{label}"


def _label(folder, name):
    """A file name for `name`, new in the folder."""
    text = name.decode("latin-1") if isinstance(name, bytes) else name
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in text)[:40] or "certificate"
    number = 1
    while (pathlib.Path(folder) / (label := plain if number == 1 else f"{plain}-{number}")).with_suffix(".der").exists():
        number += 1
    return label


def _days(maker, dates):
    """Two moments as the maker counts them."""
    return tuple((moment - maker.now) / DAY for moment in dates)


def _serial():
    return secrets.randbits(63) | 1 << 62

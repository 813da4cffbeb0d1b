# SPDX-License-Identifier: MPL-2.0
"""Two self-signed roots whose SHA-256 fingerprints begin with the same eight digits.

An ECDSA signature over the same bytes is different for each nonce, so one certificate has as many valid forms as wanted. By
the birthday paradox some hundred thousand suffice; nonces that follow each other cost one addition of points each.
"""

import hashlib
import re
import subprocess

# NIST P-256 (SEC 2, 2.4.2).
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)


def with_one_prefix(first, second):
    """The two P-256 roots of authority.py, changed into forms with a common prefix. Returns them."""
    seen = {}
    forms = [_forms(first), _forms(second)]
    while True:
        for der in next(forms[0]):
            seen[hashlib.sha256(der).digest()[:4]] = der
        for der in next(forms[1]):
            match = seen.get(hashlib.sha256(der).digest()[:4])
            if match:
                return _become(first, match), _become(second, der)


def _become(authority, der):
    authority.der, authority.fingerprint = der, hashlib.sha256(der).hexdigest()
    authority.der_file.write_bytes(der)
    authority.pem_file.write_text(authority.pem)
    return authority


def _forms(authority):
    """Pairs of valid forms of a self-signed certificate: (r, s) and (r, -s) for the nonces 2, 3, 4 ..."""
    body = _element(authority.der)[1]
    signed, rest = _first(body)
    algorithm, _ = _first(rest)
    digest = int.from_bytes(hashlib.sha256(signed).digest(), "big")
    key = _private_key(authority.key_file)
    point, nonce = G, 1
    while True:
        point, nonce = _sum(point, G), nonce + 1
        r = point[0] % N
        s = pow(nonce, -1, N) * (digest + r * key) % N
        yield [_tlv(0x30, signed + algorithm + _tlv(0x03, b"\0" + _tlv(0x30, _integer(r) + _integer(each)))) for each in (s, N - s)]


def _sum(one, other):
    if one == other:
        slope = (3 * one[0] ** 2 - 3) * pow(2 * one[1], -1, P)
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, P)
    x = (slope * slope - one[0] - other[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def _private_key(file):
    text = subprocess.run(["openssl", "pkey", "-in", file, "-noout", "-text"], check=True, capture_output=True, text=True).stdout
    return int(re.sub(r"[\s:]", "", re.search(r"priv:\s*([0-9a-f:\s]+)pub:", text)[1]), 16)


def _element(der):
    """(tag, contents, length of all) of the first element."""
    length, start = der[1], 2
    if length & 0x80:
        start = 2 + (length & 0x7F)
        length = int.from_bytes(der[2:start], "big")
    return der[0], der[start:start + length], start + length


def _first(der):
    """The first element as it is, and what follows it."""
    size = _element(der)[2]
    return der[:size], der[size:]


def _tlv(tag, contents):
    if len(contents) < 0x80:
        return bytes([tag, len(contents)]) + contents
    length = len(contents).to_bytes((len(contents).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + contents


def _integer(number):
    return _tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))

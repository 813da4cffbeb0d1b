# SPDX-License-Identifier: MPL-2.0
"""Makes X.509 certificates byte by byte, also such as no tool would make; openssl only makes keys and signatures."""
import datetime
import os
import pathlib
import subprocess
import tempfile


def der(tag, *parts):
    """One DER element."""
    content = b"".join(parts)
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


def sequence(*parts):
    return der(0x30, *parts)


def oid(dotted):
    arcs = [int(arc) for arc in dotted.split(".")]
    content = b""
    for arc in [40 * arcs[0] + arcs[1]] + arcs[2:]:
        octets = [arc & 0x7F]
        while arc := arc >> 7:
            octets.append(0x80 | arc & 0x7F)
        content += bytes(reversed(octets))
    return der(0x06, content)


def integer(value):
    return der(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def boolean(value):
    return der(0x01, b"\xff" if value else b"\x00")


def octets(*parts):
    return der(0x04, *parts)


def bits(content, unused=0):
    return der(0x03, bytes([unused]), content)


def utf8(text):
    return der(0x0C, text if isinstance(text, bytes) else text.encode())


def printable(text):
    return der(0x13, text.encode())


def ia5(text):
    return der(0x16, text if isinstance(text, bytes) else text.encode())


def bmp(text):
    return der(0x1E, text.encode("utf-16-be"))


def t61(content):
    return der(0x14, content)


CN, OU, O, C, MAIL, EMAIL = "2.5.4.3", "2.5.4.11", "2.5.4.10", "2.5.4.6", "0.9.2342.19200300.100.1.3", "1.2.840.113549.1.9.1"


def name(*attributes):
    """A Name of (OID, encoded value) pairs, each in a component of its own."""
    return sequence(*(der(0x31, sequence(oid(kind), value)) for kind, value in attributes))


def common_name(text):
    return name((CN, utf8(text)))


def time(moment):
    if moment.year < 2050:
        return der(0x17, moment.strftime("%y%m%d%H%M%SZ").encode())
    return der(0x18, moment.strftime("%Y%m%d%H%M%SZ").encode())


def extension(dotted, value, critical=False):
    return sequence(oid(dotted), boolean(True) if critical else b"", octets(value))


KEY_USAGE_BITS = ["digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement",
                  "keyCertSign", "cRLSign"]


def key_usage(*usages, critical=True):
    value = sum(0x80 >> KEY_USAGE_BITS.index(usage) for usage in usages)
    unused = (value & -value).bit_length() - 1 if value else 0
    return extension("2.5.29.15", bits(bytes([value]) if value else b"", unused), critical)


EMAIL_PROTECTION, CLIENT_AUTH, SERVER_AUTH = "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1"
OCSP_SIGNING, ANY_USAGE = "1.3.6.1.5.5.7.3.9", "2.5.29.37.0"


def extended_key_usage(*usages, critical=False):
    return extension("2.5.29.37", sequence(*(oid(usage) for usage in usages)), critical)


def basic_constraints(authority=True, path_length=None, critical=True):
    length = b"" if path_length is None else integer(path_length)
    return extension("2.5.29.19", sequence(boolean(True) if authority else b"", length), critical)


def rfc822(address):
    return der(0x81, address if isinstance(address, bytes) else address.encode())


def dns(host):
    return der(0x82, host.encode())


def directory(encoded_name):
    return der(0xA4, encoded_name)


def alternative_names(*names, critical=False):
    return extension("2.5.29.17", sequence(*names), critical)


def name_constraints(permitted=(), excluded=()):
    def trees(tag, bases):
        return der(tag, *(sequence(base) for base in bases)) if bases else b""
    return extension("2.5.29.30", sequence(trees(0xA0, permitted), trees(0xA1, excluded)), True)


def netscape_type(content, critical=False):
    return extension("2.16.840.1.113730.1.1", bits(bytes([content])), critical)


NULL = b"\x05\x00"


def pss_parameters(hash_arc, salt):
    hash_algorithm = sequence(oid(f"2.16.840.1.101.3.4.2.{hash_arc}"), NULL)
    return sequence(der(0xA0, hash_algorithm), der(0xA1, sequence(oid("1.2.840.113549.1.1.8"), hash_algorithm)),
                    der(0xA2, integer(salt)))


# name: (AlgorithmIdentifier, options of `openssl dgst -sign`; nothing: signed without a digest)
SIGNATURES = {
    "md5-rsa": (sequence(oid("1.2.840.113549.1.1.4"), NULL), ["-md5"]),
    "sha1-rsa": (sequence(oid("1.2.840.113549.1.1.5"), NULL), ["-sha1"]),
    "sha224-rsa": (sequence(oid("1.2.840.113549.1.1.14"), NULL), ["-sha224"]),
    "sha256-rsa": (sequence(oid("1.2.840.113549.1.1.11"), NULL), ["-sha256"]),
    "sha384-rsa": (sequence(oid("1.2.840.113549.1.1.12"), NULL), ["-sha384"]),
    "sha512-rsa": (sequence(oid("1.2.840.113549.1.1.13"), NULL), ["-sha512"]),
    "sha256-rsa-pss": (sequence(oid("1.2.840.113549.1.1.10"), pss_parameters(1, 32)),
                       ["-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32"]),
    "rsa-pss": (sequence(oid("1.2.840.113549.1.1.10"), pss_parameters(1, 20)),
                ["-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:20"]),
    "ecdsa-sha1": (sequence(oid("1.2.840.10045.4.1")), ["-sha1"]),
    "ecdsa-sha256": (sequence(oid("1.2.840.10045.4.3.2")), ["-sha256"]),
    "ecdsa-sha384": (sequence(oid("1.2.840.10045.4.3.3")), ["-sha384"]),
    "ed25519": (sequence(oid("1.3.101.112")), None),
}


class Maker:
    """Makes certificates with the keys of one folder, KIND.key (PEM), which are made when they are first needed."""

    def __init__(self, keys, now=None):
        self.keys = pathlib.Path(keys)
        self.keys.mkdir(parents=True, exist_ok=True)
        self.now = (now or datetime.datetime.now(datetime.timezone.utc)).replace(microsecond=0)
        self._infos = {}

    def _openssl(self, *arguments, given=None):
        return subprocess.run(["openssl", *arguments], input=given, check=True, capture_output=True).stdout

    def key(self, kind):
        """The file of the one key of this kind ("rsa2048", "rsa2048_other", "P-256", "ED25519", "secp256k1", ...)."""
        file = self.keys / f"{kind}.key"
        if not file.exists():
            algorithm = kind.split("_")[0]
            if algorithm.startswith("rsa"):
                options = ["-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{algorithm[3:]}"]
            elif algorithm.startswith("ED"):
                options = ["-algorithm", algorithm]
            else:
                options = ["-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{algorithm}", "-pkeyopt", "ec_param_enc:named_curve"]
            mine = self.keys / f"{kind}.{os.getpid()}"
            self._openssl("genpkey", "-quiet", *options, "-out", str(mine))
            try:
                os.link(mine, file)
            except FileExistsError:
                pass  # another process that makes the same was faster
            mine.unlink()
        return file

    def public_key(self, kind):
        if kind not in self._infos:
            self._infos[kind] = self._openssl("pkey", "-in", str(self.key(kind)), "-pubout", "-outform", "DER")
        return self._infos[kind]

    def sign(self, content, kind, options):
        if options is None:
            with tempfile.NamedTemporaryFile() as file:
                file.write(content)
                file.flush()
                return self._openssl("pkeyutl", "-sign", "-rawin", "-inkey", str(self.key(kind)), "-in", file.name)
        return self._openssl("dgst", *options, "-sign", str(self.key(kind)), given=content)

    def certificate(self, *, subject, issuer, key, issuer_key, extensions=(), serial=None, days=(-1, 365), version=3,
                    signature=None, inner_signature=None, spoil=False, hours=None):
        """DER of a certificate. `days`: validity counted from now; `hours` the same in hours."""
        algorithm, options = SIGNATURES[signature or ("sha256-rsa" if issuer_key.startswith("rsa") else
                                                      "ed25519" if issuer_key.startswith("ED") else "ecdsa-sha256")]
        inner = SIGNATURES[inner_signature][0] if inner_signature else algorithm
        unit = datetime.timedelta(hours=1) if hours else datetime.timedelta(days=1)
        validity = sequence(*(time(self.now + unit * count) for count in hours or days))
        body = sequence(
            b"" if version == 1 else der(0xA0, integer(version - 1)),
            serial if isinstance(serial, bytes) else integer(serial),
            inner, issuer, validity, subject, self.public_key(key),
            der(0xA3, sequence(*extensions)) if extensions else b"")
        made = self.sign(body, issuer_key, options)
        if spoil:
            made = made[:-1] + bytes([made[-1] ^ 1])
        return sequence(body, algorithm, bits(made))

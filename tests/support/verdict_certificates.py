#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Writes certificates that differ in one respect each into a folder, with the list `certificates.txt`.

Usage: verdict_certificates.py FOLDER [KEYS-FOLDER]

Each line of the list: NAME ROLE TRUST KEY, where ROLE is `authority` (stands in the profile), `leaf`, or `absent` (an
authority that the profile lacks), TRUST is NSS's e-mail trust as `certutil` writes it (`C`, `p`, `P`, `-`), or its trust for
the web and for e-mail with a comma between, KEY the kind of the private key, KEYS-FOLDER/KEY.key; the profile lacks those
that end in `absent`. The leaves share their keys: what is judged is the certificate.
"""
import pathlib
import sys

from certificate_maker import *  # noqa: F403  the vocabulary of certificates
from verdict_differences import differences
from verdict_names import names

ADDRESS = "alice@example.test"


class Table:
    def __init__(self, folder, keys):
        self.maker = Maker(keys)
        self.folder = pathlib.Path(folder)
        self.lines = []
        self.subjects, self.keys = {}, {}
        self.serial = 0x1000

    def write(self, label, role, trust, key, encoded):
        (self.folder / f"{label}.der").write_bytes(encoded)
        self.lines.append(f"{label} {role} {trust} {key}")

    def next_serial(self):
        self.serial += 1
        return self.serial

    def authority(self, label, issuer=None, *, key="rsa2048_ca", trust=None, role="authority", extensions=None, subject=None,
                  **more):
        """An authority under `issuer`, or a root, trusted for e-mail unless said otherwise."""
        subject = subject or common_name(f"Authority {label}")
        if extensions is None:
            extensions = [basic_constraints(), key_usage("keyCertSign", "cRLSign")]
        self.subjects[label], self.keys[label] = subject, key
        encoded = self.maker.certificate(
            subject=subject, issuer=self.subjects[issuer] if issuer else subject, key=key,
            issuer_key=self.keys[issuer] if issuer else key, extensions=extensions, serial=self.next_serial(),
            **{"days": (-400, 3000), **more})
        self.write(label, role, trust or ("-" if issuer else "C"), key, encoded)

    def leaf(self, label, issuer="root", *, key="rsa2048_leaf", trust="-", usage=key_usage("digitalSignature", "keyEncipherment"),
             purposes=extended_key_usage(EMAIL_PROTECTION), names=alternative_names(rfc822(ADDRESS)), constraints=b"", others=(),
             subject=None, **more):
        """A certificate for a person. Each extension may be replaced, or left out with b""."""
        subject = subject if subject is not None else common_name(f"Leaf {label}")
        extensions = [each for each in (usage, purposes, names, constraints, *others) if each]
        encoded = self.maker.certificate(
            subject=subject, issuer=self.subjects[issuer] if issuer else subject, key=key,
            issuer_key=self.keys[issuer] if issuer else key, extensions=extensions, **{"serial": self.next_serial(), **more})
        self.write(label, "leaf", trust, key, encoded)


def usages(table):
    table.leaf("plain")
    table.leaf("no-key-usage", usage=b"")
    table.leaf("sign-only", usage=key_usage("digitalSignature"))
    table.leaf("non-repudiation-only", usage=key_usage("nonRepudiation"))
    table.leaf("encrypt-only", usage=key_usage("keyEncipherment"))
    table.leaf("agreement-only-rsa", usage=key_usage("keyAgreement"))
    table.leaf("data-encipherment-only", usage=key_usage("dataEncipherment"))
    table.leaf("empty-key-usage", usage=key_usage())
    table.leaf("key-usage-not-critical", usage=key_usage("digitalSignature", "keyEncipherment", critical=False))
    table.leaf("may-sign-certificates", usage=key_usage("digitalSignature", "keyEncipherment", "keyCertSign"))
    table.leaf("no-extended-usage", purposes=b"")
    table.leaf("any-usage-only", purposes=extended_key_usage(ANY_USAGE))
    table.leaf("any-and-email", purposes=extended_key_usage(ANY_USAGE, EMAIL_PROTECTION))
    table.leaf("client-auth-only", purposes=extended_key_usage(CLIENT_AUTH))
    table.leaf("client-auth-and-email", purposes=extended_key_usage(CLIENT_AUTH, EMAIL_PROTECTION))
    table.leaf("email-and-ocsp", purposes=extended_key_usage(EMAIL_PROTECTION, OCSP_SIGNING))
    table.leaf("extended-usage-critical", purposes=extended_key_usage(EMAIL_PROTECTION, critical=True))
    table.leaf("netscape-email-only", purposes=b"", others=[netscape_type(0x20)])
    table.leaf("netscape-server-only", purposes=b"", others=[netscape_type(0x40)])
    table.leaf("netscape-client-only", purposes=b"", others=[netscape_type(0x80)])
    table.leaf("netscape-critical", purposes=b"", others=[netscape_type(0x20, True)])
    table.leaf("authority-as-person", constraints=basic_constraints())
    table.leaf("authority-without-usages", usage=b"", purposes=b"", constraints=basic_constraints())
    table.leaf("not-an-authority", constraints=basic_constraints(False))


def oddities(table):
    unknown = extension("1.2.3.4.5", sequence())
    table.leaf("unknown-extension", others=[unknown])
    table.leaf("unknown-critical-extension", others=[extension("1.2.3.4.5", sequence(), True)])
    policy = sequence(sequence(oid("1.2.3.4")))
    table.leaf("critical-policies", others=[extension("2.5.29.32", policy, True)])
    table.leaf("extension-twice", others=[extended_key_usage(EMAIL_PROTECTION)])
    table.leaf("unreadable-extended-usage", purposes=extension("2.5.29.37", b"\x30\x02\x05\x00"))
    table.leaf("signature-spoilt", spoil=True)
    table.leaf("algorithms-differ", inner_signature="sha384-rsa")
    table.leaf("version-1", version=1, usage=b"", purposes=b"", names=b"")
    table.leaf("no-subject", subject=name(), names=alternative_names(rfc822(ADDRESS), critical=True))
    table.leaf("negative-serial", serial=-1)
    table.leaf("long-serial", serial=(1 << 159) - 1)


def validity(table):
    table.leaf("expired", days=(-30, -1))
    table.leaf("not-yet-valid", days=(2, 30))
    table.leaf("valid-in-some-hours", hours=(12, 1000))
    table.leaf("valid-the-wrong-way-round", days=(5, -5))


def algorithms(table):
    for signature in ("md5-rsa", "sha1-rsa", "sha224-rsa", "sha384-rsa", "sha512-rsa", "sha256-rsa-pss", "rsa-pss"):
        table.leaf("signed-" + signature, signature=signature)
    for key in ("rsa512", "rsa1016", "rsa1024", "rsa3072", "rsa4096"):
        table.leaf(f"key-{key}", key=f"{key}_leaf")
    agreement = key_usage("digitalSignature", "keyAgreement")
    for key in ("P-256", "P-384", "P-521", "secp256k1"):
        table.leaf(f"key-{key}", key=f"{key}_leaf", usage=agreement)
    table.leaf("key-ed25519", key="ED25519_leaf", usage=key_usage("digitalSignature"))
    table.leaf("ec-sign-only", key="P-256_leaf", usage=key_usage("digitalSignature"))
    table.leaf("ec-agreement-only", key="P-256_leaf", usage=key_usage("keyAgreement"))
    table.leaf("ec-encipherment-only", key="P-256_leaf", usage=key_usage("keyEncipherment"))
    table.leaf("ec-no-key-usage", key="P-256_leaf", usage=b"")


def addresses(table):
    def person(text, *more):
        return name((CN, utf8(text)), *more)
    table.leaf("no-address", names=b"")
    table.leaf("other-address", names=alternative_names(rfc822("bob@example.test")))
    table.leaf("two-addresses", names=alternative_names(rfc822("bob@example.test"), rfc822(ADDRESS)))
    table.leaf("upper-case-address", names=alternative_names(rfc822("ALICE@Example.Test")))
    table.leaf("address-in-subject", names=b"", subject=person("In subject", (EMAIL, ia5(ADDRESS))))
    table.leaf("other-address-in-subject", names=b"", subject=person("Other in subject", (EMAIL, ia5("bob@example.test"))))
    table.leaf("mail-in-subject", names=b"", subject=person("Mail in subject", (MAIL, ia5(ADDRESS))))
    table.leaf("second-address-in-subject", names=b"",
               subject=person("Second in subject", (EMAIL, ia5("bob@example.test")), (EMAIL, ia5(ADDRESS))))
    table.leaf("host-only", names=alternative_names(dns("example.test")))
    table.leaf("utf8-address", names=alternative_names(der(0xA0, oid("1.3.6.1.5.5.7.8.9"), der(0xA0, utf8("älice@example.test")))))


def intermediates(table):
    usual = [basic_constraints(), key_usage("keyCertSign")]
    variants = {
        "usual": dict(),
        "no-key-usage": dict(extensions=[basic_constraints()]),
        "for-email": dict(extensions=[*usual, extended_key_usage(EMAIL_PROTECTION, CLIENT_AUTH)]),
        "for-web": dict(extensions=[*usual, extended_key_usage(SERVER_AUTH, CLIENT_AUTH)]),
        "for-any": dict(extensions=[*usual, extended_key_usage(ANY_USAGE)]),
        "expired": dict(days=(-400, -1)),
        "not-yet-valid": dict(days=(2, 400)),
        "no-authority": dict(extensions=[basic_constraints(False), key_usage("keyCertSign")]),
        "no-basic-constraints": dict(extensions=[key_usage("keyCertSign")]),
        "no-certificate-signing": dict(extensions=[basic_constraints(), key_usage("digitalSignature")]),
        "version-1": dict(extensions=[], version=1),
        "sha1": dict(signature="sha1-rsa"),
        "unknown-critical": dict(extensions=[*usual, extension("1.2.3.4.5", sequence(), True)]),
        "path-length-0": dict(extensions=[basic_constraints(path_length=0), key_usage("keyCertSign")]),
        "distrusted": dict(trust="p"),
        "absent": dict(role="absent"),
        "rsa1024": dict(key="rsa1024_ca"),
        "rsa512": dict(key="rsa512_ca"),
        "P-384": dict(key="P-384_ca"),
        "secp256k1": dict(key="secp256k1_ca"),
    }
    for label, how in variants.items():
        table.authority(f"by-{label}", "root", **how)
        table.leaf(f"under-{label}", f"by-{label}", **({"signature": "sha256-rsa"} if "rsa512" in label else {}))
    table.authority("below-path-length-0", "by-path-length-0")
    table.leaf("under-path-length-0-and-another", "below-path-length-0")


def constraints(table):
    usual = [basic_constraints(), key_usage("keyCertSign")]
    alice = common_name("Leaf in the directory")
    variants = {
        "host": dict(permitted=[rfc822("example.test")]),
        "other-host": dict(permitted=[rfc822("example.org")]),
        "domain": dict(permitted=[rfc822(".test")]),
        "own-domain": dict(permitted=[rfc822(".example.test")]),
        "address": dict(permitted=[rfc822("ALICE@example.test")]),
        "not-host": dict(excluded=[rfc822("example.test")]),
        "not-other-host": dict(excluded=[rfc822("example.org")]),
        "web": dict(permitted=[dns("example.org")]),
        "two": dict(permitted=[rfc822("example.org"), rfc822("example.test")]),
        "directory": dict(permitted=[directory(alice)]),
        "empty-directory": dict(permitted=[directory(name())]),
        "not-directory": dict(excluded=[directory(common_name("Somebody else"))]),
        "not-empty-directory": dict(excluded=[directory(name())]),
    }
    for label, how in variants.items():
        table.authority(f"only-{label}", "root", extensions=[*usual, name_constraints(**how)])
        table.leaf(f"within-{label}", f"only-{label}",
                   subject=name((CN, printable("Leaf in the directory")), (OU, utf8("x"))) if label == "directory" else None)
    table.leaf("within-directory-not", "only-directory")
    table.leaf("within-host-by-subject", "only-host", names=b"", subject=name((CN, utf8("In subject")), (EMAIL, ia5(ADDRESS))))
    table.leaf("within-other-host-by-subject", "only-other-host", names=b"",
               subject=name((CN, utf8("In subject 2")), (EMAIL, ia5(ADDRESS))))
    table.leaf("within-other-host-without-address", "only-other-host", names=b"")
    table.leaf("within-host-and-web", "only-host", names=alternative_names(rfc822(ADDRESS), dns("www.example.org")))
    table.authority("below-host", "only-host", extensions=[*usual])
    table.leaf("within-host-two-levels", "below-host")
    table.leaf("within-host-two-levels-not", "below-host", names=alternative_names(rfc822("alice@example.org")))


def roots(table):
    usual = [basic_constraints(), key_usage("keyCertSign")]
    variants = {
        "untrusted": dict(trust="-"),
        "distrusted-root": dict(trust="p"),
        "peer-root": dict(trust="P"),
        "expired-root": dict(days=(-400, -1)),
        "sha1-root": dict(signature="sha1-rsa"),
        "md5-root": dict(signature="md5-rsa"),
        "web-root": dict(extensions=[*usual, extended_key_usage(SERVER_AUTH)]),
        "version-1-root": dict(extensions=[], version=1),
        "path-length-root": dict(extensions=[basic_constraints(path_length=0), key_usage("keyCertSign")]),
        "rsa1024-root": dict(key="rsa1024_ca"),
    }
    for label, how in variants.items():
        table.authority(label, **how)
        table.leaf(f"from-{label}", label)
    table.authority("under-path-length-root", "path-length-root")
    table.leaf("from-path-length-root-too-deep", "under-path-length-root")
    table.authority("absent-root", role="absent", trust="-")
    table.authority("anchored", "absent-root", trust="C")
    table.leaf("from-anchored", "anchored")
    table.authority("anchored-sha1", "absent-root", trust="C", signature="sha1-rsa")
    table.leaf("from-anchored-sha1", "anchored-sha1")


def crossings(table):
    """One authority, certified by an untrusted root and by a trusted one."""
    table.authority("crossed-untrusted", "untrusted", key="rsa2048_crossed", subject=common_name("Crossed"), days=(-400, 4000))
    table.authority("crossed-trusted", "root", key="rsa2048_crossed", subject=common_name("Crossed"))
    table.leaf("from-crossed", "crossed-trusted")
    table.authority("renamed-other-key", "root", key="rsa2048_other", subject=common_name("Two keys"), days=(-400, 4000))
    table.authority("renamed", "root", subject=common_name("Two keys"))
    table.leaf("from-one-of-two-keys", "renamed")
    table.authority("renewed-expired", "root", key="rsa2048_renewed", subject=common_name("Renewed"), days=(-400, -1))
    table.authority("renewed", "root", key="rsa2048_renewed", subject=common_name("Renewed"))
    table.leaf("from-renewed", "renewed")


def depths(table):
    above = "root"
    for depth in range(1, 8):
        # Each needs a key of its own: verifiers see a loop in one key under one name only, but this keeps them apart.
        table.authority(f"depth-{depth}", above)
        above = f"depth-{depth}"
        if depth >= 5:
            table.leaf(f"below-{depth}-authorities", above)


def leaf_trust(table):
    table.leaf("self-signed", None)
    table.leaf("self-signed-trusted", None, trust="C")
    table.leaf("self-signed-peer", None, trust="P")
    table.leaf("distrusted-leaf", trust="p")
    table.leaf("peer-leaf", trust="P")
    table.leaf("anchor-leaf", "absent-root", trust="C")


def main(folder, keys=None):
    table = Table(folder, keys or folder)
    table.authority("root")
    for part in (usages, oddities, validity, algorithms, addresses, intermediates, constraints, roots, crossings, depths,
                 leaf_trust, names, differences):
        part(table)
    (table.folder / "certificates.txt").write_text("\n".join(table.lines) + "\n")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(*sys.argv[1:])

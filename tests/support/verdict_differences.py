# SPDX-License-Identifier: MPL-2.0
"""Certificates on which verifiers are known to differ, doubles that only fingerprints tell apart, and kinds of trust."""
from certificate_maker import *  # noqa: F403  the vocabulary of certificates

ADDRESS = "alice@example.test"
POLICIES = sequence(sequence(oid("1.2.3.4")))
# Extensions that mozpkix takes when they are critical; NSS's classic verifier knows none of them.
POLICY_EXTENSIONS = {
    "policies": extension("2.5.29.32", POLICIES, True),
    "policy-constraints": extension("2.5.29.36", sequence(der(0x80, b"\x00")), True),
    "inhibit-any-policy": extension("2.5.29.54", integer(0), True),
    "authority-information": extension("1.3.6.1.5.5.7.1.1", sequence(sequence(
        oid("1.3.6.1.5.5.7.48.2"), der(0x86, b"http://authority.example/ca.cer"))), True),
    "qualified-statements": extension("1.3.6.1.5.5.7.1.3", sequence(sequence(oid("0.4.0.1862.1.1"))), True),
    "no-revocation-check": extension("1.3.6.1.5.5.7.48.1.5", NULL, True),
    "web-feature": extension("1.3.6.1.5.5.7.1.24", sequence(integer(5)), True),
    "timestamps-of-logs": extension("1.3.6.1.4.1.11129.2.4.2", octets(b"\x00\x00"), True),
}
NETSCAPE_AUTHORITIES = {"email": 0x02, "web": 0x04, "objects": 0x01, "client": 0x80}


def critical_extensions(table):
    usual = [basic_constraints(), key_usage("keyCertSign")]
    for label, critical in POLICY_EXTENSIONS.items():
        if label != "policies":  # that one is among the oddities
            table.leaf(f"critical-{label}", others=[critical])
        table.authority(f"by-critical-{label}", "root", extensions=[*usual, critical])
        table.leaf(f"under-critical-{label}", f"by-critical-{label}")
    table.authority("root-critical-policies", extensions=[*usual, POLICY_EXTENSIONS["policies"]])
    table.leaf("from-root-critical-policies", "root-critical-policies")


def netscape_authorities(table):
    usual = [basic_constraints(), key_usage("keyCertSign")]
    for label, kind in NETSCAPE_AUTHORITIES.items():
        table.authority(f"by-netscape-{label}", "root", extensions=[*usual, netscape_type(kind)])
        table.leaf(f"under-netscape-{label}", f"by-netscape-{label}")
        table.authority(f"root-netscape-{label}", extensions=[*usual, netscape_type(kind)])
        table.leaf(f"from-root-netscape-{label}", f"root-netscape-{label}")
    table.leaf("netscape-web-by-usage", others=[netscape_type(0x40)])
    table.leaf("netscape-none", purposes=b"", others=[netscape_type(0x00)])


def usages_by_kind_of_key(table):
    table.leaf("ec-non-repudiation-only", key="P-256_leaf", usage=key_usage("nonRepudiation"))
    table.leaf("ec-non-repudiation-and-agreement", key="P-256_leaf", usage=key_usage("nonRepudiation", "keyAgreement"))
    table.leaf("ec-non-repudiation-and-encipherment", key="P-256_leaf", usage=key_usage("nonRepudiation", "keyEncipherment"))
    table.leaf("rsa-signature-and-agreement", usage=key_usage("digitalSignature", "keyAgreement"))


def trust(table):
    """Of the same root, each for another purpose than the one that counts, or for several."""
    for label, flags in {"web-trusted": "C,-", "web-and-email-trusted": "C,C", "web-distrusted": "p,C",
                         "distrusted-for-email": "C,p", "distrusted-for-both": "p,p", "valid-authority": "c"}.items():
        table.authority(label, trust=flags)
        table.leaf(f"from-{label}", label)
    table.authority("intermediate-web-trusted", "untrusted", trust="C,-")
    table.leaf("from-intermediate-web-trusted", "intermediate-web-trusted")
    table.authority("intermediate-email-trusted", "untrusted", trust="C")
    table.leaf("from-intermediate-email-trusted", "intermediate-email-trusted")
    table.leaf("anchor-leaf-under-root", trust="C")
    table.leaf("anchor-leaf-under-untrusted", "untrusted", trust="C")
    table.leaf("distrusted-self-signed", None, trust="p")


def doubles(table):
    """NSS gives all of one subject one nickname, and finds them by it."""
    for label, subject, more in [
            ("double-first", "Double", {}),
            ("double-renewed", "Double", {"days": (-1, 800)}),
            ("double-other-key", "Double", {"key": "rsa2048_other-leaf"}),
            ("double-expired", "Double", {"days": (-30, -1)}),
            ("double-sign-only", "Double", {"usage": key_usage("digitalSignature")}),
            ("double-encrypt-only", "Double", {"usage": key_usage("keyEncipherment")}),
            ("double-other-address", "Double", {"names": alternative_names(rfc822("bob@example.test"))}),
            ("double-keyless", "Double", {"key": "rsa2048_absent"}),
            ("keyless", "Keyless", {"key": "rsa2048_absent"}),
            ("pair-signing", "Pair", {"usage": key_usage("digitalSignature")}),
            ("pair-encryption", "Pair", {"usage": key_usage("keyEncipherment"), "key": "rsa2048_other-leaf"}),
            ("expired-first", "Expired beside valid", {"days": (-30, -1)}),
            ("valid-beside-expired", "Expired beside valid", {}),
            ("keyless-beside-key", "Keyless beside key", {"key": "rsa2048_absent"}),
            ("key-beside-keyless", "Keyless beside key", {})]:
        table.leaf(label, subject=common_name(subject), **more)


def differences(table):
    for part in (critical_extensions, netscape_authorities, usages_by_kind_of_key, trust, doubles):
        part(table)

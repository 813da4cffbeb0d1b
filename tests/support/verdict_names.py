# SPDX-License-Identifier: MPL-2.0
"""Certificates with odd names and numbers, for what is shown and stored of them."""
from certificate_maker import *  # noqa: F403  the vocabulary of certificates

# A selection as Thunderbird stored it, and what it is made of.
STORED_SERIAL = bytes.fromhex("65b945db388fbc7005bb9eb01fe6d229c81b58f8")
STORED_ISSUER = "Test Issuing CA"


def names(table):
    subjects = {
        "several-common-names": name((CN, utf8("First")), (O, utf8("Between")), (CN, utf8("Last"))),
        "unit-only": name((O, utf8("Organisation")), (OU, utf8("Unit"))),
        "organisation-only": name((C, printable("DE")), (O, utf8("Organisation alone"))),
        "country-only": name((C, printable("DE"))),
        "address-only": name((EMAIL, ia5("alice@example.test"))),
        "empty-common-name": name((CN, utf8("")), (O, utf8("Behind an empty name"))),
        "utf-8": name((CN, utf8("\u017b\u00f3\u0142\u0107 \u6f22\u5b57 \U0001f511"))),
        "bmp": name((CN, bmp("\u017b\u00f3\u0142\u0107"))),
        "latin-1-as-t61": name((CN, t61(b"J\xfcrgen"))),
        "latin-1-as-utf-8": name((CN, utf8(b"J\xfcrgen"))),
        "special-characters": name((CN, utf8('a,b+c"d\\\\e<f>g;h=i#j')), (O, utf8(" leading and trailing "))),
        "control-characters": name((CN, utf8("line\nfeed\ttab\x1b[31m\u202edetrevni"))),
        "nul": name((CN, utf8("before\0after"))),
        "long": name((CN, utf8("x" * 10000))),
        "over-64-kib": name((CN, utf8("x" * 65500))),
        "two-in-one-component": sequence(der(0x31, sequence(oid(CN), utf8("Both")), sequence(oid(OU), utf8("Together")))),
    }
    for label, subject in subjects.items():
        table.leaf(f"name-{label}", subject=subject)
    table.leaf("serial-leading-zero", serial=der(0x02, bytes.fromhex("00ff")))
    table.leaf("serial-zero", serial=0)
    table.leaf("serial-of-100-octets", serial=1 << 799)
    table.leaf("after-2050", days=(-1, 15000))
    table.leaf("nul-in-address", names=alternative_names(rfc822(b"alice@example.test\0.evil.test")))
    table.leaf("no-octets-in-address", names=alternative_names(rfc822(b"")))
    table.leaf("directory-name-with-address", names=alternative_names(
        directory(name((EMAIL, ia5("alice@example.test"))))))
    table.leaf("directory-name-with-other-address", names=alternative_names(
        directory(name((EMAIL, ia5("bob@example.test"))))))
    table.authority("stored", "root", subject=common_name(STORED_ISSUER))
    table.leaf("stored-selection", "stored", serial=der(0x02, STORED_SERIAL))

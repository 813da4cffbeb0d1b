# SPDX-License-Identifier: MPL-2.0
"""Names of certificates that try to break out of what they are shown in."""

EVIL = "certferry.evil"
NAMES = {
    "quotes": 'Say "yes" and \'no\' \\ \\" \\\\',
    "a preference": f'"); user_pref("{EVIL}", true); //',
    "a preference on a line": f'");\nuser_pref("{EVIL}", true);\n//',
    "a line end": "one\nname\r\nof three lines\r",
    "a terminal": "\x1b[2J\x1b]0;title\x07\x1b[31mred\x9b1m\x7f",
    "another direction": "gnp.\u202egnp.exe\u2066\u200b\u2028\ufeff",
    "markup": "</script><script>alert(1)</script><!-- &amp; ]]>",
    "a formula": "=HYPERLINK(\"http://example.test\")",
    "very long": "x" * 60_000,
}
# What may not stand in text for people as it is: steering a terminal, or the order of what is read.
NEVER_SHOWN = [*map(chr, range(32)), "\x7f", *map(chr, range(0x80, 0xA0)), *"\u061c\u200b\u200e\u200f\u2028\u2029\ufeff",
               *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))]

# SPDX-License-Identifier: MPL-2.0
"""RSA keys whose primes a test chooses, as files of a maker of certificates."""

import re
import subprocess

import certificate_maker as made

PUBLIC_EXPONENT = 65537


def primes_of(key_file):
    """The two primes of a private key."""
    text = subprocess.run(["openssl", "pkey", "-in", str(key_file), "-text", "-noout"], check=True, capture_output=True).stdout.decode()
    return tuple(int(re.search(rf"{name}:((?:\n +[0-9a-f:]+)+)", text).group(1).translate({ord(c): None for c in ": \n"}), 16)
                 for name in ("prime1", "prime2"))


def write(file, p, q):
    """The private key of two primes, in the form of before PKCS#8, PEM."""
    private = pow(PUBLIC_EXPONENT, -1, (p - 1) * (q - 1))
    numbers = (0, p * q, PUBLIC_EXPONENT, private, p, q, private % (p - 1), private % (q - 1), pow(q, -1, p))
    content = made.sequence(*(made.integer(number) for number in numbers))
    subprocess.run(["openssl", "pkey", "-inform", "DER", "-out", str(file)], input=content, check=True, capture_output=True)

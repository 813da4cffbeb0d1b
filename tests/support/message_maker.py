# SPDX-License-Identifier: MPL-2.0
"""Messages as openssl makes them."""

import datetime
import email.utils

from mail_check import cms

TEXT = b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe meeting is at ten.\r\n.\r\nBob\r\n"


def headers(sender, date=None, more="", subject="Meeting"):
    """Those of a mail; what follows brings its own Content-Type."""
    moment = email.utils.format_datetime(date or datetime.datetime.now(datetime.timezone.utc))
    return f"From: {sender}\r\nTo: alice@example.test\r\nSubject: {subject}\r\nDate: {moment}\r\n{more}".encode()


def signed(certificate, content=TEXT, *words):
    """multipart/signed, or with -nodetach application/pkcs7-mime; the issuer's certificate comes along."""
    return cms(["-sign", "-binary", "-crlfeol", "-signer", certificate.pem_file, "-inkey", certificate.key_file,
                "-certfile", certificate.chain[0].pem_file, *words], content)

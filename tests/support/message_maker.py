# SPDX-License-Identifier: MPL-2.0
"""Messages as openssl makes them."""

import base64
import datetime
import email.utils
import re
import subprocess

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


def signed_by(*certificates):
    """multipart/signed, by several."""
    signers = [word for each in certificates for word in ("-signer", each.pem_file, "-inkey", each.key_file)]
    return cms(["-sign", "-binary", "-crlfeol", *signers, "-certfile", certificates[0].chain[0].pem_file], TEXT)


def signed_at(certificate, time):
    """application/pkcs7-mime, by an RSA key, with another signing time than now: the signed attributes are changed and signed again."""
    message = signed(certificate, TEXT, "-nodetach", "-outform", "DER", "-md", "sha256")
    old = re.search(re.escape(bytes.fromhex("06092a864886f70d010905310f170d")) + b"(.{13})", message, re.DOTALL)
    message = message[:old.start(1)] + time.strftime("%y%m%d%H%M%SZ").encode() + message[old.end(1):]
    begin = message.rindex(b"\xa0\x81", 0, old.start())
    attributes = b"\x31" + message[begin + 1:begin + 3 + message[begin + 2]]
    signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", certificate.key_file], input=attributes, check=True, capture_output=True).stdout
    content = base64.encodebytes(message[:-len(signature)] + signature)
    return b"Content-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64\r\n\r\n" + content

# SPDX-License-Identifier: MPL-2.0
"""Key files as other programs write them: openssl, GnuTLS, Java, NSS."""

import base64
import os
import pathlib
import shutil
import subprocess

PASSWORD = "password of the file"


def openssl(certificate, file, *options, password=PASSWORD, chain=True):
    """`openssl pkcs12 -export` with these options."""
    authorities = certificate.folder / "authorities.pem"
    authorities.write_text("".join(each.pem for each in certificate.chain))
    command = ["openssl", "pkcs12", "-export", "-out", file, "-passout", "stdin", "-in", certificate.pem_file]
    if "-nokeys" not in options:
        command += ["-inkey", certificate.key_file]
    if chain and certificate.chain:
        command += ["-certfile", authorities]
    return _made(file, [*command, *options], password)


def certtool(certificate, file, *options, password=PASSWORD):
    """GnuTLS, which puts no chain into it."""
    return _made(file, ["certtool", "--to-p12", "--load-privkey", certificate.key_file, "--load-certificate", certificate.pem_file,
                        "--p12-name", "gnutls", "--outder", "--outfile", file, "--password", password, *options])


def keytool(certificate, file, *options, password=PASSWORD):
    """Java takes the entry from a file of openssl's and writes it anew."""
    source = openssl(certificate, pathlib.Path(str(file) + ".source"), "-name", "java", password=password)
    return _made(file, ["keytool", "-importkeystore", "-noprompt", "-srckeystore", source, "-srcstoretype", "PKCS12", "-srcstorepass",
                        password, "-destkeystore", file, "-deststoretype", "PKCS12", "-deststorepass", password, *options])


def missing(program):
    """Why files of this program cannot be made here, or None."""
    return None if shutil.which(program) else f"{program} is not installed"


def nss(certificate, file, profile, *options, password=PASSWORD):
    """`pk12util -o` of the NSS that the profile belongs to."""
    profile.import_key(certificate, certificate.label)
    profile.export_p12(file, password, certificate.label)
    return file


def pkcs7(certificates, file, *options):
    """A .p7b."""
    bundle = pathlib.Path(str(file) + ".pem")
    bundle.write_text("".join(each.pem for each in certificates))
    return _made(file, ["openssl", "crl2pkcs7", "-nocrl", "-certfile", bundle, "-out", file, *options])


def _made(file, command, password=None):
    environment = {"PATH": os.environ["PATH"], "HOME": str(pathlib.Path(file).parent), "LANG": "C.UTF-8"}
    done = subprocess.run(list(map(str, command)), input=None if password is None else password.encode() + b"\n", env=environment,
                          stdin=subprocess.DEVNULL if password is None else None, capture_output=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]}: {(done.stdout + done.stderr).decode(errors='replace').strip()}")
    return pathlib.Path(file)


def armoured(data, label):
    """PEM."""
    return b"-----BEGIN %s-----\n%s-----END %s-----\n" % (label, base64.encodebytes(data), label)


def in_ber(der, depth=4):
    """The same element with indefinite lengths as far as `depth` levels, and octet strings in pieces, as Java and Windows wrote."""
    tag, content, rest = _element(der)
    assert not rest
    if tag == 0x04 and len(content) > 4 and depth:
        pieces = [content[i:i + 1000] for i in range(0, len(content), 1000)]
        return b"\x24\x80" + b"".join(b"\x04" + _length(len(piece)) + piece for piece in pieces) + b"\0\0"
    if not tag & 0x20 or not depth:
        return der
    inner = b""
    while content:
        _, _, rest = _element(content)
        inner += in_ber(content[:len(content) - len(rest)], depth - 1)
        content = rest
    return bytes([tag]) + b"\x80" + inner + b"\0\0"


def _length(size):
    if size < 0x80:
        return bytes([size])
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(octets)]) + octets


def _element(data):
    """(tag, content, what follows)."""
    size, start = data[1], 2
    if size >= 0x80:
        start = 2 + (size & 0x7F)
        size = int.from_bytes(data[2:start], "big")
    return data[0], data[start:start + size], data[start + size:]

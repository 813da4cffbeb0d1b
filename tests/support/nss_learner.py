# SPDX-License-Identifier: MPL-2.0
"""What NSS itself keeps of a signed message when Thunderbird shows it: its certificates and how the signer encrypts."""

import subprocess
import sys

# The calls of Thunderbird's nsCMSMessage, in a process of its own, as NSS can be open once only.
PROGRAM = """
import ctypes, sys
folder, library, file = sys.argv[1:]
nss, smime = ctypes.CDLL(f"{library}/libnss3.so"), ctypes.CDLL(f"{library}/libsmime3.so")
class Item(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("data", ctypes.c_char_p), ("len", ctypes.c_uint)]
for function in (smime.NSS_CMSMessage_CreateFromDER, smime.NSS_CMSMessage_ContentLevel, smime.NSS_CMSContentInfo_GetContent,
                 smime.NSS_CMSSignedData_GetSignerInfo, nss.CERT_GetDefaultCertDB):
    function.restype = ctypes.c_void_p
pointer = ctypes.c_void_p
no_modules, no_roots, signer_usage, recipient_usage = 0x4, 0x10, 4, 5
assert nss.NSS_Initialize(f"sql:{folder}".encode(), b"", b"", b"secmod.db", no_modules | no_roots) == 0
message = open(file, "rb").read()
read = pointer(smime.NSS_CMSMessage_CreateFromDER(ctypes.byref(Item(0, message, len(message))), *[None] * 6))
data = pointer(smime.NSS_CMSContentInfo_GetContent(pointer(smime.NSS_CMSMessage_ContentLevel(read, 0))))
store = pointer(nss.CERT_GetDefaultCertDB())
assert smime.NSS_CMSSignedData_ImportCerts(data, store, recipient_usage, 1) == 0
assert smime.NSS_CMSSignedData_VerifySignerInfo(data, 0, store, signer_usage) == 0
assert smime.NSS_SMIMESignerInfo_SaveSMIMEProfile(pointer(smime.NSS_CMSSignedData_GetSignerInfo(data, 0))) == 0
smime.NSS_CMSMessage_Destroy(read)
assert nss.NSS_Shutdown() == 0
"""


def learn(profile, message):
    """`message`: SignedData with its content, DER. The profile trusts the signer's root."""
    file = profile.path / "message.der"
    file.write_bytes(message)
    environment = {"LD_LIBRARY_PATH": str(profile.nss_folder)}
    subprocess.run([sys.executable, "-c", PROGRAM, profile.path, profile.nss_folder, file], env=environment, check=True)
    file.unlink()

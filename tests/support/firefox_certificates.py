# SPDX-License-Identifier: MPL-2.0
"""What a person does in a running Firefox: import a .p12, trust an authority, set a primary password.

`@mozilla.org/security/pk11tokendb;1` is gone from Firefox 153; its key store is `internalkeytoken` now.
"""

import base64

IMPORT = """
const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
file.initWithPath(args[0]);
const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
const result = database.importPKCS12File(file, args[1]);
if (result != Ci.nsIX509CertDB.Success) throw new Error("importPKCS12File: " + result);
"""

TRUST = """
Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB).addCertFromBase64(args[0], args[1]);
"""

PRIMARY_PASSWORD = """
const token = Cc["@mozilla.org/security/internalkeytoken;1"].createInstance(Ci.nsIPKCS11Token);
token.changePassword(args[0], args[1]);
if (!token.hasPassword) throw new Error("the password was not set");
"""

OWN_CERTIFICATES = """
const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
return database.getCerts().filter(each => each.certType & Ci.nsIX509Cert.USER_CERT)
  .map(each => each.sha256Fingerprint.replaceAll(":", "").toLowerCase());
"""


def import_p12(marionette, file, password):
    marionette.chrome(IMPORT, str(file), password)


def trust_email(marionette, certificate):
    """Adds an authority with trust for e-mail, as the certificate manager does."""
    marionette.chrome(TRUST, base64.b64encode(certificate.der).decode(), ",C,")


def set_primary_password(marionette, new, old=""):
    marionette.chrome(PRIMARY_PASSWORD, old, new)


def own_certificates(marionette):
    """The fingerprints of those that the application has a key for; needs the key store open."""
    return marionette.chrome(OWN_CERTIFICATES)

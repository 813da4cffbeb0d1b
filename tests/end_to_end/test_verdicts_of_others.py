# SPDX-License-Identifier: MPL-2.0
"""S/MIME certificates with one defect each that zlint's authors made, each trusted by itself: Thunderbird's verifier and ours
agree on every one, a day after its validity began.

They are not part of the project: CERTFERRY_CORPORA names the folder that has them, else a folder beside the project.
"""

import base64
import hashlib
import json
import os
import pathlib
import ssl
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from application import Application, library_folder, skip_unless_installed  # noqa: E402
from nss_profile import NssProfile  # noqa: E402

CORPORA = pathlib.Path(os.environ.get("CERTFERRY_CORPORA", ROOT.parent / "shared" / "corpora"))
FOLDER = CORPORA / "zlint-smime"
PROBE = os.environ.get("VERDICT_PROBE", str(ROOT / "build" / "bin" / "verdict_probe"))

# What is not compared, and why.
EXPLAINED = {"sm1_alg_gost_eff1_pqfx": "NSS takes no certificate with a GOST key into a database, so no profile can hold it"}

VERIFY = """
const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
const accepted = {};
for (const [name, [der, moment]] of Object.entries(args[0])) {
  const certificate = database.addCertFromBase64(der, ",C,");
  const verify = usage => new Promise(done => database.asyncVerifyCertAtTime(
    certificate, usage, database.FLAG_LOCAL_ONLY, null, moment, [], code => done(code == 0)));
  accepted[name] = {signing: await verify(database.verifyUsageEmailSigner),
                    encryption: await verify(database.verifyUsageEmailRecipient)};
  database.deleteCertificate(certificate);
}
return accepted;
"""


class Certificate:
    """As NssProfile wants one."""

    def __init__(self, file, folder):
        text = file.read_text(errors="replace")
        self.der = ssl.PEM_cert_to_DER_cert(text[text.index("-----BEGIN"):].strip())
        self.fingerprint = hashlib.sha256(self.der).hexdigest()
        self.der_file = folder / f"{file.stem}.der"
        self.der_file.write_bytes(self.der)
        self.issuer_and_serial = subprocess.run(["openssl", "x509", "-inform", "DER", "-in", self.der_file, "-noout", "-issuer",
                                                 "-serial"], capture_output=True, check=False).stdout or self.der


class Others(unittest.TestCase):
    def setUp(self):
        skip_unless_installed(self, "thunderbird")
        if not FOLDER.is_dir():
            self.skipTest("zlint's S/MIME certificates are not here (CERTFERRY_CORPORA)")
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.certificates = {file.stem: Certificate(file, self.folder) for file in sorted(FOLDER.rglob("*.pem"))}
        self.profiles = []

    def test_thunderbird_and_we_agree_on_each(self):
        self.import_all()
        ours = {}
        for profile, _ in self.profiles:
            ours.update(self.ours(profile))
        compared = {name: each for name, each in self.certificates.items() if each.fingerprint in ours}
        theirs = self.theirs(compared, ours)
        for name, certificate in compared.items():
            for purpose in ("signing", "encryption"):
                with self.subTest(certificate=name, purpose=purpose):
                    judged = ours[certificate.fingerprint][purpose]
                    self.assertEqual(judged["accepted"], theirs[name][purpose], judged["reasons"])
        self.assertGreaterEqual(len(compared), 120)

    def import_all(self):
        """Authorities may share issuer and serial number, so that one profile cannot hold both."""
        waiting = list(self.certificates)
        while set(waiting) - set(EXPLAINED):
            profile = NssProfile.create(self.folder / f"profile{len(self.profiles)}", library_folder("thunderbird"))
            left = self.import_into(profile, waiting)
            names = [name for name in waiting if name not in left]
            self.assertTrue(names, f"NSS takes none of {left}, and nothing explains that")
            self.profiles.append((profile, names))
            waiting = left

    def import_into(self, profile, waiting):
        """One of each issuer and serial number, in few runs of certutil: it stops at what it cannot take. Returns what is left."""
        first = {}
        for name in waiting:
            first.setdefault(self.certificates[name].issuer_and_serial, name)
        left = [name for name in waiting if name not in first.values()]
        waiting, batch = list(first.values()), self.folder / "batch"
        while waiting:
            batch.write_text("".join(f"-A -n {name} -t ,C, -i {self.certificates[name].der_file}\n" for name in waiting))
            profile.run_batch(batch)
            present = set(profile.certificates())
            missing = [name for name in waiting if self.certificates[name].der not in present]
            left += missing[:1]
            waiting = missing[1:]
        return left

    def ours(self, profile):
        done = subprocess.run([PROBE, str(profile.path), "alice@example.test", "--a-day-old"], capture_output=True, check=True,
                              env={**os.environ, "LD_LIBRARY_PATH": library_folder("thunderbird")})
        return json.loads(done.stdout)

    def theirs(self, certificates, ours):
        """One Thunderbird takes each in, trusts it, judges it and deletes it again."""
        asked = {}
        for name, certificate in certificates.items():
            moment = ours[certificate.fingerprint]["notBefore"] + 24 * 60 * 60
            asked[name] = [base64.b64encode(certificate.der).decode(), moment]
        profile = NssProfile.create(self.folder / "judging", library_folder("thunderbird"))
        with Application("thunderbird", self.folder, profile.path) as thunderbird:
            accepted = thunderbird.marionette.chrome(VERIFY, asked)
            thunderbird.quit()
        return accepted


if __name__ == "__main__":
    unittest.main()

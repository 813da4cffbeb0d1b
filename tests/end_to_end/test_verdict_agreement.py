# SPDX-License-Identifier: MPL-2.0
"""The real Thunderbird's verifier and certificate picker say of each certificate what ours say, and write its names alike.

Needs the built `verdict_probe` (VERDICT_PROBE, else build/bin/verdict_probe)."""

import base64
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
sys.dont_write_bytecode = True

import verdict_certificates  # noqa: E402
from application import Application, library_folder, skip_unless_installed  # noqa: E402
from verdict_profile import VerdictProfile  # noqa: E402

PROBE = os.environ.get("VERDICT_PROBE", str(ROOT / "build" / "bin" / "verdict_probe"))
ADDRESS = verdict_certificates.ADDRESS

VERIFY = """
const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
const verify = (certificate, usage) => new Promise(done => database.asyncVerifyCertAtTime(
  certificate, usage, database.FLAG_LOCAL_ONLY, null, Date.now() / 1000, [], code => done(code)));
const answers = {};
for (const [name, der] of Object.entries(args[0])) {
  const certificate = database.constructX509FromBase64(der);
  let dbKey = null;
  try { dbKey = certificate.dbKey; } catch (error) { /* it gives none for what it cannot take in */ }
  answers[name] = {
    signing: await verify(certificate, database.verifyUsageEmailSigner) == 0,
    encryption: await verify(certificate, database.verifyUsageEmailRecipient) == 0,
    displayName: certificate.displayName, subject: certificate.subjectName, dbKey,
  };
}
return answers;
"""

PICK = """
const registrar = Components.manager.QueryInterface(Ci.nsIComponentRegistrar);
let lines;
const dialogs = {
  QueryInterface: ChromeUtils.generateQI(["nsICertPickDialogs"]),
  pickCertificate(context, names, details, index, canceled) { lines = Array.from(names); canceled.value = true; return false; },
};
registrar.registerFactory(Services.uuid.generateUUID(), "picker", "@mozilla.org/nsCertPickDialogs;1", {
  QueryInterface: ChromeUtils.generateQI(["nsIFactory"]), createInstance: kind => dialogs.QueryInterface(kind) });
const picker = Cc["@mozilla.org/user_cert_picker;1"].createInstance(Ci.nsIUserCertPicker);
const window = Services.wm.getMostRecentWindow("mail:3pane") || Services.wm.getMostRecentWindow(null);
const offered = {};
for (const [purpose, usage] of [["signing", 4], ["encryption", 5]]) {
  lines = [];
  picker.pickByUsage(window, "", usage, false, true, args[0], {});
  offered[purpose] = lines;
}
return offered;
"""


def serial_in(line):
    """The picker writes NAME [SERIAL]; nothing stands in the line of a certificate that Thunderbird cannot take in."""
    return line.rpartition("[")[2].rstrip("]") if line else None


class Agreement(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.theirs = None

    def setUp(self):
        skip_unless_installed(self, "thunderbird")
        if self.theirs is None:
            self.ask_both()

    def ask_both(self):
        cls = type(self)
        cls.profile = VerdictProfile(self.folder)
        done = subprocess.run([PROBE, str(cls.profile.folder), ADDRESS], capture_output=True, check=True,
                              env={**os.environ, "LD_LIBRARY_PATH": library_folder("thunderbird")})
        by_fingerprint = json.loads(done.stdout)
        cls.ours = {name: by_fingerprint[hashlib.sha256(der).hexdigest()] for name, der in cls.profile.leaves.items()}
        with Application("thunderbird", self.folder, cls.profile.folder) as thunderbird:
            ders = {name: base64.b64encode(der).decode() for name, der in cls.profile.leaves.items()}
            cls.theirs = thunderbird.marionette.chrome(VERIFY, ders)
            cls.lines = thunderbird.marionette.chrome(PICK, ADDRESS)
            thunderbird.quit()

    def test_the_table_is_large_and_has_both_answers(self):
        answers = [each["signing"] for each in self.theirs.values()]
        self.assertGreaterEqual(len(answers), 120)
        self.assertIn(True, answers)
        self.assertIn(False, answers)

    def test_the_verifiers_agree(self):
        for name, theirs in self.theirs.items():
            for purpose in ("signing", "encryption"):
                with self.subTest(certificate=name, purpose=purpose):
                    self.assertEqual(self.ours[name][purpose]["accepted"], theirs[purpose], self.ours[name][purpose])

    def test_the_pickers_agree(self):
        for purpose in ("signing", "encryption"):
            serials = {serial_in(line) for line in self.lines[purpose]}
            for name, ours in self.ours.items():
                with self.subTest(certificate=name, purpose=purpose):
                    self.assertEqual(ours[purpose]["offered"], self.serial_of(name) in serials)

    def test_the_classic_verifier_refuses_what_the_reasons_say_it_refuses(self):
        """NSS's own tool asks it by nickname, so those that share one are left out."""
        nicknames = [each["nickname"] for each in self.ours.values()]
        asked = 0
        for name, ours in self.ours.items():
            if nicknames.count(ours["nickname"]) > 1 or not ours["encryption"]["accepted"]:
                continue
            asked += 1
            with self.subTest(certificate=name):
                theirs = self.profile.nss("certutil", "-V", "-u", "R", "-n", ours["nickname"], "-d", self.profile.database, check=False)
                self.assertEqual(ours["encryption"]["letsSign"], theirs.returncode == 0, theirs.stdout + theirs.stderr)
        self.assertGreater(asked, 60)

    def test_names_and_keys_are_written_alike(self):
        for name, theirs in self.theirs.items():
            with self.subTest(certificate=name):
                self.assertEqual(self.ours[name]["displayName"], theirs["displayName"])
                self.assertEqual(self.ours[name]["subject"], theirs["subject"])
                if theirs["dbKey"] is not None:
                    self.assertEqual(self.ours[name]["dbKey"], theirs["dbKey"])

    def serial_of(self, name):
        """As the picker writes it: the octets in capitals, colons between."""
        key = base64.b64decode(self.ours[name]["dbKey"])
        length = int.from_bytes(key[8:12], "big")
        return ":".join(f"{octet:02X}" for octet in key[16:16 + length])


if __name__ == "__main__":
    unittest.main()

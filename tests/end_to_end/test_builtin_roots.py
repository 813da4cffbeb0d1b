# SPDX-License-Identifier: MPL-2.0
"""The list of built-in roots in the tree is the one of the Thunderbird that is installed, and a profile's own trust overrides
it as it does there.

Needs the built `verdict_probe` (VERDICT_PROBE, else build/bin/verdict_probe)."""

import importlib.machinery
import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from application import Application, library_folder, skip_unless_installed  # noqa: E402

sys.dont_write_bytecode = True

PROBE = os.environ.get("VERDICT_PROBE", str(ROOT / "build" / "bin" / "verdict_probe"))

TRUST = """
const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
const trusted = (certificate, purpose) => database.isCertTrusted(certificate, Ci.nsIX509Cert.CA_CERT, purpose);
return Object.fromEntries(database.getCerts().map(each => [each.sha256Fingerprint.replaceAll(":", "").toLowerCase(),
  [trusted(each, database.TRUSTED_EMAIL), trusted(each, database.TRUSTED_SSL)]]));
"""

# What a person may have set for a root that is built in, as certutil writes it: web, e-mail.
EDITS = [",,", ",p,", "C,,", ",C,", "C,C,", ",P,", "c,c,c", "p,p,p"]


def load_script():
    loader = importlib.machinery.SourceFileLoader("update_builtin_roots", str(ROOT / "scripts" / "update-builtin-roots"))
    script = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(script)
    return script


def entries(data):
    """{what a root is called in messages: its entry} of a data file. The header, which names the version that was asked, is
    left out: most releases ship the roots of the one before."""
    found = {}
    for entry in data.split("\n\n")[1:]:
        fields = dict(re.findall("^(Fingerprint|Name): (.*)$", entry, re.MULTILINE))
        found[fields["Name"] + " " + fields["Fingerprint"]] = entry.strip()
    return found


class BuiltinRoots(unittest.TestCase):
    def test_the_data_is_what_the_installed_thunderbird_ships(self):
        skip_unless_installed(self, "thunderbird")
        script = load_script()
        answer = script.ask()
        self.assertGreater(len(answer["roots"]), 100)
        shipped, listed = entries(script.data_file(answer)), entries(script.DATA.read_text(encoding="utf-8"))
        differing = [name for name in sorted(shipped | listed) if shipped.get(name) != listed.get(name)]
        self.assertEqual(differing, [], "run scripts/update-builtin-roots")

    def test_a_profiles_own_trust_overrides_the_list_as_in_thunderbird(self):
        skip_unless_installed(self, "thunderbird")
        entries = load_script().DATA.read_text().split("\n\n")[1:]
        for_mail = [entry for entry in entries if "Email: trusted" in entry]
        not_for_mail = [entry for entry in entries if "Email: none" in entry]
        with tempfile.TemporaryDirectory() as folder:
            profile = pathlib.Path(folder) / "profile"
            profile.mkdir()
            environment = {**os.environ, "LD_LIBRARY_PATH": library_folder("thunderbird")}
            subprocess.run(["certutil", "-N", "-d", f"sql:{profile}", "--empty-password"], env=environment, check=True)
            edited = [(entry, trust) for some in (for_mail, not_for_mail) for entry, trust in zip(some, EDITS)]
            for entry, trust in edited:
                name = re.search("Fingerprint: (.*)", entry).group(1)
                subprocess.run(["certutil", "-A", "-d", f"sql:{profile}", "-a", "-n", name, "-t", trust], env=environment,
                               input=entry[entry.index("-----BEGIN"):].encode(), check=True)
            done = subprocess.run([PROBE, str(profile), "a@example.test"], env=environment, capture_output=True, check=True)
            ours = json.loads(done.stdout)
            with Application("thunderbird", folder, profile) as thunderbird:
                theirs = thunderbird.marionette.chrome(TRUST)
                thunderbird.quit()
        self.assertEqual(len(ours), 2 * len(EDITS))
        for entry, trust in edited:
            fingerprint = re.search("Fingerprint: (.*)", entry).group(1)
            with self.subTest(root=fingerprint, trust=trust):
                self.assertEqual([ours[fingerprint]["emailTrusted"], ours[fingerprint]["webTrusted"]], theirs[fingerprint])


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MPL-2.0
"""`certferry identities` reads out of prefs.js what the real Thunderbird's account manager builds from it."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from application import Application, skip_unless_installed  # noqa: E402

CERTFERRY = os.environ.get("CERTFERRY", str(ROOT / "build" / "bin" / "certferry"))

# Accounts that share a server, have none, or come twice; identities that come twice or belong to nobody.
PREFS = """
user_pref("mail.accountmanager.accounts", "account2,account1,account2,account3,account4,account5,account9");
user_pref("mail.account.account1.server", "server1");
user_pref("mail.account.account1.identities", "id1, id2 ,id1");
user_pref("mail.account.account2.server", "server2");
user_pref("mail.account.account2.identities", "id3");
user_pref("mail.account.account3.server", "server1");
user_pref("mail.account.account3.identities", "id4");
user_pref("mail.account.account4.identities", "id5");
user_pref("mail.account.account5.server", "server5");
user_pref("mail.account.account5.identities", "id2,id6");
user_pref("mail.server.server1.type", "none");
user_pref("mail.server.server1.hostname", "Local Folders");
user_pref("mail.server.server1.userName", "nobody");
user_pref("mail.server.server2.type", "pop3");
user_pref("mail.server.server2.hostname", "127.0.0.1");
user_pref("mail.server.server2.userName", "alice");
user_pref("mail.server.server2.check_new_mail", false);
user_pref("mail.server.server2.login_at_startup", false);
user_pref("mail.server.server5.type", "pop3");
user_pref("mail.server.server5.hostname", "127.0.0.2");
user_pref("mail.server.server5.userName", "bob");
user_pref("mail.server.server5.check_new_mail", false);
user_pref("mail.server.server5.login_at_startup", false);
user_pref("mail.accountmanager.localfoldersserver", "server1");
user_pref("mail.identity.default.sign_mail", true);
user_pref("mail.identity.default.encryptionpolicy", 2);
user_pref("mail.identity.id1.useremail", "alice@example.test");
user_pref("mail.identity.id1.fullName", "Alice \\"A\\" \\u0410\\xd0\\xbb");
user_pref("mail.identity.id2.useremail", 7);
user_pref("mail.identity.id2.sign_mail", false);
user_pref("mail.identity.id2.encryptionpolicy", 0);
user_pref("mail.identity.id3.useremail", "first@example.test");
user_pref("mail.identity.id3.useremail", "last@example.test");
user_pref("mail.identity.id3.encryptionpolicy", 1);
user_pref("mail.identity.id4.useremail", "shared-server@example.test");
user_pref("mail.identity.id5.useremail", "no-server@example.test");
user_pref("mail.identity.id6.sign_mail", "true");
"""

READ = """
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
return MailServices.accounts.allIdentities.map(identity => ({
  id: identity.key, name: identity.fullName, email: identity.email || "", signByDefault: identity.signMail,
  encryptByDefault: identity.encryptionPolicy == 2 ? "required" : "off",
}));
"""


class IdentityOrder(unittest.TestCase):
    def setUp(self):
        skip_unless_installed(self, "thunderbird")
        folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)
        self.profile = self.home / "profile"
        self.profile.mkdir(mode=0o700)

    def test_identities_are_those_of_the_account_manager_in_its_order(self):
        prefs = self.profile / "prefs.js"
        prefs.write_text(PREFS)
        with Application("thunderbird", self.home, self.profile) as application:
            theirs = application.marionette.chrome(READ)
            application.quit()
        prefs.write_text(PREFS)  # Thunderbird has tidied it up
        done = subprocess.run([CERTFERRY, "identities", "--profile", str(self.profile), "--json"], capture_output=True, check=True,
                              env={"PATH": os.environ["PATH"], "HOME": str(self.home)})
        ours = [{name: each[name] for name in theirs[0]} for each in json.loads(done.stdout)["identities"]]
        self.assertEqual(ours[:len(theirs)], theirs)
        self.assertEqual([each["id"] for each in ours[len(theirs):]], ["id4", "id5"])  # no account has them


if __name__ == "__main__":
    unittest.main()

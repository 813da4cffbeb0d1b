# SPDX-License-Identifier: MPL-2.0
"""The add-on of docs/add-ons.md, as it stands there, in the real Thunderbird: refused, allowed, at work."""

import json
import pathlib
import re
import shutil
import unittest

import thunderbird_account
from application import library_folder, skip_unless_installed
from authority import Authority
from certferry import Certferry
from native_scene import NativeScene, skip_unless_possible
from test_addon import CLIENT

DOCUMENT = pathlib.Path(__file__).resolve().parent.parent.parent / "docs" / "add-ons.md"
BLOCK = re.compile(r"^`([\w.]+)`\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ID = "sign@example.test"
ADDRESSES = ["alice@example.test", "bob@example.test"]
OPEN = """
const tabmail = Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail");
tabmail.openTab("contentTab", {url: args[0], triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal()});
"""
TITLE = """
const {setTimeout} = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
const tabmail = Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail");
const browser = tabmail.currentTabInfo.browser;
while (!new RegExp(args[0]).test(browser.contentTitle)) await new Promise(resolve => setTimeout(resolve, 50));
const title = browser.contentTitle;
tabmail.closeTab(tabmail.currentTabInfo);  // else the next one only comes to the front
return title;
"""


def files_of_the_document():
    """{file name: text} of the add-on in the document."""
    return dict(BLOCK.findall(DOCUMENT.read_text(encoding="utf-8")))


def write_addon(folder):
    folder.mkdir()
    for name, text in files_of_the_document().items():
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copytree(CLIENT, folder / "client")
    return folder


class Addons(unittest.TestCase):
    def setUp(self):
        skip_unless_possible(self)
        skip_unless_installed(self, "thunderbird")
        self.scene = self.enterContext(NativeScene())
        self.profile = self.scene.home.profile("thunderbird", library_folder("thunderbird"))
        thunderbird_account.write(self.profile.path, ADDRESSES, 25)
        root = Authority.root(self.scene.home.path / "authority", "Example Root")
        self.alice = root.leaf("Alice", emails=ADDRESSES[:1])
        self.profile.import_key(self.alice)
        self.profile.trust_email(root)
        self.certferry = Certferry(self.scene.home.path)

    def test_the_add_on_of_the_document_is_as_short_as_it_says(self):
        self.assertLessEqual(sum(text.count("\n") for text in files_of_the_document().values()), 36)

    def test_it_is_refused_then_allowed_and_then_selects(self):
        thunderbird = self.scene.start("thunderbird", self.profile)
        thunderbird.marionette.install_addon(write_addon(self.scene.home.path / "sign"))
        self.page(thunderbird, "^host-not-found: ")

        self.name_in_manifest()
        refused = self.page(thunderbird, "^caller-refused: ")
        command = re.search(r"certferry install --allow-extension \S+", refused)[0]
        self.assertEqual(self.scene.installation.run(*command.split()[1:]).returncode, 0)

        self.page(thunderbird, "^bob@example.test: has no certificate$")
        self.assertEqual(self.certferry.identity(self.profile.path)["pending"]["signing"], self.alice.fingerprint)
        thunderbird.quit()
        self.scene.wait_for(lambda: self.certferry.identity(self.profile.path)["pending"] is None)
        self.assertEqual(self.certferry.identity(self.profile.path)["signing"]["fingerprint"], self.alice.fingerprint)

    def page(self, thunderbird, last):
        """Opens the add-on's page in a tab; the title, once it is what the page says last."""
        thunderbird.marionette.chrome(OPEN, thunderbird.marionette.addon_page(ID, "page.html"))
        return thunderbird.marionette.chrome(TITLE, last)

    def name_in_manifest(self):
        """The manifest names the add-on, the configuration does not: somebody wrote the manifest by hand."""
        file = self.scene.home.path / ".mozilla" / "native-messaging-hosts" / "certferry.json"
        manifest = json.loads(file.read_text(encoding="utf-8"))
        manifest["allowed_extensions"].append(ID)
        file.write_text(json.dumps(manifest), encoding="utf-8")

# SPDX-License-Identifier: MPL-2.0
"""The add-on's page of an audit: what a support person reads, narrows and saves."""

import json
import unittest

from addon_case import AddonPageCase
from application import skip_unless_installed  # noqa: F401  says that this starts applications

DOWNLOAD_HERE = """Services.prefs.setIntPref("browser.download.folderList", 2);
Services.prefs.setStringPref("browser.download.dir", args[0]);
Services.prefs.setBoolPref("browser.download.useDownloadDir", true);
Services.prefs.setBoolPref("browser.download.alwaysOpenPanel", false);"""
RULES = "return [...document.querySelectorAll('[data-rule]')].map(card => card.dataset.rule);"


class AuditPage(AddonPageCase):
    def test_findings_are_read_narrowed_and_saved(self):
        scene = self.scene()
        firefox = scene.start_firefox()
        page = scene.page(firefox, "firefox", "audit")
        page.wait_for("audit:findings")
        self.assertIn("STORE-NO-PASSWORD", page.run(RULES))
        self.look_everywhere(firefox, page, "audit")
        page.write("input[type=text]", "primary password")
        self.assertEqual(set(page.run(RULES)), {"STORE-NO-PASSWORD"})
        page.pick("Better to change")
        self.assertEqual(page.run(RULES), [])
        self.look(page, "audit-narrowed")
        self.assert_saved(scene, firefox, page)

    def assert_saved(self, scene, firefox, page):
        downloads = scene.native.home.path / "reports"
        downloads.mkdir()
        firefox.marionette.chrome(DOWNLOAD_HERE, str(downloads))
        page.run("document.querySelector('details').open = true;")
        shown = page.run("return document.querySelector('.report').textContent;")
        page.click_button("Save as a report")
        scene.native.wait_for(lambda: [file for file in downloads.glob("certferry-audit-*.json") if file.stat().st_size == len(shown.encode())])
        saved, = downloads.glob("certferry-audit-*.json")
        self.assertEqual(saved.read_text(encoding="utf-8"), shown)
        report = json.loads(shown)
        self.assertEqual(report["schema"], 1)
        self.assertEqual({profile["application"] for profile in report["profiles"]}, {"firefox", "thunderbird"})

    def test_thunderbird_shows_it_too(self):
        scene = self.scene()
        page = scene.page(scene.start_thunderbird(live=False), "thunderbird", "audit")
        page.wait_for("audit:findings", "audit:done")
        self.look(page, "audit-thunderbird")


if __name__ == "__main__":
    unittest.main()

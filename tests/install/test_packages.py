# SPDX-License-Identifier: MPL-2.0
"""The add-ons as they are packed."""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

from addon_page import PACKAGES, ROOT

KINDS = ("firefox", "thunderbird", "thunderbird-live")
ALLOWED = {"firefox": ["nativeMessaging"], "thunderbird": ["nativeMessaging", "accountsRead"], "thunderbird-live": []}
# Asked for on the click that needs them, and given back.
ASKED = {"thunderbird": ["addressBooks", "compose", "compose.send", "messagesRead"]}
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'none'; form-action 'none'; "
          "base-uri 'none'")


class Packages(unittest.TestCase):
    def open(self, kind):
        return self.enterContext(zipfile.ZipFile(PACKAGES / f"certferry-{kind}.xpi"))

    def manifest(self, kind):
        return json.loads(self.open(kind).read("manifest.json"))

    def test_another_folder_and_another_day_give_the_same_bytes(self):
        version = self.manifest("firefox")["version"]
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "elsewhere"
            shutil.copytree(ROOT / "extension", copy / "extension", copy_function=shutil.copyfile)
            shutil.copytree(ROOT / "manifests", copy / "manifests", copy_function=shutil.copyfile)
            for kind in KINDS:
                target = copy / f"{kind}.xpi"
                subprocess.run([sys.executable, "-B", copy / "extension/packaging/make_xpi.py", kind, version, target], check=True)
                self.assertEqual(target.read_bytes(), (PACKAGES / f"certferry-{kind}.xpi").read_bytes(), kind)

    def test_permissions_are_few_and_nothing_is_open_to_pages_or_other_add_ons(self):
        for kind in KINDS:
            manifest = self.manifest(kind)
            self.assertEqual(manifest["manifest_version"], 3)
            self.assertEqual(manifest.get("permissions", []), ALLOWED[kind])
            self.assertEqual(manifest.get("optional_permissions", []), ASKED.get(kind, []))
            self.assertEqual(manifest["content_security_policy"], {"extension_pages": POLICY})
            closed = {"content_scripts", "host_permissions", "web_accessible_resources", "externally_connectable"}
            self.assertEqual(closed & set(manifest), set())
            self.assertEqual("experiment_apis" in manifest, kind == "thunderbird-live")
            gecko = manifest["browser_specific_settings"]["gecko"]
            self.assertEqual(gecko["id"], "certferry-live@certferry" if kind == "thunderbird-live" else "certferry@certferry")
            self.assertEqual(gecko["data_collection_permissions"], {"required": ["none"]})

    def test_the_code_makes_no_markup_and_loads_nothing_from_elsewhere(self):
        banned = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|https?://(?!www\.w3\.org/2000/svg)")
        for kind in KINDS:
            package = self.open(kind)
            for name in package.namelist():
                self.assertIsNone(banned.search(package.read(name).decode()), f"{kind}: {name}")

    def test_every_file_that_is_imported_is_in_the_package(self):
        for kind in KINDS:
            package = self.open(kind)
            for name in package.namelist():
                if name.endswith(".js"):
                    for path in re.findall(r'from "(\.[^"]+)"', package.read(name).decode()):
                        target = pathlib.Path("/", name).parent.joinpath(path).resolve()
                        self.assertIn(str(target).lstrip("/"), package.namelist(), f"{kind}: {name}")


if __name__ == "__main__":
    unittest.main()

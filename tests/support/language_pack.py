# SPDX-License-Identifier: MPL-2.0
"""German in a real application, without the package that translates it: a language pack that holds no text makes the language
available, and the add-on's own texts come in it."""

import json
import zipfile

PREFERENCES = {"intl.locale.requested": "de", "extensions.langpacks.signatures.required": False}
GERMAN = "return Services.locale.appLocaleAsBCP47;"


def write(file, version):
    """An empty language pack for this version of an application."""
    manifest = {
        "manifest_version": 2, "name": "Deutsch", "version": version, "langpack_id": "de",
        "languages": {"de": {"version": "20260101000000", "chrome_resources": {}}}, "sources": {"browser": {"base_path": "browser/"}},
        "browser_specific_settings": {"gecko": {"id": "langpack-de@firefox.mozilla.org", "strict_min_version": "1.0"}},
    }
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("manifest.json", json.dumps(manifest))
    return file

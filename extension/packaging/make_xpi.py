# SPDX-License-Identifier: MPL-2.0
"""Packs one add-on: make_xpi.py firefox|thunderbird|thunderbird-live VERSION FILE. The same source gives the same bytes anywhere."""

import json
import pathlib
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent.parent
NAMES = HERE.parent / "manifests" / "identity.json"
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'none'; form-action 'none'; "
          "base-uri 'none'")
SHARED = ["_locales", "client", "icons", "pages", "views"]
# Per package: its manifest, and the folders and files in it. A folder `live/` is the root of its package.
PACKAGES = {
    "firefox": ("firefox.json", [*SHARED, "background/firefox.js", "background/open_page.js"], ""),
    "thunderbird": ("thunderbird.json", [*SHARED, "background/thunderbird.js", "background/open_page.js", "background/live.js",
                                         "background/pending.js", "background/restart.js", "background/windows.js", "mail"], ""),
    "thunderbird-live": ("live.json", ["icons", "live"], "live/"),
}
# Neither compressed nor dated: what zlib makes and what the clock says differs between machines.
EARLIEST = (1980, 1, 1, 0, 0, 0)


def manifest(name, version):
    """The manifest with its blanks filled in."""
    ids = json.loads(NAMES.read_text(encoding="utf-8"))
    text = (HERE / "manifests" / name).read_text(encoding="utf-8")
    for blank, value in (("VERSION", version), ("ID", ids["extension"]), ("LIVE_ID", ids["liveExtension"]), ("POLICY", POLICY)):
        text = text.replace(f"@{blank}@", value)
    return text


def files(parts, root):
    """{name in the package: file}."""
    found = {}
    for part in parts:
        path = HERE / part
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.name != "package.json":
                found[str(file.relative_to(HERE)).removeprefix(root)] = file
    return found


def pack(kind, version, target):
    name, parts, root = PACKAGES[kind]
    contents = {"manifest.json": manifest(name, version).encode()}
    contents |= {name: file.read_bytes() for name, file in files(parts, root).items()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            package.writestr(entry, contents[name])


if __name__ == "__main__":
    pack(*sys.argv[1:])

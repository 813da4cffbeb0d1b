# SPDX-License-Identifier: MPL-2.0
"""Alice and Bob with everything installed, until somebody presses Enter. Without a display: how to drive their applications."""

import contextlib
import os
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from addon_page import PAGE  # noqa: E402
from addon_scene import AddonScene  # noqa: E402
from home import Home  # noqa: E402
from authority import Authority  # noqa: E402
from test_addon import OWN_ID  # noqa: E402

PEOPLE = ("Alice", "Bob")
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_SESSION_TYPE", "DBUS_SESSION_BUS_ADDRESS")


class Playground:
    """Stands where a scene expects a test."""

    @staticmethod
    def skipTest(reason):
        raise unittest.SkipTest(reason)


def start(scene, person, windows):
    """Both applications of one person, and what to know about them."""
    words = {"headless": not windows, "environment": {name: os.environ[name] for name in DISPLAYS if windows and name in os.environ}}
    thunderbird = scene.start_thunderbird(**words)
    firefox = scene.start_firefox(**words)
    address = firefox.marionette.addon_page(OWN_ID, PAGE)
    firefox.marionette.navigate(address)
    print(f"{person}\n  HOME          {scene.native.home.path}\n  certificate   {scene.alice.fingerprint}, in Firefox, for {scene.address}")
    for name, application in (("Firefox", firefox), ("Thunderbird", thunderbird)):
        application.marionette.close()  # one client at a time: now it is yours
        print(f"  {name:13} Marionette on port {application.port}")
    print(f"  page          {address}, open in Firefox\n  mail          what Thunderbird sends stays here\n", flush=True)


def main(words):
    if words not in ([], ["--headless"]):
        print("Usage: scripts/playground [--headless]", file=sys.stderr)
        return 2
    windows = not words and any(os.environ.get(name) for name in DISPLAYS[:2])
    with contextlib.ExitStack() as stack:
        root = Authority.root(stack.enter_context(Home()).path / "authority", "Playground Root")
        try:
            for person in PEOPLE:
                scene = AddonScene(Playground(), name=person, address=f"{person.lower()}@example.test", root=root)
                start(stack.enter_context(scene), person, windows)
        except unittest.SkipTest as reason:
            print(reason, file=sys.stderr)
            return 3
        print("tests/support/marionette.py drives them: Marionette(PORT).begin(). Press Enter to throw everything away.", flush=True)
        sys.stdin.readline()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

# SPDX-License-Identifier: MPL-2.0
"""The product's first minute: a person's certificate goes from a real Firefox to a real Thunderbird, which uses it.

All profiles are made for this and thrown away. Every figure that is printed is counted in this run.
"""

import pathlib
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

import click  # noqa: E402
import mine  # noqa: E402
from acts import Acts  # noqa: E402
from application import program  # noqa: E402
from page import Page  # noqa: E402
from scene import Scene  # noqa: E402

SCREENSHOTS = ROOT / "build" / "demo"


def show():
    begin = time.monotonic()
    page = Page()
    page.title("Certferry moves e-mail certificates from Firefox to Thunderbird, in one command.",
               "This is a real Firefox and a real Thunderbird, without windows. Their profiles are made for this and thrown "
               "away; yours are not touched. What you see is counted while it happens.")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for old in SCREENSHOTS.glob("*.png"):
        old.unlink()
    with Scene(person="Alice Example") as scene:
        acts = Acts(page, scene, SCREENSHOTS)
        for act in (acts.before, acts.move, acts.after, acts.killed):
            act()
        click.play(page, acts.look, SCREENSHOTS)
    page.heading("See for yourself")
    for picture in sorted(SCREENSHOTS.glob("*.png")):
        page.line("picture", str(picture.relative_to(ROOT)))
    page.line("your own", "scripts/demo --mine says what a move would do with your profiles, and changes nothing")
    page.gap()
    page.line("", f"{acts.good} of {acts.expected} things were as they should be; {time.monotonic() - begin:.0f} seconds.")
    page.gap()
    return 0 if acts.good == acts.expected else 1


def main(words):
    if words == ["--mine"]:
        return mine.run()
    if words:
        print("Usage: scripts/demo [--mine]", file=sys.stderr)
        return 2
    for application in ("firefox", "thunderbird"):
        if program(application) is None:
            print(f"{application} is not where Debian puts it; scripts/setup installs it.", file=sys.stderr)
            return 3
    return show()


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

# SPDX-License-Identifier: MPL-2.0
"""What the demonstration prints: numbered headings, aligned lines, and what commands said."""

import os
import sys
import textwrap

MARGIN, LABEL, WIDTH = "   ", 15, 100


class Page:
    """Writes to standard output; colours and passing notes only at a terminal."""

    def __init__(self):
        self._terminal = sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"
        self._colours = self._terminal and not os.environ.get("NO_COLOR")
        self._headings = 0

    def title(self, text, below):
        self._print()
        self._print(self._styled("1", text))
        self._print()
        for line in textwrap.wrap(below, WIDTH):
            self._print(line)

    def heading(self, text):
        self._headings += 1
        self._print()
        self._print(self._styled("1", f"{self._headings}  {text}"))
        self._print()

    def line(self, label, text, *, good=False, indent=LABEL):
        """`label` and what there is to say of it; further lines stand under the first."""
        label = f"{label:<{indent}}"
        first = MARGIN + (self._styled("32", label) if good else label)
        lines = [piece for part in text.split("\n") for piece in textwrap.wrap(part, WIDTH - LABEL) or [""]]
        for line in lines:
            self._print(first + line)
            first = MARGIN + " " * indent

    def gap(self):
        self._print()

    def command(self, text, output):
        """A command as a person types it, and what it answered."""
        self._print(f"{MARGIN}$ {self._styled('1', text)}")
        for line in output.rstrip("\n").split("\n"):
            self._print(f"{MARGIN}  {self._styled('2', line)}")
        self._print()

    def note(self, text):
        """What is happening now; gone with the next line."""
        if self._terminal:
            sys.stdout.write(f"\r\x1b[K{MARGIN}{self._styled('2', text + ' ...')}")
            sys.stdout.flush()

    def _print(self, text=""):
        sys.stdout.write(("\r\x1b[K" if self._terminal else "") + text.rstrip() + "\n")
        sys.stdout.flush()

    def _styled(self, code, text):
        return f"\x1b[{code}m{text}\x1b[0m" if self._colours else text

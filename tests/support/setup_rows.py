# SPDX-License-Identifier: MPL-2.0
"""How a row of broken_setups.py is written down."""

import dataclasses
import typing


@dataclasses.dataclass
class Row:
    name: str
    make: typing.Callable
    sign: str | None
    encrypt: str | None
    steps: list
    mended: tuple = (False, False)
    words: str = ""  # what the cause, a step or a note says, besides
    how: dict = dataclasses.field(default_factory=dict)  # of MailProfiles


ROWS = []


def setup(name, *, cause=None, sign=None, encrypt=None, steps=(), mended=None, words="", **how):
    """`cause` is that of both purposes. Where nothing is mended, what can be done stays."""
    def keep(make):
        causes = (sign or cause, encrypt or cause)
        after = mended if mended is not None else (causes[0] is None, causes[1] is None)
        ROWS.append(Row(name, make, *causes, list(steps), after, words, how))
        return make
    return keep

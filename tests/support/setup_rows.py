# SPDX-License-Identifier: MPL-2.0
"""How a row of broken_setups.py is written down."""

import dataclasses
import datetime
import typing

from authority import date

NOW = datetime.datetime.now(datetime.timezone.utc)
PAST = (date("2020-01-01"), date("2021-01-01"))
OLD = (NOW - datetime.timedelta(days=300), NOW + datetime.timedelta(days=30))
NEW = (NOW - datetime.timedelta(days=3), NOW + datetime.timedelta(days=300))

ALL = (True, True)


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

    @property
    def is_mended_by_steps(self):
        return self.mended == ALL and set(self.steps) - {"other"} != set()


ROWS = []


def setup(name, *, cause=None, sign=None, encrypt=None, steps=(), mended=None, words="", **how):
    """`cause` is that of both purposes. Where nothing is mended, what can be done stays."""
    def keep(make):
        causes = (sign or cause, encrypt or cause)
        after = mended if mended is not None else (causes[0] is None, causes[1] is None)
        ROWS.append(Row(name, make, *causes, list(steps), after, words, how))
        return make
    return keep

# SPDX-License-Identifier: MPL-2.0
"""JSON as a person would lay it out: what fits stands on one line. The same value always gives the same text."""

import json

WIDTH = 132


def dumps(value):
    return _text(value, 0, WIDTH + 1) + "\n"


def _text(value, indent, taken):
    """The text of a value that starts at column `taken` of a line indented by `indent`."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or not value or taken + len(line) < WIDTH:
        return line
    inner = indent + 2
    if isinstance(value, dict):
        names = [json.dumps(name, ensure_ascii=False) + ": " for name in value]
        items = [name + _text(each, inner, inner + len(name)) for name, each in zip(names, value.values())]
        opening, closing = "{", "}"
    else:
        items = [_text(each, inner, inner) for each in value]
        opening, closing = "[", "]"
    pad = " " * inner
    return opening + "\n" + ",\n".join(pad + item for item in items) + "\n" + " " * indent + closing

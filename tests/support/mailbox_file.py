# SPDX-License-Identifier: MPL-2.0
"""Folders of messages (mbox) of any size: mail as people get it, some of it signed."""

import base64
import itertools
import random

from message_maker import headers, signed

WORDS = "the meeting is at ten in room four and lunch follows please bring what we spoke of last week thank you".split()


def as_mbox(message):
    """One message in a folder, as Thunderbird writes it."""
    return b"From - Sun Nov 29 10:00:00 2026\n" + message.replace(b"\r\n", b"\n") + b"\n\n"


def unsigned(number, size=6000):
    """A mail with an attachment, some thousand octets long."""
    chance = random.Random(number)
    text = " ".join(chance.choices(WORDS, k=100))
    attachment = base64.encodebytes(chance.randbytes(size * 3 // 4)).decode()
    return headers(f"list{number % 50}@lists.example.test", more='Content-Type: multipart/mixed; boundary="part"\r\n') + (
        f"\r\n--part\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--part\r\nContent-Type: application/pdf\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{attachment}--part--\r\n").encode()


def write(path, messages, signed_messages, size=6000):
    """`messages` in all, those that are signed spread among them; as many as there are, over and over where `signed_messages` is an
    iterator without end."""
    spread = iter(signed_messages)
    with open(path, "wb") as file:
        for number in range(messages):
            message = next(spread, None) if number % 5 == 0 else None
            file.write(as_mbox(message if message is not None else unsigned(number, size)))


def signed_by(people, address_of):
    """A message of each, without end."""
    once = [headers(address_of(person)) + signed(person) for person in people]
    return itertools.cycle(once)

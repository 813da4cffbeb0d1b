# SPDX-License-Identifier: MPL-2.0
"""`verify` believes what the real Thunderbird puts its seal on, and nothing else, but for what is explained here."""

import datetime
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

import thunderbird_account  # noqa: E402
import thunderbird_inbox  # noqa: E402
from application import Application, skip_unless_installed  # noqa: E402
from mail_profiles import MailProfiles  # noqa: E402
from mailbox import Mailbox  # noqa: E402
from message_maker import TEXT, headers, signed, signed_by  # noqa: E402

BOB, CAROL = "bob@example.test", "carol@example.test"
MINUTE = datetime.timedelta(minutes=1)
# What we do not believe although Thunderbird shows its seal: the address that a person reads is not the sender's, or programs that go by
# the last field of a name show another text.
STRICTER = {"a name that shows another address", "another type behind the type"}
# What is shown then instead of the text that was signed.
FORGED = b"--forged\r\nContent-Type: text/plain\r\n\r\nSend the money to Mallory.\r\n--forged--\r\n"
FORGED_TYPE = 'Content-Type: multipart/mixed; boundary="forged"\r\n'


def beside_unsigned_text(message):
    inner = message.replace(b"MIME-Version: 1.0\n", b"")
    return (b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n' + inner +
            b"\r\n--x\r\nContent-Type: text/plain\r\n\r\nSend the money to Mallory.\r\n--x--\r\n")


def with_two_types(message, before="", after=""):
    """A second Content-Type before or behind the own one, and what it shows."""
    head, body = message.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n").split(b"\r\n\r\n", 1)
    return before.encode() + head + b"\r\n" + after.encode() + b"\r\n" + FORGED + body


def without_last_delimiter(message):
    return message.rstrip().rsplit(b"\n", 1)[0] + b"\n"


def as_file(message):
    for name in (b"application/pkcs7-mime", b"application/x-pkcs7-mime"):
        message = message.replace(name, b"application/octet-stream")
    return message


def messages(scene):
    """{subject: the message}."""
    now = datetime.datetime.now(datetime.timezone.utc)
    bob = scene.leaf("Bob", emails=[BOB])
    rsa = scene.leaf("Bob RSA", emails=[BOB], key="rsa:2048")
    expired = scene.leaf("Bob before", emails=[BOB], dates=(now - 400 * 24 * 60 * MINUTE, now - 24 * 60 * MINUTE))
    both = signed_by(bob, scene.leaf("Carol", emails=[CAROL]))
    web = scene.leaf("Bob web", emails=[BOB], purposes=("client",))
    made = {
        "detached": (BOB, now, signed(bob)),
        "detached RSA": (BOB, now, signed(rsa)),
        "opaque": (BOB, now, signed(bob, TEXT, "-nodetach")),
        "SHA-512": (BOB, now, signed(bob, TEXT, "-md", "sha512")),
        "altered": (BOB, now, signed(bob).replace(b"at ten", b"at six")),
        "SHA-1": (BOB, now, signed(rsa, TEXT, "-md", "sha1")),
        "expired": (BOB, now, signed(expired)),
        "not for mail": (BOB, now, signed(web)),
        "another address": ("mallory@example.test", now, signed(bob)),
        "a domain in capitals": ("bob@EXAMPLE.test", now, signed(bob)),
        "a name that shows another address": (f'"boss@example.test" <{BOB}>', now, signed(bob)),
        "the same address in the name": (f'"Bob \'{BOB}\'" <{BOB}>', now, signed(bob)),
        "a name with the sign for at": (f'"Bob @ Work" <{BOB}>', now, signed(bob)),
        "needless quotes": ('"bob"@example.test', now, signed(bob)),
        "an old Japanese field": (BOB + "\r\nX-Name: \x1b$B%F%9%H\x1b(B", now, signed(bob)),
        "another type before the type": (BOB, now, with_two_types(signed(bob), before=FORGED_TYPE)),
        "another type before the type, with a space": (BOB, now, with_two_types(signed(bob), before=FORGED_TYPE.replace("Type:", "Type :"))),
        "another type behind the type": (BOB, now, with_two_types(signed(bob), after=FORGED_TYPE)),
        "two transfer encodings": (BOB, now, b"Content-Transfer-Encoding: 7bit\r\n" + signed(bob, TEXT, "-nodetach")),
        "a line that ends with CR": (BOB, now, signed(bob)),
        "no last delimiter": (BOB, now, without_last_delimiter(signed(bob))),
        "a file": (BOB, now, as_file(signed(bob, TEXT, "-nodetach"))),
        "by two, for the one": (BOB, now, both),
        "by two, for the other": (CAROL, now, both),
        "70 minutes before": (BOB, now - 70 * MINUTE, signed(bob)),
        "50 minutes before": (BOB, now - 50 * MINUTE, signed(bob)),
        "70 minutes after": (BOB, now + 70 * MINUTE, signed(bob)),
        "beside unsigned text": (BOB, now, beside_unsigned_text(signed(bob))),
        "no certificate": (BOB, now, signed(scene.leaf("Bob unseen", emails=[BOB]), TEXT, "-nocerts")),
        "unknown root": (BOB, now, signed(scene.stranger.leaf("Bob elsewhere", emails=[BOB]))),
    }
    whole = {name: headers(sender, date, subject=name) + content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
             for name, (sender, date, content) in made.items()}
    odd = "a line that ends with CR"
    return whole | {odd: f"X-Odd: a\rFrom: {CAROL}\r\n".encode() + whole[odd]}


class VerifyInThunderbird(unittest.TestCase):
    def test_each_message_has_the_seal_that_we_say_it_deserves(self):
        skip_unless_installed(self, "thunderbird")
        scene = self.enterContext(MailProfiles())
        scene.stranger = type(scene.root).root(scene.home.path / "stranger", "Stranger").intermediate("Stranger's Issuer")
        mailbox = self.enterContext(Mailbox())
        thunderbird_account.fetch_with_pop3(scene.thunderbird.path, mailbox.port)
        made = messages(scene)
        ours = {}
        for name, content in made.items():
            file = scene.home.path / "message.eml"
            file.write_bytes(content)
            # What cannot be read at all is not believed either.
            ours[name] = scene.certferry.run("verify", "--profile", scene.thunderbird.path, file).value.get("valid", False)
            mailbox.put(content)
        with Application("thunderbird", scene.home.path, scene.thunderbird.path) as running:
            thunderbird_inbox.fetch(running.marionette)
            theirs = {name: thunderbird_inbox.signature_seal(running.marionette, name) for name in made}
        for name in made:
            with self.subTest(name, ours=ours[name], theirs=theirs[name]):
                if name in STRICTER:
                    self.assertEqual((ours[name], theirs[name]), (False, "ok"))
                else:
                    self.assertEqual(ours[name], theirs[name] == "ok")
        # Which of the two comes first is for the order of their octets to say.
        self.assertNotEqual(ours["by two, for the one"], ours["by two, for the other"])


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MPL-2.0
"""Key files with a few octets changed: no crash, no refusal that takes long, and where the answer is an error nothing changed.

Run by itself with a number it tries that many (python3 tests/end_to_end/test_import_mutated.py 100000); as a test, a sample."""

import pathlib
import random
import shutil
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import key_files  # noqa: E402
from application import library_folder  # noqa: E402
from authority import Authority  # noqa: E402
from certferry import Certferry  # noqa: E402
from home import Home  # noqa: E402
from key_files import PASSWORD, openssl  # noqa: E402
from snapshot import changes, snapshot  # noqa: E402

SAMPLE = 60
# Of a busy machine; the refusal itself takes milliseconds.
LONGEST = 1.0
KINDS = {"bad-file", "wrong-password", "unsupported-algorithm", "certificate-not-found", "no-private-key", "not-eligible"}


def mutated(data, dice):
    """One to four changes: an octet, a bit, a piece left out or doubled, the end cut off."""
    octets = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(octets))
        change = dice.randrange(5)
        if change == 0:
            octets[at] = dice.randrange(256)
        elif change == 1:
            octets[at] ^= 1 << dice.randrange(8)
        elif change == 2:
            del octets[at:at + dice.randint(1, 16)]
        elif change == 3:
            octets[at:at] = octets[at:at + dice.randint(1, 16)]
        else:
            del octets[max(at, 1):]
        if not octets:
            octets = bytearray(b"\x30")
    return bytes(octets)


class Mutations:
    """A profile, and the files that are changed."""

    def __init__(self, home, nss):
        self.profile = home.profile("thunderbird", nss)
        self.certferry = Certferry(home.path)
        self.file = home.path / "mutated.p12"
        issuer = Authority.root(home.path / "ca", "Root", key="P-256").intermediate("Issuer", key="P-256")
        person = issuer.leaf("Person", emails=["person@example.test"], key="P-256")
        made = [openssl(person, home.path / f"{number}.p12", *options).read_bytes()
                for number, options in enumerate(([], ["-legacy"], ["-nomac"], ["-keypbe", "NONE", "-certpbe", "NONE"]))]
        self.seeds = [*made, key_files.in_ber(made[0]), key_files.armoured(made[0], b"PKCS12"),
                      key_files.pkcs7([person, *person.chain], home.path / "chain.p7b", "-outform", "DER").read_bytes()]
        self.before, self.pristine = snapshot(self.profile.path), home.path / "pristine"
        shutil.copytree(self.profile.path, self.pristine)

    def bring(self, content):
        """(seconds, answer). Raises where certferry died."""
        self.file.write_bytes(content)
        begin = time.monotonic()
        answer = self.certferry.run("import", "--profile", self.profile.path, self.file, passwords={"--password-fd": PASSWORD})
        return time.monotonic() - begin, answer

    def complaint(self, content):
        """What is wrong with the answer, or None."""
        seconds, answer = self.bring(content)
        if answer.status == 3 and answer.kind not in KINDS:
            return f"answers {answer.kind}"
        if answer.status not in (0, 1, 3):
            return f"exit status {answer.status}"
        if answer.status == 3 and seconds > LONGEST and self.bring(content)[0] > LONGEST:
            return f"took {seconds:.1f} s"
        changed = changes(self.before, snapshot(self.profile.path))
        if answer.status != 3:
            self.put_back()
            return None
        return f"changed {changed}" if changed else None

    def put_back(self):
        shutil.rmtree(self.profile.path)
        shutil.copytree(self.pristine, self.profile.path)
        self.before = snapshot(self.profile.path)

    def run(self, count, seed):
        """The complaints about that many files, each with what to repeat it by."""
        dice = random.Random(seed)
        found = []
        for number in range(count):
            content = mutated(dice.choice(self.seeds), dice)
            if complaint := self.complaint(content):
                found.append((number, complaint, content.hex()))
        return found


class Mutated(unittest.TestCase):
    def test_a_sample(self):
        nss = library_folder("thunderbird")
        if nss is None:
            self.skipTest("thunderbird is not installed")
        self.assertEqual(Mutations(self.enterContext(Home()), nss).run(SAMPLE, "sample"), [])


def main(count):
    with Home() as home:
        found = Mutations(home, library_folder("thunderbird")).run(count, count)
    for number, complaint, content in found:
        print(f"{number}: {complaint}: {content}")
    print(f"{count} mutated files, {len(found)} complaints")
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) == 2 and sys.argv[1].isdigit():
        sys.exit(main(int(sys.argv[1])))
    unittest.main()

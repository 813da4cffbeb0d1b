# SPDX-License-Identifier: MPL-2.0
"""Key files, and what lies beside them, with a few octets changed, brought into a profile by the built program."""

import collections
import pathlib
import random
import resource
import shutil

import key_files
from application import library_folder
from authority import Authority
from certferry import Certferry
from home import Home
from key_files import PASSWORD, openssl
from snapshot import changes, snapshot

CORPORA = pathlib.Path(__file__).resolve().parents[3] / "shared" / "corpora"
# The passwords of the files in them.
OF_OTHERS = {"nss-pkcs12": {"PKCS5WithImplicitKDF.p12": "password", "TestRSAPSS.p12": "", "pbmac1-": "1234", "openssl-": "test", "": "nss"},
             "thunderbird-smime": {"": "nss"}}
# Seconds of processor time, of all processes of one import: on a busy machine a clock says nothing.
LONGEST = 1.0
KINDS = {"bad-file", "wrong-password", "unsupported-algorithm", "certificate-not-found", "no-private-key", "not-eligible"}

# `beside` is what lies beside the key file, or None; of the two the one that is there last is changed.
Seed = collections.namedtuple("Seed", "key_file password beside", defaults=(None,))
# `found`: (number, what is wrong, the file in hexadecimal digits).
Tally = collections.namedtuple("Tally", "kinds slowest found")


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


def _spent():
    """By all processes that this one started and that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _corpora():
    for folder, passwords in OF_OTHERS.items():
        for file in sorted((CORPORA / folder).glob("*.p*12")) if (CORPORA / folder).is_dir() else ():
            password = next(word for start, word in passwords.items() if file.name.startswith(start))
            yield Seed(file.read_bytes(), password)


class Mutations:
    """A profile, and the files that are changed. `home` is a Home."""

    def __init__(self, home):
        nss = library_folder("thunderbird")
        self.profile = home.profile("thunderbird", nss)
        self.certferry = Certferry(home.path)
        self.file, self.beside = home.path / "mutated.p12", home.path / "mutated.p12.certferry"
        issuer = Authority.root(home.path / "ca", "Root", key="P-256").intermediate("Issuer", key="P-256")
        person = issuer.leaf("Person", emails=["person@example.test"], key="P-256")
        made = [openssl(person, home.path / f"{number}.p12", *options).read_bytes()
                for number, options in enumerate(([], ["-legacy"], ["-nomac"], ["-keypbe", "NONE", "-certpbe", "NONE"]))]
        forms = [*made, key_files.in_ber(made[0]), key_files.armoured(made[0], b"PKCS12"),
                 key_files.pkcs7([person, *person.chain], home.path / "chain.p7b", "-outform", "DER").read_bytes()]
        self.seeds = [*(Seed(form, PASSWORD) for form in forms), self._whole_backup(home, nss, person), *_corpora()]
        self.before, self.pristine = snapshot(self.profile.path), home.path / "pristine"
        shutil.copytree(self.profile.path, self.pristine)

    def _whole_backup(self, home, nss, person):
        source, file = home.profile("thunderbird", nss, name="source"), home.path / "whole.p12"
        source.import_key(person)
        self.certferry.run("export", "--profile", source.path, "--all", "--compatible", "--out", file, passwords={"--password-fd": PASSWORD})
        return Seed(file.read_bytes(), PASSWORD, (home.path / "whole.p12.certferry").read_bytes())

    def bring(self, seed):
        """(seconds of processor time, answer). Raises where certferry died."""
        self.file.write_bytes(seed.key_file)
        self.beside.unlink(missing_ok=True)
        if seed.beside is not None:
            self.beside.write_bytes(seed.beside)
        begin = _spent()
        answer = self.certferry.run("import", "--profile", self.profile.path, self.file, passwords={"--password-fd": seed.password})
        return _spent() - begin, answer

    def judge(self, seed):
        """(seconds, kind of the error or None, what is wrong with the answer or None)."""
        seconds, answer = self.bring(seed)
        if answer.status == 3 and answer.kind not in KINDS:
            return seconds, answer.kind, f"answers {answer.kind}"
        if answer.status not in (0, 1, 3):
            return seconds, answer.kind, f"exit status {answer.status}"
        if answer.status != 3:
            self.put_back()
            return 0, None, None
        changed = changes(self.before, snapshot(self.profile.path))
        complaint = f"took {seconds:.1f} s" if seconds > LONGEST else f"changed {changed}" if changed else None
        return seconds, answer.kind, complaint

    def put_back(self):
        shutil.rmtree(self.profile.path)
        shutil.copytree(self.pristine, self.profile.path)
        self.before = snapshot(self.profile.path)

    def run(self, count, seed):
        """A Tally of that many files; the same `seed`, the same changes."""
        dice, tally = random.Random(seed), Tally(collections.Counter(), [0], [])
        for number in range(count):
            chosen = dice.choice(self.seeds)
            changed = mutated(chosen.key_file if chosen.beside is None else chosen.beside, dice)
            content = chosen._replace(key_file=changed) if chosen.beside is None else chosen._replace(beside=changed)
            seconds, kind, complaint = self.judge(content)
            tally.kinds[kind or "brought in"] += 1
            tally.slowest[0] = max(tally.slowest[0], seconds)
            if complaint:
                tally.found.append((number, complaint, changed.hex()))
        return tally


def run_at_home(count, seed):
    """The same in a home of its own."""
    with Home() as home:
        return Mutations(home).run(count, seed)

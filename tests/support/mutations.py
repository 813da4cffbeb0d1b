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
from served_worker import ServedWorker
from snapshot import changes, snapshot, stamps

CORPORA = pathlib.Path(__file__).resolve().parents[3] / "shared" / "corpora"
# The passwords of the files in them.
OF_OTHERS = {"nss-pkcs12": {"PKCS5WithImplicitKDF.p12": "password", "TestRSAPSS.p12": "", "pbmac1-": "1234", "openssl-": "test", "": "nss"},
             "thunderbird-smime": {"": "nss"}}
# Seconds of processor time, of all processes of one import: on a busy machine a clock says nothing.
LONGEST = 1.0
# One file of so many goes through the whole program, from its start on; the others through the same worker, which starts once.
WHOLE = 50
KINDS = {"bad-file", "wrong-password", "unsupported-algorithm", "certificate-not-found", "no-private-key", "not-eligible"}

# `beside` is what lies beside the key file, or None; of the two the one that is there last is changed. `share`: how often it is
# taken, less often where its rounds cost a multiple of what all else does.
Seed = collections.namedtuple("Seed", "key_file password beside share", defaults=(None, 4))
# Of one import: seconds of processor time, kind of the error or None, what is wrong with it or None.
Outcome = collections.namedtuple("Outcome", "seconds kind complaint")
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
        self.home, self.nss = home, nss
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
        self.pristine = home.path / "pristine"
        shutil.copytree(self.profile.path, self.pristine)
        self.remember()

    def _whole_backup(self, home, nss, person):
        source, file = home.profile("thunderbird", nss, name="source"), home.path / "whole.p12"
        source.import_key(person)
        self.certferry.run("export", "--profile", source.path, "--all", "--compatible", "--out", file, passwords={"--password-fd": PASSWORD})
        return Seed(file.read_bytes(), PASSWORD, (home.path / "whole.p12.certferry").read_bytes(), share=1)

    def bring(self, seed, worker):
        """An Outcome. `worker`: a ServedWorker, or None for the whole program."""
        if worker is None:
            return self._through_the_program(seed)
        served = worker.bring(self.profile.path, [seed.key_file, *([] if seed.beside is None else [seed.beside])], seed.password)
        return Outcome(served.seconds, served.kind, None if served.ended_well else f"the worker ended with {served.status}")

    def _through_the_program(self, seed):
        self.file.write_bytes(seed.key_file)
        self.beside.unlink(missing_ok=True)
        if seed.beside is not None:
            self.beside.write_bytes(seed.beside)
        begin = _spent()
        answer = self.certferry.run("import", "--profile", self.profile.path, self.file, passwords={"--password-fd": seed.password})
        return Outcome(_spent() - begin, answer.kind, None if answer.status in (0, 1, 3) else f"exit status {answer.status}")

    def judge(self, seed, worker=None):
        """The same, with what is wrong with it."""
        outcome = self.bring(seed, worker)
        if outcome.complaint or outcome.kind and outcome.kind not in KINDS:
            return outcome._replace(complaint=outcome.complaint or f"answers {outcome.kind}")
        if outcome.kind is None:
            self.put_back()
            return outcome._replace(seconds=0)
        changed = changes(self.stamps, stamps(self.profile.path))
        complaint = f"took {outcome.seconds:.1f} s" if outcome.seconds > LONGEST else f"changed {changed}" if changed else None
        return outcome._replace(complaint=complaint)

    def remember(self):
        self.before, self.stamps = snapshot(self.profile.path), stamps(self.profile.path)

    def put_back(self):
        shutil.rmtree(self.profile.path)
        shutil.copytree(self.pristine, self.profile.path)
        self.remember()

    def run(self, count, seed):
        """A Tally of that many files; the same `seed`, the same changes."""
        dice, tally = random.Random(seed), Tally(collections.Counter(), [0], [])
        shares = [each.share for each in self.seeds]
        with ServedWorker(self.home.path, self.nss) as worker:
            for number in range(count):
                [chosen] = dice.choices(self.seeds, shares)
                changed = mutated(chosen.key_file if chosen.beside is None else chosen.beside, dice)
                content = chosen._replace(key_file=changed) if chosen.beside is None else chosen._replace(beside=changed)
                outcome = self.judge(content, worker if number % WHOLE else None)
                tally.kinds[outcome.kind or "brought in"] += 1
                tally.slowest[0] = max(tally.slowest[0], outcome.seconds)
                if outcome.complaint:
                    tally.found.append((number, outcome.complaint, changed.hex()))
                    self.put_back()
        if changed := changes(self.before, snapshot(self.profile.path)):
            tally.found.append((count, f"some file before changed {changed} and left its times", ""))
        return tally


def run_at_home(count, seed):
    """The same in a home of its own."""
    with Home() as home:
        return Mutations(home).run(count, seed)

# SPDX-License-Identifier: MPL-2.0
"""Learning a mailbox side by side with what people use instead: one `cmsutil -D` for each signed message, of which a sample is run.

In 10,000 messages, 2,000 are signed, by 500 people, who share twenty keys, since making keys takes a while. What the largest process had in memory is shown for two sizes."""

import concurrent.futures
import email
import os
import subprocess
import sys
import tempfile
import time

from stores import KEPT

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))

import mailbox_file  # noqa: E402
import measured_run  # noqa: E402
import thunderbird_account  # noqa: E402
from authority import Authority  # noqa: E402
from home import Home  # noqa: E402
from message_maker import headers, signed  # noqa: E402

SAMPLE, KEYS = 100, 20
# messages, the share of the peer's time that is the goal
CASES = [(1000, None), (10000, 1 / 4)]


class Mailbox:
    """A HOME with an empty profile that trusts the authority, and `messages` messages, kept since they take a while to make."""

    def __init__(self, nss_folder, messages):
        self.people, self.signed = messages // 20, messages // 5
        self.folder = os.path.join(KEPT, f"mailbox-{messages}")
        self.file, self.peers = os.path.join(self.folder, "Inbox"), os.path.join(self.folder, "peer")
        if not os.path.exists(os.path.join(self.folder, "made")):
            os.makedirs(self.peers, exist_ok=True)
            self._make(messages)
        self._nss_folder = nss_folder

    def _make(self, messages):
        self.root = Authority.root(os.path.join(self.folder, "ca"), "Bench Root")
        issuer = self.root.intermediate("Bench Issuer")
        keys = [issuer.leaf(f"Key {number}", key="P-256" if number % 2 else "rsa:2048") for number in range(KEYS)]
        people = [issuer.leaf(f"Person {number}", emails=[f"person{number}@example.test"], key=keys[number % KEYS]) for number in range(self.people)]
        mailbox_file.write(self.file, messages, self._signed(people))
        with open(os.path.join(self.folder, "made"), "w", encoding="utf-8"):
            pass

    def _signed(self, people):
        def message(number):
            person = number % len(people)
            return headers(f"person{person}@example.test") + signed(people[person])

        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as makers:
            for number, made in enumerate(makers.map(message, range(self.signed))):
                if number < SAMPLE:
                    self._keep_for_peer(number, made)
                yield made

    def _keep_for_peer(self, number, message):
        """Signature and text in two files, which is what cmsutil takes."""
        boundary = b"\n--" + email.message_from_bytes(message).get_boundary().encode()
        text = message.split(boundary)[1].split(b"\n", 1)[1].removesuffix(b"\r")
        signature = email.message_from_bytes(message).get_payload(1).get_payload(decode=True)
        for name, content in (("text", text), ("signature", signature)):
            with open(os.path.join(self.peers, f"{number}.{name}"), "wb") as file:
                file.write(content)

    def fresh(self, folder):
        """A HOME and an empty profile in it that trusts the root."""
        home = Home(tempfile.mkdtemp(dir=folder))
        profile = home.profile("thunderbird", self._nss_folder)
        thunderbird_account.write(profile.path, ["alice@example.test"], 25)
        subprocess.run(["certutil", "-A", "-n", "root", "-t", ",C,", "-i", os.path.join(self.folder, "ca", "Bench-Root.der"), "-d", f"sql:{profile.path}"],
                       env={"PATH": os.environ["PATH"], "HOME": folder, "LD_LIBRARY_PATH": self._nss_folder}, check=True)
        return home.path, profile.path


def measure(nss_folder, program, quick):
    """Prints one table. Returns how many goals were missed."""
    print(f"\n{'learn':>20} {'ours':>10} {'cmsutil':>10} {'ours/peer':>10} {'goal':>7}  second pass, peak memory of a process")
    missed = 0
    with tempfile.TemporaryDirectory(prefix="certferry-bench-") as scratch:
        for messages, goal in CASES[:1] if quick else CASES:
            mailbox = Mailbox(nss_folder, messages)
            home, profile = mailbox.fresh(scratch)
            seconds, memory = _ours(program, home, profile, mailbox.file)
            again, _ = _ours(program, home, profile, mailbox.file)
            peer = _peer(nss_folder, mailbox, mailbox.fresh(scratch)[1]) * mailbox.signed / SAMPLE
            ratio = seconds / peer
            late = goal is not None and ratio > goal
            missed += late
            print(f"{messages:>11} messages {seconds * 1000:>7.0f} ms {peer * 1000:>7.0f} ms {'1/' + format(1 / ratio, '.1f'):>10} "
                  f"{'1/' + format(1 / goal, '.0f') if goal else '':>7}  {again * 1000:.0f} ms, {memory} MiB of {os.path.getsize(mailbox.file) >> 20} MiB"
                  f"{'  missed' if late else ''}", flush=True)
    return missed


def _ours(program, home, profile, file):
    """Seconds, and MiB of the largest process."""
    measured = measured_run.run([program, "learn", "--profile", profile, file], {"HOME": str(home), "PATH": os.environ["PATH"]})
    if measured.status != 0:
        raise RuntimeError("not everybody was learnt")
    return measured.seconds, measured.peak // 1024


def _peer(nss_folder, mailbox, profile):
    environment = {"PATH": os.environ["PATH"], "HOME": str(profile), "LD_LIBRARY_PATH": nss_folder}
    begin = time.perf_counter()
    for number in range(SAMPLE):
        parts = [os.path.join(mailbox.peers, f"{number}.{name}") for name in ("signature", "text")]
        subprocess.run(["cmsutil", "-D", "-n", "-k", "-d", f"sql:{profile}", "-i", parts[0], "-c", parts[1]], env=environment, check=True,
                       stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin

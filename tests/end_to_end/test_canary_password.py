# SPDX-License-Identifier: MPL-2.0
"""Whole moves with passwords that nobody else has, wrong ones and right ones, from descriptors, the terminal and dialogs;
afterwards they stand in no stream, no file, no argument, no environment and no memory."""

import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

import application  # noqa: E402
import canary  # noqa: E402
from authority import Authority  # noqa: E402
from certferry import PROGRAM  # noqa: E402
from home import Home  # noqa: E402
from native_host import Host  # noqa: E402
from pinentry_double import PinentryDouble, typed  # noqa: E402
from processes import descendants  # noqa: E402
from terminal_session import TerminalSession  # noqa: E402

FROM, TO, WRONG = (canary.password(of) for of in ("Firefox", "Thunderbird", "nobody"))
PREFERENCES = {"mail.accountmanager.accounts": "account1", "mail.account.account1.identities": "id1",
               "mail.account.account1.server": "server1", "mail.identity.id1.useremail": "alice@example.test"}
SHARED = ["/tmp", "/var/tmp", "/dev/shm"]
SEARCH = canary.Search(canary.word())


class Moves(unittest.TestCase):
    """A person with a Firefox and a Thunderbird, both with primary passwords."""

    def setUp(self):
        self.nss = application.library_folder("thunderbird")
        if self.nss is None:
            self.skipTest("thunderbird is not installed")
        self.begin = time.time() - 1
        self.home = self.enterContext(Home())
        root = Authority.root(self.home.path / "authority", "Root")
        self.certificate = root.leaf("Alice", emails=["alice@example.test"])
        source = self.home.profile("firefox", self.nss, FROM)
        source.import_key(self.certificate)
        source.trust_email(root)
        self.target = self.home.profile("thunderbird", self.nss, TO)
        (self.target.path / "prefs.js").write_text("".join(application.preference_line(*each) for each in PREFERENCES.items()))
        self.runtime = self.home.path / "runtime"
        self.runtime.mkdir(mode=0o700)
        self.environment = {"HOME": str(self.home.path), "PATH": os.environ["PATH"], "LANG": "C.UTF-8",
                            "XDG_RUNTIME_DIR": str(self.runtime), "TERM": "xterm"}
        self.streams = []

    def dialogs(self, *passwords):
        self.pinentry = PinentryDouble(self, *map(typed, passwords))
        self.pinentry.configure(self.home.path)

    def command(self, *words, passwords=()):
        """One command, whose standard streams are kept; `passwords`: pairs of an option and the line behind its descriptor."""
        readers = []
        for option, line in passwords:
            reader, writer = os.pipe()
            os.write(writer, line.encode() + b"\n")
            os.close(writer)
            readers.append(reader)
            words = (*words, option, str(reader))
        done = subprocess.run([PROGRAM, *words, "--json"], env=self.environment, pass_fds=readers, capture_output=True,
                              stdin=subprocess.DEVNULL, start_new_session=True, check=False)
        for reader in readers:
            os.close(reader)
        self.streams += [done.stdout, done.stderr]
        return json.loads(done.stdout)

    def expect_moved(self, result):
        self.assertEqual(result["certificates"][0]["outcome"], "copied", result)
        self.assertTrue(self.target.has_key_of(self.certificate))

    def expect_nothing_left(self, observer):
        self.assertEqual(observer.found, set(), "a password in arguments or environment")
        self.assertIn("certferry-worke", observer.names, "the observer saw the worker")
        self.assertFalse([stream for stream in self.streams if SEARCH.is_in(stream)], "a password in a stream")
        # What the person types lies with the dialog program of the test.
        without = [self.pinentry.folder] if hasattr(self, "pinentry") else []
        self.assertEqual(SEARCH.files([self.home.path, *SHARED, ROOT], self.begin, without), [], "a password in a file")


class Canary(Moves):
    def test_of_passwords_from_descriptors_nothing_is_left(self):
        with canary.Observer(SEARCH) as observer:
            for wrong in ((WRONG, TO), (FROM, WRONG)):
                options = zip(("--from-password-fd", "--to-password-fd"), wrong)
                self.assertEqual(self.command("migrate", passwords=options)["error"]["data"]["kind"], "wrong-password")
            self.expect_moved(self.command("migrate", passwords=[("--from-password-fd", FROM), ("--to-password-fd", TO)]))
        self.expect_nothing_left(observer)

    def test_of_passwords_typed_at_the_terminal_nothing_is_left(self):
        with canary.Observer(SEARCH) as observer:
            session = TerminalSession([PROGRAM, "migrate"], self.environment)
            for password in (WRONG, FROM, TO):
                self.streams.append(session.read_until("Primary password: ").encode())
                session.type(password + "\n")
            text, status = session.end()
            self.streams.append(text.encode())
        self.assertEqual(status, 0, text)
        self.assertTrue(self.target.has_key_of(self.certificate))
        self.expect_nothing_left(observer)

    def test_of_passwords_typed_into_dialogs_of_the_command_line_nothing_is_left(self):
        self.dialogs(WRONG, FROM, TO)
        with canary.Observer(SEARCH) as observer:
            self.expect_moved(self.command("migrate"))
        self.streams.append(json.dumps(self.pinentry.records()).encode())
        self.expect_nothing_left(observer)

    def test_of_passwords_typed_into_dialogs_of_the_native_host_nothing_is_left_in_its_memory_either(self):
        self.dialogs(WRONG, FROM, TO)
        with canary.Observer(SEARCH) as observer, Host(self.home.path, environment=self.environment) as host:
            answer = host.ask("migration.run", {})
            self.assertIn("result", answer)
            self.expect_moved(answer["result"])
            memory = canary.memory_of(host.process.pid)
            self.assertEqual(host.close(), 0)
            self.streams += [*host.frames, host.words]
        self.streams.append(json.dumps(self.pinentry.records()).encode())
        self.expect_nothing_left(observer)
        if memory is None:
            self.skipTest("the memory of the native host is hidden from this user, so only the rest was looked at")
        self.assertIn(b"certferry@certferry", memory, "what was read is the host's memory")
        self.assertFalse(SEARCH.is_in(memory), "a password in the memory of the native host after its answer")


class Crash(Moves):
    def test_processes_that_crash_while_they_know_a_password_leave_no_core(self):
        self.pinentry = PinentryDouble(self, typed(FROM), [["hang", 0]])
        self.pinentry.configure(self.home.path)
        folder = self.home.path / "cores"
        folder.mkdir()
        limits = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (limits[1], limits[1]))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_CORE, limits)
        before = os.getcwd()
        os.chdir(folder)
        self.addCleanup(os.chdir, before)
        subprocess.run(["sh", "-c", "kill -SEGV $$"], check=False)
        if not list(folder.iterdir()):
            self.skipTest("this system leaves no core of a program that crashes in its folder")
        for core in folder.iterdir():
            core.unlink()
        with canary.Observer(SEARCH) as observer, Host(self.home.path, environment=self.environment) as host:
            host.send({"jsonrpc": "2.0", "id": 1, "method": "migration.run", "params": {}})
            while not self.pinentry.hangs() and not [frame for frame in host.frames if b'"error"' in frame or b'"result"' in frame]:
                time.sleep(0.01)
            self.assertTrue(self.pinentry.hangs(), host.frames)
            memory = canary.memory_of(host.process.pid)
            self.assertTrue(memory is None or SEARCH.is_in(memory), "the native host knows a password at this moment")
            workers = descendants(host.process.pid, "certferry-worke")
            self.assertTrue(workers)
            processes = (*workers, host.process.pid)
            for process in processes:  # all before the first crash: one whose other end is gone ends too
                self.assertEqual(core_limit(process), "0")
            for process in processes:
                os.kill(process, signal.SIGSEGV)
            self.assertEqual(host.process.wait(), -signal.SIGSEGV)
            end_all(record["process"] for record in self.pinentry.records())
        self.assertEqual(list(folder.iterdir()), [])
        self.expect_nothing_left(observer)


class Controls(unittest.TestCase):
    """The search finds what is there."""

    def test_the_search_finds_the_word_in_every_form(self):
        text = canary.password().encode()
        for data in (text, b"x" + text, text.decode().encode("utf-16-le"), text.hex().encode(), json.dumps(text.decode()).encode()):
            self.assertTrue(SEARCH.is_in(data))
        import base64
        for shift in range(3):
            self.assertTrue(SEARCH.is_in(base64.b64encode(b"x" * shift + text)))
        self.assertFalse(SEARCH.is_in(b"canary" + canary.new_word().encode()))

    def test_the_search_finds_the_word_in_files_and_their_names(self):
        with tempfile.TemporaryDirectory(prefix="certferry-test-") as folder:
            for name, data in (("plain", canary.password().encode()), (canary.word(), b""), ("other", b"x"),
                               ("across", b"x" * (canary.PIECE - 10) + canary.password().encode())):
                pathlib.Path(folder, name).write_bytes(data)
            os.symlink(os.path.join(folder, "plain"), os.path.join(folder, "link"))
            os.mkfifo(os.path.join(folder, "pipe"))
            found = [os.path.basename(each) for each in SEARCH.files([folder])]
        self.assertEqual(found, sorted(["across", "plain", canary.word()]))

    def test_the_observer_sees_arguments_and_environments(self):
        wait = [sys.executable, "-c", "import sys; sys.stdin.read()"]
        for words, environment in (([canary.password()], {}), ([], {"X": canary.password()})):
            with canary.Observer(SEARCH) as observer:
                with subprocess.Popen([*wait, *words], env=environment, stdin=subprocess.PIPE) as process:
                    while not observer.found:
                        time.sleep(0.01)
                    process.stdin.close()
            self.assertEqual({part for _, part in observer.found}, {"cmdline" if words else "environ"})

    def test_the_memory_of_a_process_shows_what_it_knows(self):
        program = "import sys; word = sys.stdin.readline(); print(flush=True); sys.stdin.read()"
        with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            process.stdin.write(canary.password().encode() + b"\n")
            process.stdin.flush()
            process.stdout.readline()
            memory = canary.memory_of(process.pid)
            process.stdin.close()
        if memory is None:
            self.skipTest("this system shows no memory of other processes")
        self.assertTrue(SEARCH.is_in(memory))


def core_limit(process):
    lines = pathlib.Path(f"/proc/{process}/limits").read_text().splitlines()
    return next(line for line in lines if line.startswith("Max core file size")).split()[4]


def end_all(processes):
    for process in processes:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            pass


if __name__ == "__main__":
    unittest.main()

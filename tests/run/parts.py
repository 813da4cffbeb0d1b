# SPDX-License-Identifier: MPL-2.0
"""The parts of the tests, in the order in which they run: fast ones first."""

import pathlib

import builds
import fuzz_targets
import node_files
import programs
import python_files
import side_by_side

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TESTS = ROOT / "tests"

# One whole move, with the real applications before and after it.
QUICK_MOVE = (TESTS / "end_to_end" / "test_main_job.py", "MainJob.test_a_certificate_of_firefox_signs_and_encrypts_in_thunderbird")

# Tests that start Firefox or Thunderbird say so by importing the module that starts them.
STARTS_APPLICATIONS = "from application import"


class Files:
    """A part made of Python files."""

    def __init__(self, name, about, files, only=None, needs_build=True):
        self.presets = ("release",) if needs_build else ()
        self.name, self.about, self._files, self._only, self._needs_build = name, about, files, only, needs_build

    def members(self):
        return [_stem(file) for file in self._files]

    def quick(self):
        if self.name == "house":
            return self
        move, case = QUICK_MOVE
        return Files("move", "one whole move", [move], only=case) if move in self._files else None

    def one(self, name):
        return Files(self.name, self.about, [file for file in self._files if _stem(file) == name], needs_build=self._needs_build)

    def run(self, tally):
        if self._needs_build and not builds.there(tally):
            return
        side_by_side.run_all(self._files, lambda file: python_files.run(tally, _stem(file), file, self._only), _stem)


class OtherHost(Files):
    """The tests of the native host once more, with the host that another preset builds."""

    def __init__(self, name, about, preset, files):
        super().__init__(name, about, files)
        self._preset = preset
        self.presets = ("release", preset)

    def one(self, name):
        return OtherHost(self.name, self.about, self._preset, [file for file in self._files if _stem(file) == name])

    def run(self, tally):
        if not builds.there(tally) or not builds.there(tally, self._preset):
            return
        folder = ROOT / f"build-{self._preset}" / "bin"
        worker = folder / "certferry-worker"
        if not worker.exists():  # this preset builds the host alone
            worker.symlink_to(ROOT / "build" / "bin" / "certferry-worker")
        environment = {"CERTFERRY_HOST": str(folder / "certferry-host")}
        side_by_side.run_all(self._files, lambda file: python_files.run(tally, _stem(file), file, environment=environment), _stem)


class Programs:
    """A part made of the programs that CTest knows in one build."""

    def __init__(self, name, about, preset, folder, only=None):
        self.name, self.about, self._preset, self._folder, self._only = name, about, preset, folder, only
        self.presets = (preset,)

    def members(self):
        built = (self._folder / "CTestTestfile.cmake").exists()
        return [test.name for test in programs.known(self._folder)] if built else []

    def quick(self):
        return self if self._preset == "release" else None

    def one(self, name):
        return Programs(self.name, self.about, self._preset, self._folder, only=name)

    def run(self, tally):
        if not builds.there(tally, self._preset):
            return
        wanted = [test for test in programs.known(self._folder) if self._only in (None, test.name)]
        if builds.sampled:
            wanted = programs.sampled(wanted, self._folder)
        side_by_side.run_all(wanted, lambda test: programs.run(tally, test), lambda test: test.name)
        if self._only is None:
            programs.note_missing_libraries(tally)


class NodeFiles:
    """A part made of JavaScript files. Needs no build."""

    presets = ()

    def __init__(self, name, about, files):
        self.name, self.about, self._files = name, about, files

    def members(self):
        return [_stem(file) for file in self._files]

    def quick(self):
        return self

    def one(self, name):
        return NodeFiles(self.name, self.about, [file for file in self._files if _stem(file) == name])

    def run(self, tally):
        for file in self._files:
            node_files.run(tally, _stem(file), file)


def all_parts(whole=False):
    """What is sampled unless `whole`: each unit test runs in one build. Of the native host, what takes other programs as well runs
    without sanitizers."""
    from_outside = sorted((TESTS / "end_to_end").glob("test_*.py"))
    with_applications = [file for file in from_outside if STARTS_APPLICATIONS in file.read_text(encoding="utf-8")]
    kills = [file for file in from_outside if "kill" in file.stem]
    without = [file for file in from_outside if file not in with_applications and file not in kills]
    native = sorted((TESTS / "native").glob("test_*.py"))
    waiting_for_seconds = {"real_profiles", "pending"}
    # What comes from the other side of the pipe: there the host's own memory is at stake.
    from_the_pipe = {"bad_json", "callers", "cuts", "framing", "hello", "life", "output"}
    installing = sorted((TESTS / "install").glob("test_*.py"))
    return [
        Files("house", "what every file of the project keeps to", sorted((TESTS / "house").glob("test_*.py")), needs_build=False),
        Programs("units", "the parts, on real databases", "release", ROOT / "build"),
        NodeFiles("client", "the JavaScript client, against a port of the test", sorted((TESTS / "client").glob("test_*.mjs"))),
        Files("outside", "the programs from outside", without),
        Files("install", "installed, found by browsers, examined and taken away", installing),
        Files("fleet", "many computers audited, with Ansible", sorted((TESTS / "fleet").glob("test_*.py"))),
        Files("native", "the native host, spoken to as a browser does", native),
        Programs("sanitized", "units under AddressSanitizer and UndefinedBehaviorSanitizer", "sanitize", ROOT / "build-sanitize"),
        OtherHost("native-memory", "the native host again, under AddressSanitizer and UndefinedBehaviorSanitizer", "sanitize",
                  [file for file in native if _stem(file) not in waiting_for_seconds and (whole or _stem(file) in from_the_pipe)]),
        OtherHost("native-threads", "the native host again where requests overlap, under ThreadSanitizer", "thread",
                  [file for file in native if _stem(file) in {"concurrency", "life", "output", "pending", "progress"}]),
        fuzz_targets.FuzzTargets("fuzz", "each fuzz target for ten seconds"),
        Files("kill", "killed at any moment, completed by a second run", kills),
        Files("applications", "with the real Firefox and the real Thunderbird",
              [file for file in with_applications if file not in kills]),
    ]


def named(every, name):
    """What a name means: a part, or one member of a part."""
    name = name.removeprefix("test_").removesuffix(".py").removesuffix(".mjs")
    found = [part for part in every if part.name == name]
    return found or [part.one(name) for part in every if name in part.members()][:1]


def _stem(file):
    return file.stem.removeprefix("test_")

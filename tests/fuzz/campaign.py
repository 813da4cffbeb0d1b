# SPDX-License-Identifier: MPL-2.0
"""Runs fuzz targets for a while and says what came of it."""

import collections
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILD = ROOT / "build-sanitize"
PROGRAMS, FINDS, GROWN = BUILD / "bin", BUILD / "fuzz" / "finds", BUILD / "fuzz" / "corpus"
COMPILER = "clang++-14"
# Has a planted defect.
CONTROL = "control"

# Of one input: seconds, and megabytes of the process.
LONGEST, MOST_MEMORY = 5, 512

DICTIONARIES = {
    "administrator": "prefs", "baseline": "json", "certificate": "certificate", "channel": "channel", "companion": "json", "configuration": "json",
    "dialogs": "text", "doctor": "json", "fleet": "json", "identities": "prefs", "ini": "ini", "key_file": "key_file", "manifest": "json", "name_constraints": "certificate",
    "password_record": "certificate", "prefs": "prefs", "printable": "text", "profiles": "ini", "records": "json",
    "reports": "json", "requests": "json", "results": "json", "strict_json": "json",
}
# Bytes; 4096 otherwise. Databases and chains need room.
LONGEST_INPUT = {"certificate": 16384, "database": 16384, "fleet": 16384, "key_file": 16384, "message": 16384}

# `find` is the file with the input that breaks the target, or None; `complaint` what the program said, or "".
Result = collections.namedtuple("Result", "name executions per_second coverage kept find complaint")


def targets():
    """The names, as CMake knows them."""
    names = re.findall(r"^fuzz_target\((\w+)", (HERE / "CMakeLists.txt").read_text(encoding="utf-8"), re.MULTILINE)
    return [name for name in names if name != CONTROL]


def missing():
    """Why nothing can be fuzzed here, or None."""
    if not shutil.which(COMPILER):
        return f"{COMPILER} is not installed"
    done = subprocess.run([COMPILER, "-print-runtime-dir"], capture_output=True, text=True, check=False)
    if not list(pathlib.Path(done.stdout.strip()).glob("libclang_rt.fuzzer-*.a")):
        return "clang's fuzzer runtime (libclang-rt-14-dev) is not installed"
    return None


def build(names):
    """None, or what the build said when it failed."""
    for command in (["cmake", "--preset", "sanitize"], ["ninja", "-C", BUILD, *(f"fuzz_{name}" for name in names)]):
        done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              check=False)
        if done.returncode != 0:
            return done.stdout.decode(errors="backslashreplace")
    return None


def run_all(names, seconds, jobs):
    """Each target for so long, `jobs` at a time; results as they come."""
    with concurrent.futures.ThreadPoolExecutor(max_workers=jobs) as pool:
        for done in concurrent.futures.as_completed([pool.submit(_run, name, seconds) for name in names]):
            yield done.result()


def _run(name, seconds):
    grown = GROWN / name
    grown.mkdir(parents=True, exist_ok=True)
    FINDS.mkdir(parents=True, exist_ok=True)
    before = len(list(grown.iterdir()))
    status, output = _start(name, [f"-max_total_time={max(1, round(seconds))}", "-print_final_stats=1", "-report_slow_units=60",
                                   f"-artifact_prefix={FINDS}/{name}-", grown, *_seeds(name)])
    find = _find(name, output) if status != 0 else None
    excused = find is not None and find.name.startswith(f"{name}-timeout") and not _breaks(name, find)
    complaint = output[-6000:] if status != 0 and not excused else ""
    kept = len(list(grown.iterdir())) - before
    return Result(name, _number(output, r"number_of_executed_units: (\d+)") or _number(output, r"^#(\d+)"),
                  _number(output, r"average_exec_per_sec: *(\d+)") or _number(output, r"exec/s: (\d+)"),
                  _number(output, r"cov: (\d+)"), kept, find if complaint else None, complaint)


def _seeds(name):
    folder = HERE / "corpus" / name
    return [folder] if folder.is_dir() else []


def _start(name, arguments):
    """Exit status and output of one target."""
    dictionary = [f"-dict={HERE}/dictionaries/{DICTIONARIES[name]}.dict"] if name in DICTIONARIES else []
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="certferry-fuzz-", dir=memory) as scratch:
        # AddressSanitizer keeps freed memory, by default as much as a target may use in all.
        environment = {**os.environ, "CERTFERRY_FUZZ_SCRATCH": scratch,
                       "ASAN_OPTIONS": "quarantine_size_mb=16:" + os.environ.get("ASAN_OPTIONS", "")}
        done = subprocess.run([PROGRAMS / f"fuzz_{name}", f"-timeout={LONGEST}", f"-rss_limit_mb={MOST_MEMORY}",
                               f"-max_len={LONGEST_INPUT.get(name, 4096)}", *dictionary, *arguments],
                              cwd=scratch, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout.decode(errors="backslashreplace")


def _find(name, output):
    written = re.search(rf"Test unit written to (.*/{name}-\S+)", output)
    return pathlib.Path(written[1]) if written else None


def _breaks(name, find):
    """A machine that is busy with other things makes any input slow once."""
    return all(_start(name, ["-runs=1", find])[0] != 0 for _ in range(2))


def _number(output, pattern):
    found = re.findall(pattern, output, re.MULTILINE)
    return int(found[-1]) if found else 0

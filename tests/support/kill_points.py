# SPDX-License-Identifier: MPL-2.0
"""Kills a command, with all that it started, just before one of the system calls by which it changes files.

`points` runs it once and lists those calls, `kill_at` runs it again and kills it at one of them. All states of the files
that the death of the processes can leave behind are so seen one by one. (Not those of a power cut: what was written is
there.) The tracer is a process of its own: it waits for any child, and must not take away the caller's.
"""

import collections
import ctypes
import json
import os
import platform
import signal
import stat
import struct
import subprocess
import sys

Point = collections.namedtuple("Point", "number call path")
Outcome = collections.namedtuple("Outcome", "killed status output points")

WRITES = ("write", "pwrite64", "writev", "pwritev", "ftruncate", "fallocate")
SYNCS = ("fsync", "fdatasync")
NAMES = ("rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "link", "linkat", "symlink",
         "symlinkat", "chmod", "fchmodat", "fchmod", "truncate")
OPENS = ("open", "openat", "creat")

NUMBERS = {
    "x86_64": {"write": 1, "open": 2, "pwrite64": 18, "writev": 20, "fsync": 74, "fdatasync": 75, "truncate": 76,
               "ftruncate": 77, "rename": 82, "mkdir": 83, "rmdir": 84, "creat": 85, "link": 86, "unlink": 87, "symlink": 88,
               "chmod": 90, "fchmod": 91, "openat": 257, "mkdirat": 258, "unlinkat": 263, "renameat": 264, "linkat": 265,
               "symlinkat": 266, "fchmodat": 268, "fallocate": 285, "pwritev": 296, "renameat2": 316},
    "aarch64": {"mkdirat": 34, "unlinkat": 35, "symlinkat": 36, "linkat": 37, "renameat": 38, "truncate": 45,
                "ftruncate": 46, "fallocate": 47, "fchmod": 52, "fchmodat": 53, "openat": 56, "write": 64, "writev": 66,
                "pwrite64": 68, "pwritev": 70, "fsync": 82, "fdatasync": 83, "renameat2": 276},
}[platform.machine()]
# A process may hide its descriptors and memory from its own user, and from a tracer that is not root with them.
HIDE, DUMPABLE_ARGUMENT = {"x86_64": (157, 13), "aarch64": (167, 1)}[platform.machine()]
CALLS = {number: call for call, number in NUMBERS.items()} | {HIDE: "prctl"}
# Which argument is the path.
PATHS = {"openat": 1, "mkdirat": 1, "unlinkat": 1, "renameat": 1, "renameat2": 1, "linkat": 1, "symlinkat": 2,
         "fchmodat": 1, "symlink": 1}
# Which argument has the flags; creat always makes a file.
OPEN_FLAGS = {"open": 1, "openat": 2}

PTRACE_TRACEME, PTRACE_CONT, PTRACE_SETOPTIONS = 0, 7, 0x4200
PTRACE_GET_SYSCALL_INFO = 0x420E
OPTIONS = 0x2 | 0x4 | 0x8 | 0x10 | 0x80 | 0x100000  # fork, vfork, clone, exec, seccomp; all die with the tracer
EVENT_SECCOMP = 7
PTRACE_GETREGSET, PTRACE_SETREGSET, NT_PRSTATUS = 0x4204, 0x4205, 1
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
SECCOMP_RET_TRACE, SECCOMP_RET_ALLOW = 0x7FF00000, 0x7FFF0000
WALL = 0x40000000

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.restype = ctypes.c_long
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


def points(command, env, cwd=None):
    """The calls of one whole run, in order. Raises unless the command ends with 0."""
    outcome = run(command, env, cwd=cwd)
    if outcome.status != 0:
        raise RuntimeError(f"{command} ended with {outcome.status}: {outcome.output}")
    return outcome.points


def kill_at(command, env, point, cwd=None):
    """Runs the command until just before the call with this number (or that of a Point), and kills all of it there.

    `killed` of the outcome is false if the command was done before it came there.
    """
    return run(command, env, getattr(point, "number", point), cwd)


def run(command, env, kill_number=None, cwd=None):
    """One run under the tracer."""
    order = {"command": [os.fspath(part) for part in command], "env": dict(env), "kill": kill_number,
             "cwd": os.fspath(cwd) if cwd else None}
    done = subprocess.run([sys.executable, os.path.abspath(__file__)], input=json.dumps(order).encode(), stdout=subprocess.PIPE,
                          check=True)
    answer = json.loads(done.stdout)
    return Outcome(answer["killed"], answer["status"], answer["output"], [Point(*each) for each in answer["points"]])


def install_filter():
    """Only the calls in question stop the process: a run takes hardly longer than without a tracer."""
    numbers = sorted(CALLS)
    program = [(0x20, 0, 0, 0)]  # the number of the call
    program += [(0x15, len(numbers) - 1 - i + 1, 0, number) for i, number in enumerate(numbers)]
    program += [(0x06, 0, 0, SECCOMP_RET_ALLOW), (0x06, 0, 0, SECCOMP_RET_TRACE)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in program))
    described = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(program), ctypes.addressof(code)))
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, described, 0, 0):
        os._exit(126)


def start(order, output):
    """The command, stopped before its first instruction."""
    child = os.fork()
    if child:
        os.waitpid(child, WALL)
        libc.ptrace(PTRACE_SETOPTIONS, child, None, OPTIONS)
        return child
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    if order["cwd"]:
        os.chdir(order["cwd"])
    libc.ptrace(PTRACE_TRACEME, 0, None, None)
    os.kill(os.getpid(), signal.SIGSTOP)
    install_filter()
    try:
        os.execvpe(order["command"][0], order["command"], order["env"])
    finally:
        os._exit(127)


class Tracer:
    """Follows all processes of one run and counts their calls together."""

    def __init__(self, main, kill_number):
        self.main, self.kill_number = main, kill_number
        self.processes, self.points = {main}, []
        self.killed, self.status = False, None

    def follow(self):
        """Until the last process has ended."""
        self.go_on(self.main)
        while True:
            try:
                process, status = os.waitpid(-1, WALL)
            except ChildProcessError:
                return
            if os.WIFSTOPPED(status):
                self.stopped(process, status)
            else:
                self.processes.discard(process)
                if process == self.main:
                    self.status = os.waitstatus_to_exitcode(status)

    def stopped(self, process, status):
        event, number = status >> 16, os.WSTOPSIG(status)
        begins = process not in self.processes
        self.processes.add(process)
        if self.killed:
            self.kill(process)
        elif event == EVENT_SECCOMP:
            self.called(process)
        elif event or (begins and number == signal.SIGSTOP):
            self.go_on(process)
        else:
            self.go_on(process, number)

    def called(self, process):
        call, arguments = read_call(process)
        if call == "prctl":
            keep_visible(process, arguments)
        elif call is not None and changes_files(process, call, arguments):
            self.points.append(Point(len(self.points) + 1, call, path_of(process, call, arguments)))
            if self.kill_number == len(self.points):
                self.killed = True
                for each in list(self.processes):
                    self.kill(each)
                return
        self.go_on(process)

    @staticmethod
    def kill(process):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            pass

    @staticmethod
    def go_on(process, with_signal=0):
        libc.ptrace(PTRACE_CONT, process, None, with_signal)


def read_call(process):
    """Name and arguments of the call that a process is about to make."""
    information = ctypes.create_string_buffer(96)
    size = libc.ptrace(PTRACE_GET_SYSCALL_INFO, process, ctypes.c_void_p(len(information)), information)
    if size <= 0:
        return None, ()
    number, *arguments = struct.unpack_from("7Q", information.raw, 24)
    return CALLS.get(number), arguments


def keep_visible(process, arguments):
    """Turns a request to be hidden into one to be seen, for that traced process alone."""
    if os.geteuid() == 0 or arguments[0] != PR_SET_DUMPABLE:
        return
    registers = (ctypes.c_uint64 * 64)()
    vector = (ctypes.c_uint64 * 2)(ctypes.addressof(registers), ctypes.sizeof(registers))
    libc.ptrace(PTRACE_GETREGSET, process, ctypes.c_void_p(NT_PRSTATUS), ctypes.addressof(vector))
    registers[DUMPABLE_ARGUMENT] = 1
    libc.ptrace(PTRACE_SETREGSET, process, ctypes.c_void_p(NT_PRSTATUS), ctypes.addressof(vector))


def changes_files(process, call, arguments):
    if call in OPEN_FLAGS:
        return bool(arguments[OPEN_FLAGS[call]] & os.O_CREAT)
    if call in WRITES or call in SYNCS:
        return is_file(process, arguments[0]) or call in SYNCS
    return True


def is_file(process, descriptor):
    """Not a pipe or terminal, nor a file without a name, which dies with the process."""
    try:
        known = os.stat(f"/proc/{process}/fd/{descriptor & 0xFFFFFFFF}")
    except OSError:
        return False
    return stat.S_ISREG(known.st_mode) and known.st_nlink > 0


def path_of(process, call, arguments):
    """For people who read the list."""
    try:
        if call in WRITES + SYNCS + ("fchmod",):
            return os.readlink(f"/proc/{process}/fd/{arguments[0] & 0xFFFFFFFF}")
        with open(f"/proc/{process}/mem", "rb", buffering=0) as memory:
            memory.seek(arguments[PATHS.get(call, 0)])
            text = b""
            while b"\0" not in text:  # page by page: the next one may not be there, and a path may reach into it
                text += memory.read(4096 - memory.tell() % 4096)
            return text.split(b"\0")[0].decode(errors="replace")
    except OSError:
        return "?"


def main():
    order = json.load(sys.stdin)
    output = os.memfd_create("output")
    tracer = Tracer(start(order, output), order["kill"])
    tracer.follow()
    os.lseek(output, 0, os.SEEK_SET)
    with os.fdopen(output, "rb") as stream:
        text = stream.read().decode(errors="replace")
    json.dump({"killed": tracer.killed, "status": tracer.status, "output": text, "points": tracer.points}, sys.stdout)


if __name__ == "__main__":
    main()

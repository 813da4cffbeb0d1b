# SPDX-License-Identifier: MPL-2.0
"""Runs a program as on a kernel that lacks something: `older_kernel.py landlock|filters PROGRAM [ARGUMENT...]`.

A filter of system calls makes the kernel itself answer as one that does not know the call. What is started inherits it.
"""

import ctypes
import errno
import os
import platform
import struct
import sys

import kernel

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, MODE_FILTER = 38, 22, 2
PRCTL = {"x86_64": 157, "aarch64": 167}
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
NUMBER, FIRST_ARGUMENT = 0, 16
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
LACKS = ("landlock", "filters")


def can_be_tried():
    return platform.machine() in PRCTL and kernel.filters_system_calls()


def _rules(lacks):
    """Instructions of the kernel's filter language: (code, steps if equal, steps if not, operand)."""
    machine = platform.machine()
    if lacks == "landlock":
        return [(LOAD, 0, 0, NUMBER), (EQUAL, 0, 1, kernel.LANDLOCK_CREATE_RULESET), (RETURN, 0, 0, REFUSE | errno.ENOSYS),
                (RETURN, 0, 0, ALLOW)]
    return [(LOAD, 0, 0, NUMBER), (EQUAL, 3, 0, kernel.SECCOMP[machine]), (EQUAL, 0, 3, PRCTL[machine]),
            (LOAD, 0, 0, FIRST_ARGUMENT), (EQUAL, 0, 1, PR_SET_SECCOMP), (RETURN, 0, 0, REFUSE | errno.EINVAL),
            (RETURN, 0, 0, ALLOW)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("rules", ctypes.c_void_p)]


def _make_older(lacks):
    rules = _rules(lacks)
    text = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *rule) for rule in rules))
    program = _Program(len(rules), ctypes.addressof(text))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 or libc.prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.byref(program)) != 0:
        raise OSError(ctypes.get_errno(), "the kernel takes no filter")


if __name__ == "__main__":
    _make_older(sys.argv[1])
    os.execv(sys.argv[2], sys.argv[2:])

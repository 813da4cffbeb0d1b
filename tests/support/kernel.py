# SPDX-License-Identifier: MPL-2.0
"""What this machine's kernel offers for confining a process."""

import ctypes
import platform

LANDLOCK_CREATE_RULESET = 444
SECCOMP = {"x86_64": 317, "aarch64": 277}
_libc = ctypes.CDLL(None, use_errno=True)


def landlock_version():
    """0 without Landlock."""
    return max(_libc.syscall(LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), 1), 0)


def filters_system_calls():
    number = SECCOMP.get(platform.machine())
    action = ctypes.c_uint32(0x00050000)
    return number is None or _libc.syscall(number, 2, 0, ctypes.byref(action)) == 0


def skip_unless_confined(test):
    """Skips by name where the kernel cannot do all of it."""
    if not filters_system_calls():
        test.skipTest("this kernel filters no system calls")
    if landlock_version() == 0:
        test.skipTest("this kernel has no Landlock")


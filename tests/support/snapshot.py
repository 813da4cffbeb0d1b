# SPDX-License-Identifier: MPL-2.0
"""A folder as it is at one moment, to say afterwards what changed."""

import hashlib
import os
import pathlib
import stat


def snapshot(folder):
    """{path: (mode, time, contents' hash)} of everything in a folder, and of the folder itself."""
    folder = pathlib.Path(folder)
    return {str(path.relative_to(folder)): _state(path) for path in [folder, *folder.rglob("*")]}


def changes(before, after):
    """The paths that are new, gone or different."""
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


def files(state):
    """How many of the paths are files."""
    return sum(1 for _, _, contents in state.values() if contents is not None)


def _state(path):
    status = os.lstat(path)
    if path.is_symlink():
        return status.st_mode, status.st_mtime_ns, os.readlink(path)
    return status.st_mode, status.st_mtime_ns, _hash(path) if path.is_file() else None


def _hash(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stamps(folder, without=()):
    """{path: what changes with each write, in the same moment too}, without a look into the files, nor into these folders."""
    folder = pathlib.Path(folder)
    if folder in without:
        return {}
    found = [folder]
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if pathlib.Path(place, name) not in without]
        found += [pathlib.Path(place, name) for name in folders + files]
    return {str(path.relative_to(folder)): _stamp(os.lstat(path)) for path in found}


def _stamp(status):
    return status.st_mode, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def traces(folder):
    """{path: everything that a file system says of it but when it was last read}, and the contents' hash."""
    folder = pathlib.Path(folder)
    return {str(path.relative_to(folder)): _trace(path) for path in [folder, *folder.rglob("*")]}


def require_no_trace(before, folder, *, but=()):
    """Fails unless all below `folder` has the traces of before, apart from these paths."""
    left = [path for path in changes(before, traces(folder)) if path not in but]
    if left:
        raise AssertionError(f"the audit left a trace: {left}")


def _trace(path):
    status = os.lstat(path)
    contents = _hash(path) if stat.S_ISREG(status.st_mode) else None
    return (status.st_mode, status.st_uid, status.st_gid, status.st_ino, status.st_nlink, status.st_size, status.st_mtime_ns,
            status.st_ctime_ns, contents)

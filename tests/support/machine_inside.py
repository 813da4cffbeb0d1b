# SPDX-License-Identifier: MPL-2.0
"""The first process of a computer of machine.py: it lays its own files over the system's, and starts sshd. Nothing of it is seen outside."""

import ctypes
import json
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import sys

SSHD = """ListenAddress 0.0.0.0
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/keys
StrictModes no
UsePAM no
PasswordAuthentication no
PidFile none
Subsystem sftp internal-sftp
"""
OVER = ("passwd", "group", "shadow", "sudoers", "hosts")
FUSE_INIT, MOUNT_FLAGS = 26, 2 | 4  # nosuid, nodev


def main():
    settings = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    folder = pathlib.Path(settings["folder"])
    socket.sethostname(settings["name"])
    (folder / "inside").touch()
    sys.stdin.readline()  # till the network is there
    for words in (("link", "set", "lo", "up"), ("addr", "add", f"{settings['address']}/30", "dev", settings["link"]),
                  ("link", "set", settings["link"], "up")):
        subprocess.run(["ip", *words], check=True)
    _lay_files(settings, folder)
    hanging = [_mount_what_hangs(pathlib.Path("/home", user)) for user in settings["hanging"]]
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / "host_key"], check=True)
    shutil.copy(settings["key"], folder / "keys")
    (folder / "sshd_config").write_text(SSHD.format(folder=folder), encoding="utf-8")
    _mount("tmpfs", "/run", "tmpfs", 0, "mode=755")
    os.mkdir("/run/sshd")
    sshd = subprocess.Popen([settings["sshd"], "-D", "-e", "-f", folder / "sshd_config"], stdin=subprocess.DEVNULL)
    while socket.socket().connect_ex(("127.0.0.1", 22)) != 0 and sshd.poll() is None:
        pass
    (folder / "ready").touch()
    while True:  # whoever loses its parent is this process's child
        process, _ = os.wait()
        if process == sshd.pid:
            sys.exit(f"sshd ended, {len(hanging)} homes hang")


def _lay_files(settings, folder):
    """Users and their homes of its own, a sudo of its own, and nothing installed by hand."""
    laid = folder / "laid"
    for name in ("home", "local", "root"):
        (laid / name).mkdir(parents=True)
        (laid / name).chmod(0o755)
    users = {settings["user"]: settings["number"]}
    users.update((user, settings["number"] + 1 + place) for place, user in enumerate(sorted(settings["homes"])))
    users.update((user, settings["number"] + 99 + place) for place, user in enumerate(settings["hanging"]))
    for name in OVER:
        kept = pathlib.Path("/etc", name).read_text(encoding="utf-8")
        (laid / name).write_text("".join(line for line in kept.splitlines(keepends=True) if not _is_person(name, line)), encoding="utf-8")
        shutil.copystat(f"/etc/{name}", laid / name)
    if "sshd:" not in (laid / "passwd").read_text(encoding="utf-8"):
        _append(laid / "passwd", "sshd:x:990:65534::/run/sshd:/usr/sbin/nologin\n")
    for user, number in users.items():
        (laid / "home" / user).mkdir(mode=0o700)
        os.chown(laid / "home" / user, number, number)
        if user in settings["elsewhere"]:
            continue
        _append(laid / "passwd", f"{user}:x:{number}:{number}::/home/{user}:/bin/sh\n")
        _append(laid / "group", f"{user}:x:{number}:\n")
        _append(laid / "shadow", f"{user}:*:19000:0:99999:7:::\n")
    _append(laid / "hosts", f"127.0.0.1 {settings['name']}\n")
    if settings["sudo"]:
        _append(laid / "sudoers", f"{settings['user']} ALL=(ALL) NOPASSWD: ALL\n")
    for name in OVER:
        _mount(laid / name, f"/etc/{name}", None, 4096)
    _mount(laid / "home", "/home", None, 4096)
    _mount(laid / "root", "/root", None, 4096)
    _mount(laid / "local", "/usr/local", None, 4096)
    for user, home in settings["homes"].items():
        shutil.copytree(home, pathlib.Path("/home", user), dirs_exist_ok=True, symlinks=True)
        for path in [pathlib.Path("/home", user), *pathlib.Path("/home", user).rglob("*")]:
            os.lchown(path, users[user], users[user])


def _is_person(name, line):
    fields = line.split(":")
    return name == "passwd" and len(fields) > 2 and 1000 <= int(fields[2]) < 65534


def _append(file, text):
    with open(file, "a", encoding="utf-8") as stream:
        stream.write(text)


def _mount_what_hangs(place):
    """A file system that says hello to the kernel and never answers again. Whoever waits for it can be killed."""
    device = os.open("/dev/fuse", os.O_RDWR)
    _mount("hanging", place, "fuse", MOUNT_FLAGS, f"fd={device},rootmode=40755,user_id=0,group_id=0,allow_other")
    request = os.read(device, 65536)
    _, operation, unique = struct.unpack_from("=IIQ", request)
    if operation != FUSE_INIT:
        sys.exit("the kernel's first request is not FUSE's first")
    reply = struct.pack("=IIIIHHIIHHI28x", 7, 31, 0, 0, 0, 0, 4096, 0, 0, 0, 0)
    os.write(device, struct.pack("=IiQ", 16 + len(reply), 0, unique) + reply)
    return device


def _mount(source, target, kind, flags, data=None):
    library = ctypes.CDLL(None, use_errno=True)
    words = [None if word is None else os.fsencode(word) for word in (source, target, kind, data)]
    if library.mount(words[0], words[1], words[2], ctypes.c_ulong(flags), words[3]) != 0:
        sys.exit(f"{target}: {os.strerror(ctypes.get_errno())}")


if __name__ == "__main__":
    main()

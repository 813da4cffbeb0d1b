# SPDX-License-Identifier: MPL-2.0
"""The way people would take instead: Debian's pk12util and certutil, with the same NSS libraries that Certferry loads."""

import os
import subprocess


class Peer:
    """Moves every personal certificate of one profile to another with pk12util -o, pk12util -i and certutil -M."""

    def __init__(self, nss_folder, scratch):
        self.environment = {"PATH": os.environ["PATH"], "HOME": scratch, "LD_LIBRARY_PATH": nss_folder}
        self.scratch = scratch

    def move(self, source, target, nicknames, root_nickname, source_password, target_password):
        """One certificate after the other, as the tools work; then e-mail trust for the root. Returns nothing."""
        file_password = self._file("file-password", "correct horse battery")
        from_password = self._file("from-password", source_password)
        to_password = self._file("to-password", target_password)
        key_file = os.path.join(self.scratch, "moving.p12")
        for nickname in nicknames:
            self._run("pk12util", "-o", key_file, "-n", nickname, "-d", "sql:" + source, "-k", from_password, "-w", file_password)
            self._run("pk12util", "-i", key_file, "-d", "sql:" + target, "-k", to_password, "-w", file_password)
            os.unlink(key_file)
        self._run("certutil", "-M", "-n", root_nickname, "-t", ",C,", "-d", "sql:" + target, "-f", to_password)

    def _file(self, name, password):
        path = os.path.join(self.scratch, name)
        with open(path, "w", encoding="utf-8") as handle:
            handle.write(password + "\n")
        return path

    def _run(self, *command):
        subprocess.run(command, env=self.environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

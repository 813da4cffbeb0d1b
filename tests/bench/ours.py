# SPDX-License-Identifier: MPL-2.0
"""`certferry migrate` as a whole process, with its checks, its backup and the selection."""

import json
import os
import subprocess
import time


class Ours:
    """Runs the built program on profiles named by path; passwords come from descriptors."""

    def __init__(self, program, home):
        self.program = program
        self.environment = {"PATH": os.environ["PATH"], "HOME": home}

    def move(self, source, target, root_fingerprint, source_password, target_password):
        """Moves everything and fails unless every check came out true. Returns the result."""
        reader, writer = os.pipe()
        os.write(writer, (source_password + "\n" + target_password + "\n").encode())
        os.close(writer)
        command = [self.program, "migrate", "--json", "--from", source, "--to", target, "--trust-root", root_fingerprint,
                   "--from-password-fd", str(reader), "--to-password-fd", str(reader)]
        done = subprocess.run(command, env=self.environment, pass_fds=[reader], capture_output=True, check=False)
        os.close(reader)
        result = json.loads(done.stdout)
        if done.returncode != 0:
            raise RuntimeError(f"certferry migrate ended with {done.returncode}: {done.stdout[:2000]!r}")
        for certificate in result["certificates"]:
            if certificate["outcome"] != "copied" or not all(certificate["checks"].values()):
                raise RuntimeError(f"a certificate did not come through: {certificate}")
        return result


def timed(action):
    """Wall seconds of one call."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin

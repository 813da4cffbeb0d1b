# SPDX-License-Identifier: MPL-2.0
"""A writer of a certificate database that is killed in the middle, which leaves a journal behind."""

import subprocess
import sys

WRITER = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in ("PRAGMA cache_size=1", "BEGIN IMMEDIATE", "DELETE FROM nssPublic", "CREATE TABLE filler (x)",
                  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
                  "INSERT INTO filler SELECT randomblob(500) FROM n"):
    connection.execute(statement)
os.kill(os.getpid(), signal.SIGKILL)
"""


def interrupt_a_write(file):
    """More than SQLite keeps in memory is in the file, the rest and the end of the journal are missing."""
    subprocess.run([sys.executable, "-c", WRITER, str(file)], check=False)
    if not file.with_name(file.name + "-journal").exists():
        raise RuntimeError(f"no journal was left beside {file}")

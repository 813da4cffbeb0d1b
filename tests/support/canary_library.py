# SPDX-License-Identifier: MPL-2.0
"""A library whose first act is to say so on standard error, laid where a profile, the environment or a home names one."""

import os
import shutil

from probed_worker import PROBES

FILE = PROBES / "escape" / "libsoftokn3.so"
SAID = "probe"
LOADED_BY_NAME = ("libnssckbi.so", "libsoftokn3.so", "libfreeblpriv3.so", "libfreebl3.so", "libnssdbm3.so", "libnssutil3.so",
                  "libsqlite3.so.0", "libmozsqlite3.so", "libnss3.so")
MODULES = """library={0}
name=Canary
NSS=trustOrder=100

library={0}/libnssckbi.so
name=Roots
"""


def skip_unless_built(test):
    if not FILE.exists():
        test.skipTest("the canary is not built")


def lay(folder):
    """Under each name that NSS loads a library by."""
    folder.mkdir(exist_ok=True)
    for name in LOADED_BY_NAME:
        shutil.copy(FILE, folder / name)
        os.chmod(folder / name, 0o644)


def name_as_modules(profile, folder):
    """As the modules of a profile."""
    (profile / "pkcs11.txt").write_text(MODULES.format(folder))

# SPDX-License-Identifier: MPL-2.0
"""The list of built-in roots in the tree is the one of the Thunderbird that is installed."""

import importlib.machinery
import importlib.util
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from application import skip_unless_installed  # noqa: E402

sys.dont_write_bytecode = True


def load_script():
    loader = importlib.machinery.SourceFileLoader("update_builtin_roots", str(ROOT / "scripts" / "update-builtin-roots"))
    script = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(script)
    return script


class BuiltinRoots(unittest.TestCase):
    maxDiff = None

    def test_the_data_is_what_the_installed_thunderbird_ships(self):
        skip_unless_installed(self, "thunderbird")
        script = load_script()
        answer = script.ask()
        self.assertGreater(len(answer["roots"]), 100)
        self.assertEqual(script.data_file(answer).splitlines(), script.DATA.read_text().splitlines(),
                         "run scripts/update-builtin-roots")


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MPL-2.0
"""`cmake --install` below a folder, and the doctor run from what it laid down."""

import json
import os
import pathlib
import shutil
import subprocess
import unittest

from installation import BUILT, INSTALLED, ROOT, Installation, trusted_base

BUILD = BUILT.parent
BROWSERS_LOOK = ("usr/lib/mozilla/native-messaging-hosts/certferry.json", "usr/lib64/mozilla/native-messaging-hosts/certferry.json")


class CMakeInstall(unittest.TestCase):
    def setUp(self):
        if trusted_base() is None:
            self.skipTest("others can write where this user's home lies")
        if not shutil.which("cmake") or not (BUILD / "cmake_install.cmake").exists():
            self.skipTest("cmake or the build folder is not here")
        if not os.access(BUILD, os.W_OK):
            self.skipTest("the build folder is another user's, and cmake notes there what it installed")
        self.place = Installation()
        self.addCleanup(self.place.remove)
        self.stage = self.place.folder / "stage"

    def install(self, prefix="/usr"):
        subprocess.run(["cmake", "--install", BUILD, "--prefix", prefix, "--strip"], check=True, capture_output=True,
                       env={"PATH": os.environ["PATH"], "DESTDIR": str(self.stage), "http_proxy": "http://127.0.0.1:9"})
        return {str(path.relative_to(self.stage)) for path in self.stage.rglob("*") if not path.is_dir()}

    def test_everything_has_its_gnu_folder_and_nothing_else_is_written(self):
        self.assertEqual(self.install(), {
            "usr/bin/certferry", "usr/libexec/certferry/certferry-host", "usr/libexec/certferry/certferry-worker", *BROWSERS_LOOK,
            "usr/share/man/man1/certferry.1", "usr/share/bash-completion/completions/certferry",
            "usr/share/zsh/site-functions/_certferry", "usr/share/fish/vendor_completions.d/certferry.fish",
            *(f"usr/share/certferry/add-ons/certferry-{kind}.xpi" for kind in ("firefox", "thunderbird", "thunderbird-live"))})

    def test_the_manifest_names_the_host_where_it_will_be(self):
        self.install()
        for path in BROWSERS_LOOK:
            manifest = json.loads((self.stage / path).read_text(encoding="utf-8"))
            self.assertEqual(manifest["path"], "/usr/libexec/certferry/certferry-host")
        self.place.run("install")
        self.assertEqual({**self.place.manifest(), "path": ""}, {**manifest, "path": ""})

    def test_browsers_do_not_look_below_usr_local_so_its_manifests_lie_below_usr(self):
        files = self.install("/usr/local")
        self.assertTrue({*BROWSERS_LOOK, "usr/local/bin/certferry"} <= files)
        manifest = json.loads((self.stage / BROWSERS_LOOK[0]).read_text(encoding="utf-8"))
        self.assertEqual(manifest["path"], "/usr/local/libexec/certferry/certferry-host")

    def test_another_prefix_keeps_everything_below_it(self):
        self.assertTrue(all(path.startswith("opt/certferry/") for path in self.install("/opt/certferry")))

    def test_the_doctor_runs_from_that_tree(self):
        self.install()
        shutil.rmtree(self.place.programs)
        program = self.stage / "usr/bin/certferry"
        status, value = self.place.value("doctor", program=program)
        if not pathlib.Path("/usr/lib/mozilla/native-messaging-hosts/certferry.json").exists():
            self.assertEqual(status, 1)
            self.assertIn("manifest-missing", {each["id"] for each in value["findings"]})
        self.assertNotIn("worker-failed", {each["id"] for each in value["findings"]})
        self.assertEqual(self.place.run("install", program=program).returncode, 0)
        status, value = self.place.value("doctor", program=program)
        self.assertEqual((status, [each for each in value["findings"] if each["severity"] == "error"]), (0, []))
        self.assertTrue(any(str(self.place.home / INSTALLED) in text for text in value["good"]))

    def test_the_manual_page_is_clean_and_names_every_command(self):
        page = ROOT / "docs/certferry.1"
        commands = [line.split()[0] for line in self.place.run("--help").stdout.split("Commands:")[1].splitlines()
                    if line.startswith("  ") and line[2:3].strip()]
        text = page.read_text(encoding="utf-8")
        self.assertEqual([each for each in commands if f".It Cm {each}" not in text], [])
        if not shutil.which("mandoc"):
            self.skipTest("mandoc is not installed")
        done = subprocess.run(["mandoc", "-Tlint", "-Wwarning", page], capture_output=True, text=True, check=False)
        self.assertEqual(done.stdout, "")

    def test_the_completions_are_scripts_of_their_shells(self):
        self.install()
        for shell, path in (("bash", "bash-completion/completions/certferry"), ("zsh", "zsh/site-functions/_certferry"),
                            ("fish", "fish/vendor_completions.d/certferry.fish")):
            script = self.stage / "usr/share" / path
            self.assertIn("doctor", script.read_text(encoding="utf-8"))
            if shutil.which(shell):
                self.assertEqual(subprocess.run([shell, "-n", script], check=False).returncode, 0)


if __name__ == "__main__":
    unittest.main()

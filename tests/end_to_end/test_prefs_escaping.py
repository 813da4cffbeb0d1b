# SPDX-License-Identifier: MPL-2.0
"""The real Thunderbird reads what our writer writes into prefs.js, and its parser and ours read the same out of any bytes.

Needs the built `prefs_probe` (PREFS_PROBE, else build/bin/prefs_probe)."""

import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from application import Application, skip_unless_installed  # noqa: E402

PROBE = os.environ.get("PREFS_PROBE", str(ROOT / "build" / "bin" / "prefs_probe"))
PREFIX = "mail.identity.id1."

HOSTILE = [
    b'"', b"'", b"\\", b'\\"', b"\\\\n", b"a\nb", b"\r\n", b"\r", b"\t",
    b'"); user_pref("mail.identity.id1.evil", true); //',
    b'");\nuser_pref("mail.identity.id1.evil", true);\n//',
    b"\\\");\nuser_pref('mail.identity.id1.evil', 1);",
    b"*/ user_pref('mail.identity.id1.evil', 1); /*", b"// x", b"# x", b";", b"",
    b"\x1b[2J\x1b]0;x\x07", "\u202egnp.exe".encode(), "\u2028\u2029\u0085".encode(), "\U0001f511 Алиса 配置".encode(),
    bytes(range(1, 128)), b"\\x41\\u0041", b"%s%n$(id)`id`", b"\xef\xbb\xbf", b"</script>", '"\\'.encode() * 50_000,
]

# A whole prefs.js in forms that Thunderbird itself never writes.
ODD_FILE = b"""# Mozilla User Preferences
user_pref("cf.a",1);user_pref ( 'cf.b' , "x\\x41\\u00e9\\ud83d\\udd11" ) ;
/* user_pref("cf.no", 1); */ user_pref("cf.c", /* ; */ -7); // user_pref("cf.no", 2);
pref("cf.h", 3); user_pref("cf.i", 1); pref("cf.i", 2);
user_pref("cf.no", 4, locked);
user_pref("cf.no", 99999999999);
user_pref("cf.no", "\\q;"); user_pref("cf.d", false); user_pref("cf.d", true);
user_pref("cf.no", 5) user_pref("cf.no", 6); user_pref('cf.e', 'line
break');
nonsense "user_pref(';'" ; user_pref("cf.f", +0012);\r\nuser_pref("cf.g", "");
user_pref("cf.no", "last one without semicolon")
"""

PIECES = [b"user_pref", b"pref", b"sticky_pref", b"lock_pref", b"lockPref", b"(", b")", b",", b";", b"+", b"-", b'"', b"'", b"\\", b"/", b"*", b"//",
          b"/*", b"*/", b"#", b"\n", b"\r", b"\r\n", b" ", b"\t", b"\v", b"\f", b"\0", b"true", b"false", b"locked", b"sticky", b"0", b"12",
          b"2147483647", b"2147483648", b"4294967296", b"1x", b"\\n", b"\\x41", b"\\x00", b"\\xg", b"\\u00e9", b"\\ud83d", b"\\ud83d\\udd11",
          b"\\udd11", b"\\u12", b"\\q", b"\xef\xbb\xbf", b"\x80", b"\xff", b"a", b"_", b".", b"`", b"[",
          b'user_pref("a", 1);', b"pref('b', 'x;y', locked);", b'"name", ', b"user_pref('c', true", b"pref(\"d\", -"]

PARSE = """
const all = [];
for (const hex of args[0]) {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(hex.substr(2 * i, 2), 16);
  const said = [];
  const toHex = text => Array.from(text, c => c.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  const note = (value) => (kind, name, it, sticky, locked) => said.push([toHex(name), value(it), kind == "User", locked]);
  Services.prefs.parsePrefsFromBuffer(bytes, {
    onStringPref: note(it => ({hex: toHex(it)})), onIntPref: note(it => it), onBoolPref: note(it => it), onError: () => {},
  }, "test");
  all.push(said);
}
return all;
"""

READ = """
return Services.prefs.getBranch(args[0]).getChildList("").map(name => {
  const branch = Services.prefs.getBranch(args[0]);
  switch (branch.getPrefType(name)) {
    case branch.PREF_STRING: {
      // getCharPref gives one character for each byte
      return [name, {hex: Array.from(branch.getCharPref(name), c => c.charCodeAt(0).toString(16).padStart(2, "0")).join("")}];
    }
    case branch.PREF_INT: return [name, branch.getIntPref(name)];
    default: return [name, branch.getBoolPref(name)];
  }
});
"""


def probe(*arguments, data=b""):
    return subprocess.run([PROBE, *map(str, arguments)], input=data, capture_output=True, check=False)


def our_reading(files, dialect):
    done = probe("read", dialect, data=json.dumps([file.hex() for file in files]).encode())
    return json.loads(done.stdout)


def random_files(count):
    source = random.Random(153)
    return [b"".join(source.choice(PIECES) for _ in range(source.randrange(1, 40))) for _ in range(count)]


class PrefsAgainstThunderbird(unittest.TestCase):
    def setUp(self):
        skip_unless_installed(self, "thunderbird")
        if not os.access(PROBE, os.X_OK):
            self.fail(f"{PROBE} is not built")
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)
        self.profile = self.home / "profile"
        self.profile.mkdir(mode=0o700)
        self.prefs = self.profile / "prefs.js"

    def thunderbird(self):
        return Application("thunderbird", self.home, self.profile)

    def test_thunderbird_reads_hostile_values_as_they_were_written(self):
        self.prefs.write_text('user_pref("mail.identity.id1.before", "kept");\n')
        for number, value in enumerate(HOSTILE):
            self.assertEqual(probe("rewrite", self.profile, f"{PREFIX}v{number}", data=value).returncode, 0)
        with self.thunderbird() as application:
            seen = {name: value for name, value in application.marionette.chrome(READ, PREFIX)}
            application.quit()
        wanted = {f"v{number}": {"hex": value.hex()} for number, value in enumerate(HOSTILE)}
        self.assertEqual(seen, {**wanted, "before": {"hex": b"kept".hex()}})
        # and what Thunderbird then writes itself, we read the same
        ours = {bytes.fromhex(name).decode(): value for name, value, *_ in our_reading([self.prefs.read_bytes()], "user")[0]}
        for name, value in wanted.items():
            self.assertEqual(ours[PREFIX + name], value)

    def test_thunderbird_writes_the_same_bytes_as_we_do(self):
        self.prefs.write_text("")
        for number, value in enumerate(HOSTILE):
            probe("rewrite", self.profile, f"{PREFIX}v{number}", data=value)
        ours = set(self.prefs.read_bytes().split(b"\n"))
        with self.thunderbird() as application:
            application.quit()
        theirs = self.prefs.read_bytes().split(b"\n")
        self.assertEqual(ours - set(theirs), set())

    def test_a_nul_is_refused_before_anything_is_written(self):
        self.prefs.write_text("user_pref(\"a\", 1);\n")
        done = probe("rewrite", self.profile, PREFIX + "x", data=b"a\0b")
        self.assertEqual((done.returncode, done.stderr.strip()), (3, b"invalid-request"))
        self.assertEqual(self.prefs.read_text(), "user_pref(\"a\", 1);\n")

    def test_an_odd_file_means_the_same_to_thunderbird_and_to_us(self):
        self.prefs.write_bytes(ODD_FILE)
        said = our_reading([ODD_FILE], "user")[0]
        said.sort(key=lambda each: each[2])  # a user's value wins over a default, wherever that stands
        ours = {bytes.fromhex(name)[3:].decode(): value for name, value, *_ in said}
        with self.thunderbird() as application:
            theirs = {name: value for name, value in application.marionette.chrome(READ, "cf.")}
        self.assertEqual(ours, theirs)
        self.assertEqual(sorted(ours), ["a", "b", "c", "d", "e", "f", "g", "h", "i"])

    def test_any_bytes_mean_the_same_to_thunderbirds_parser_and_to_ours(self):
        files = random_files(20_000)
        ours = our_reading(files, "defaults")
        with self.thunderbird() as application:
            theirs = []
            for start in range(0, len(files), 1000):
                theirs += application.marionette.chrome(PARSE, [file.hex() for file in files[start:start + 1000]])
        for file, our, their in zip(files, ours, theirs, strict=True):
            self.assertEqual(our, their, file)
        self.assertGreater(sum(map(len, ours)), 1000)


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MPL-2.0
"""Keys on a token are listed and selected only where the person wants it: the module that a profile names is code of others. The
token is one of SoftHSM; the library that must stay unloaded says so on standard error where it is."""

import json
import os
import pathlib
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import soft_token  # noqa: E402
import thunderbird_account  # noqa: E402
from application import library_folder  # noqa: E402
from authority import Authority  # noqa: E402
from certferry import Certferry  # noqa: E402
from home import Home  # noqa: E402
from pinentry_double import CANCELLED, NOT_CONFIRMED, YES, PinentryDouble, trusted_folder, typed  # noqa: E402
from probed_worker import PROBES  # noqa: E402
from soft_token import SoftToken  # noqa: E402

ADDRESS = "alice@example.test"
SOMEBODY = 4711
CANARY = PROBES / "escape" / "libsoftokn3.so"


class TokenCase(unittest.TestCase):
    def setUp(self):
        soft_token.skip_unless_installed(self)
        nss = library_folder("thunderbird")
        if nss is None:
            self.skipTest("thunderbird is not installed")
        self.home = self.enterContext(Home())
        self.profile = self.home.profile("thunderbird", nss)
        thunderbird_account.write(self.profile.path, [ADDRESS, "bob@example.test"], 25)
        self.root = Authority.root(self.home.path / "ca", "Root")
        self.profile.add(self.root, "Root", ",C,")
        self.alice = self.root.leaf("Alice", emails=[ADDRESS])
        self.token = SoftToken(self.home.path)
        self.certferry = Certferry(self.home.path)

    def bring(self, **how):
        self.token.import_key(self.alice, **how)
        self.token.name_in(self.profile.path)

    def list(self, *words):
        return self.certferry.run("certificates", "--profile", self.profile.path, *words)

    def select(self, *words):
        return self.certferry.run("select", "--profile", self.profile.path, "--identity", "id1", "--signing", self.alice.fingerprint,
                                  "--encryption", self.alice.fingerprint, *words)

    def call(self, **more):
        """As a program asks."""
        profile, = self.certferry.run("profiles").value["profiles"]
        return self.certferry.run("call", "certificates.list", json.dumps({"profile": profile["id"], "tokens": True, **more}))

    def explain(self, *words):
        return self.certferry.run("explain", "--profile", self.profile.path, "--identity", "id1", *words).value


class Tokens(TokenCase):
    def test_a_key_on_a_token_is_listed_only_where_tokens_are_wanted(self):
        self.bring()
        without = self.list()
        self.assertEqual(without.value["certificates"], [])
        self.assertNotIn("confined", without.value)
        answer = self.list("--tokens")
        certificate, = answer.value["certificates"]
        self.assertEqual((certificate["fingerprint"], certificate["token"], certificate["hasPrivateKey"], certificate["canSign"]["ok"],
                          certificate["dbKey"], certificate["displayName"]),
                         (self.alice.fingerprint, "Test card", True, True, self.alice.db_key, "Alice"))
        self.assertEqual(answer.value["modules"], [{"name": "SoftHSM", "library": str(soft_token.MODULE), "outcome": "read",
                                                    "tokens": [{"label": "Test card", "whole": True}]}])
        self.assertIs(answer.value["confined"], False)
        text = self.certferry.text("certificates", "--profile", self.profile.path, "--tokens").stdout.decode()
        self.assertIn("code of others, which ran with all of your rights", text)

    def test_it_is_selected_only_where_tokens_are_wanted_and_the_preferences_are_as_of_any_other(self):
        self.bring()
        self.assertEqual(self.select().kind, "certificate-not-found")
        answer = self.select("--tokens")
        self.assertEqual(answer.value["outcome"], "selected", answer.value)
        self.assertTrue(answer.value["identity"]["signing"]["verdict"]["ok"])
        preferences = (self.profile.path / "prefs.js").read_text()
        self.assertIn(f'user_pref("mail.identity.id1.signing_cert_dbkey", "{self.alice.db_key}");', preferences)
        self.assertIn('user_pref("mail.identity.id1.signing_cert_name", "Alice");', preferences)

    def test_a_selection_on_a_token_that_nobody_looked_at_is_not_called_deleted(self):
        self.bring()
        self.select("--tokens")
        signing = self.certferry.identity(self.profile.path)["signing"]
        self.assertEqual([each["kind"] for each in signing["verdict"]["reasons"]], ["unknown"])
        identity, = self.explain()["identities"]
        self.assertEqual({each["kind"] for each in identity["canSign"]["reasons"]}, {"unknown"})
        step, = identity["steps"]
        self.assertEqual((step["kind"], step["needsDecision"]), ("look-at-token", True))
        self.assertTrue(step["command"].endswith(" --identity id1 --tokens"), step)
        self.assertEqual(self.certferry.run("explain", "--profile", self.profile.path, "--fix").value["done"], [])
        looked, = self.explain("--tokens")["identities"]
        self.assertEqual((looked["canSign"]["ok"], looked["canEncrypt"]["ok"], looked["steps"]), (True, True, []))

    def test_a_copy_without_a_key_does_not_hide_that_the_key_is_on_the_token(self):
        self.bring()
        self.profile.add(self.alice, "Alice")
        self.assertEqual(self.select().kind, "not-eligible")
        self.assertEqual(self.select("--tokens").value["outcome"], "selected")
        identity, = self.explain()["identities"]
        self.assertEqual([each["kind"] for each in identity["canSign"]["reasons"]], ["no-private-key", "unknown"])
        self.assertEqual([each["kind"] for each in identity["steps"]], ["look-at-token"])

    def test_a_selection_that_is_nowhere_is_called_missing_once_the_tokens_were_looked_at(self):
        self.bring()
        self.select("--tokens")
        shutil.rmtree(self.token.folder)
        self.token.folder.mkdir()
        self.token.initialise()
        self.token.import_key(self.root.leaf("Carol", emails=["carol@example.test"]))
        identity, = self.explain("--tokens")["identities"]
        self.assertEqual(identity["canSign"]["reasons"][0]["kind"], "not-found")

    def test_a_key_that_hides_behind_the_pin_is_asked_for_in_a_dialog_that_names_token_and_library(self):
        self.bring(public_key=False)
        pinentry = PinentryDouble(self, typed(self.token.pin))
        pinentry.configure(self.home.path)
        certificate, = self.list("--tokens").value["certificates"]
        self.assertEqual((certificate["fingerprint"], certificate["hasPrivateKey"]), (self.alice.fingerprint, True))
        text, = pinentry.texts()
        for part in ('Thunderbird profile "default-release"', "Test card", '"libsofthsm2.so"', "tried once", "PIN of the token"):
            self.assertIn(part, text)

    def test_a_wrong_pin_is_tried_once(self):
        self.bring(public_key=False)
        pinentry = PinentryDouble(self, typed("000000"))
        pinentry.configure(self.home.path)
        self.assertEqual(self.list("--tokens").kind, "wrong-password")
        self.assertEqual(len(pinentry.records()), 1)

    def test_no_pin_is_asked_for_where_the_token_shows_the_key_and_none_is_guessed(self):
        self.bring(public_key=False)
        self.assertEqual(self.list("--tokens").kind, "no-ui")
        pinentry = PinentryDouble(self, CANCELLED)
        pinentry.configure(self.home.path)
        self.assertEqual(self.list("--tokens").kind, "cancelled")
        self.token.import_key(self.root.leaf("Carol", emails=["carol@example.test"]))
        self.assertEqual([each["subject"] for each in self.list("--tokens").value["certificates"]], ["CN=Carol"])
        self.assertEqual(len(pinentry.records()), 1)

    def test_over_json_a_dialog_shows_the_library_first(self):
        self.bring()
        self.assertEqual(self.call().kind, "no-ui")
        pinentry = PinentryDouble(self, YES)
        pinentry.configure(self.home.path)
        self.assertEqual(len(self.call().value["certificates"]), 1)
        text, = pinentry.texts()
        self.assertTrue(text.startswith('Load a library for smart cards and other tokens, which the Thunderbird profile "default-release" '
                                        "names. It runs as you and can do what you can."), text)
        self.assertIn(f'"libsofthsm2.so" in the folder "{os.path.dirname(os.path.realpath(soft_token.MODULE))}/"', text)

    def test_over_json_a_no_is_a_no(self):
        self.bring()
        PinentryDouble(self, NOT_CONFIRMED).configure(self.home.path)
        self.assertEqual(self.call().kind, "consent-refused")


class ModulesOfOthers(TokenCase):
    """A library in a folder that only root can change, until the test gives something to somebody else."""

    def setUp(self):
        super().setUp()
        if os.geteuid() != 0:
            self.skipTest("needs root: gives files to somebody else")
        self.folder = trusted_folder()
        if self.folder is None:
            self.skipTest("no folder here can be changed by root only")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.folder.chmod(0o755)
        self.module = self.lay(soft_token.MODULE)
        self.token.import_key(self.alice)
        self.token.name_in(self.profile.path, self.module)

    def lay(self, library):
        module = self.folder / "libtoken.so"
        shutil.copy(library, module)
        module.chmod(0o644)
        return module

    def give_profile_away(self):
        for path in [self.home.path, *self.home.path.rglob("*")]:
            os.chown(path, SOMEBODY, SOMEBODY)

    def test_one_that_root_owns_throughout_needs_no_name(self):
        self.assertEqual(len(self.list("--tokens").value["certificates"]), 1)

    def test_one_that_somebody_else_owns_is_loaded_for_nobody_but_its_owner_who_names_it(self):
        os.chown(self.module, SOMEBODY, SOMEBODY)
        self.assertEqual(self.list("--tokens").kind, "permission-denied")
        self.assertEqual(self.list("--tokens", "--module", self.module).kind, "permission-denied")
        self.give_profile_away()
        self.assertEqual(self.list("--tokens").kind, "permission-denied")
        certificate, = self.list("--tokens", "--module", self.module).value["certificates"]
        self.assertEqual(certificate["fingerprint"], self.alice.fingerprint)

    def test_one_that_others_can_write_is_loaded_for_nobody(self):
        for path, mode in ((self.module, 0o664), (self.folder, 0o757)):
            with self.subTest(path=path.name):
                before = path.stat().st_mode
                path.chmod(mode)
                self.assertEqual(self.list("--tokens").kind, "permission-denied")
                self.assertEqual(self.list("--tokens", "--module", self.module).kind, "permission-denied")
                path.chmod(before)

    def test_what_counts_is_where_a_link_leads(self):
        theirs = self.folder / "theirs"
        theirs.mkdir()
        target = theirs / "libtheirs.so"
        shutil.copy(CANARY, target)
        os.chown(theirs, SOMEBODY, SOMEBODY)
        self.module.unlink()
        self.module.symlink_to(target)
        for words in ((), ("--module", self.module), ("--module", target)):
            answer = self.list("--tokens", *words)
            self.assertEqual((answer.kind, "probe" in answer.words), ("permission-denied", False), words)

    def test_over_json_no_member_and_no_yes_loads_one_of_somebody_else(self):
        os.chown(self.module, SOMEBODY, SOMEBODY)
        pinentry = PinentryDouble(self, YES)
        pinentry.configure(self.home.path)
        self.assertEqual(self.call().kind, "permission-denied")
        self.assertEqual(self.call(module=str(self.module)).kind, "invalid-request")
        self.assertEqual(pinentry.records(), [])

    def test_only_the_named_one_is_looked_at_and_it_has_to_be_one_of_the_profile(self):
        shutil.copy(CANARY, self.folder / "libother.so")
        self.token.name_in(self.profile.path, self.folder / "libother.so", name="Other")
        answer = self.list("--tokens", "--module", self.module)
        self.assertEqual(([each["library"] for each in answer.value["modules"]], answer.words), ([str(self.module)], ""))
        self.assertEqual(self.list("--tokens", "--module", "/usr/lib/no-such-library.so").kind, "invalid-request")
        self.assertEqual(self.list("--module", self.module).status, 2)

    def test_one_that_is_gone_and_one_that_is_none_hide_nothing_else(self):
        (self.folder / "libtext.so").write_text("no library")
        with open(self.profile.path / "pkcs11.txt", "a", encoding="utf-8") as file:
            file.write(f"library=/usr/lib/no-such-library.so\nname=Gone\n\nlibrary={self.folder}/libtext.so\nname=Text\n\n"
                       "library=relative.so\nname=Relative\n")
        answer = self.list("--tokens")
        self.assertEqual([each["outcome"] for each in answer.value["modules"]], ["read", "missing", "failed", "missing"])
        self.assertEqual(len(answer.value["certificates"]), 1)

    def test_none_is_loaded_unless_tokens_are_wanted(self):
        self.lay(CANARY)
        commands = [("certificates",), ("certificates", "--kind", "all"), ("identities",), ("explain",),
                    ("select", "--identity", "id1", "--sign-by-default", "yes")]
        for command in commands:
            answer = self.certferry.run(command[0], "--profile", self.profile.path, *command[1:])
            self.assertEqual(answer.words, "", command)
        for where in (("--profile", self.profile.path), ("--root", self.home.path)):
            report = self.certferry.run("audit", *where)
            self.assertEqual((len(report.value["profiles"]), report.words), (1, ""), where)
            self.assertEqual(self.certferry.run("audit", *where, "--tokens").status, 2)
        self.assertIn("probe", self.list("--tokens").words, "the canary speaks where it is loaded")


if __name__ == "__main__":
    unittest.main()

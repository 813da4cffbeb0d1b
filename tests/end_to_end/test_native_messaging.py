# SPDX-License-Identifier: MPL-2.0
"""The native host as the real Firefox and the real Thunderbird start it, for the add-on of tests/addon."""

import os
import signal
import unittest

import many_certificates
from application import library_folder, skip_unless_installed
from authority import Authority
from native_scene import NativeScene, skip_unless_possible
from test_addon import AddonError
from write_lock import written_by_another

NAME = "Zo\u00eb \U0001f511 \u202e\u2028 </script>"
LIMIT = "webextensions.native-messaging.max-input-message-bytes"
BROWSERS_LIMIT = 1 << 20
CORRESPONDENTS = 1500
STRANGER = "stranger@example.test"


class InApplication:
    """The cases, for one application that is started once."""

    application = None

    @classmethod
    def setUpClass(cls):
        skip_unless_possible(cls)
        skip_unless_installed(cls, cls.application)
        cls.scene = cls.enterClassContext(NativeScene())
        nss = library_folder(cls.application)
        own = cls.scene.home.profile(cls.application, nss)
        cls.scene.home.profile("firefox", nss, name=NAME)
        cls.large = cls.scene.home.profile("firefox", nss, name="large")
        root = Authority.root(cls.scene.home.path / "authority", "Example Root")
        cls.large.add(root, "Example Root")
        many_certificates.add(cls.large, [root], CORRESPONDENTS)
        cls.running = cls.scene.start(cls.application, own)
        cls.addon = cls.scene.addon(cls.running)

    @classmethod
    def skipTest(cls, reason):
        raise unittest.SkipTest(reason)

    def connect(self):
        name = self.id()
        self.addon.do("connect", name=name)
        self.addCleanup(lambda: self.addon.do("close", name=name))
        return name

    def profiles(self, name):
        return {each["name"]: each for each in self.addon.call(name, "profiles.list")["profiles"]}

    def ask_for_all(self, name):
        return self.addon.call(name, "certificates.list", profile=self.profiles(name)["large"]["id"], kind="all")["certificates"]

    def end_of(self, name):
        """Why the connection ended, as the add-on was told."""
        return self.scene.wait_for(lambda: next((each for each in self.addon.do("events", name=name) if "closed" in each), None))

    def kind_of_failure(self, action):
        with self.assertRaises(AddonError) as caught:
            action()
        return caught.exception.kind

    def test_the_host_knows_its_caller_and_the_profile_that_it_runs_in(self):
        host = self.addon.do("connect", name="hello")
        self.assertEqual(host["caller"], {"id": "certferry@certferry", "allowed": True})
        self.assertEqual([each["application"] for each in self.profiles("hello").values() if each["isCaller"]], [self.application])
        self.addon.do("close", name="hello")

    def test_names_of_any_language_arrive_unchanged(self):
        self.assertIn(NAME, self.profiles(self.connect()))

    def test_a_list_longer_than_the_browsers_limit_arrives_whole(self):
        certificates = self.ask_for_all(self.connect())
        self.assertEqual(len(certificates), CORRESPONDENTS + 1)
        self.assertGreater(sum(len(str(each)) for each in certificates), BROWSERS_LIMIT)
        self.assertEqual(len({each["fingerprint"] for each in certificates}), CORRESPONDENTS + 1)

    def test_under_a_lowered_limit_short_answers_arrive_and_a_long_one_is_explained(self):
        set_limit = "Services.prefs.setIntPref(args[0], args[1]);"
        self.running.marionette.chrome(set_limit, LIMIT, 100_000)
        try:
            name = self.connect()
            self.assertIn(NAME, self.profiles(name))
            self.assertEqual(self.kind_of_failure(lambda: self.ask_for_all(name)), "message-too-long")
            self.assertRegex(self.end_of(name)["browser"], r"tried to send a message of \d+ bytes, which exceeds the limit of 100000 bytes")
        finally:
            self.running.marionette.chrome("Services.prefs.clearUserPref(args[0]);", LIMIT)

    def test_a_host_that_is_killed_is_noticed_and_the_next_connection_works(self):
        name = self.connect()
        with self.locked():
            call = self.addon.begin("call", name=name, **self.write(name))
            self.scene.wait_for(lambda: self.scene.processes("certferry-worker"))
            for process in self.scene.processes("certferry-host"):
                os.kill(process, signal.SIGKILL)
            self.assertEqual(self.kind_of_failure(lambda: self.addon.finish(call)), "host-ended")
        self.assertEqual(self.end_of(name)["closed"], "host-ended")
        self.assertEqual(self.kind_of_failure(lambda: self.profiles(name)), "host-ended")
        self.assertIn(NAME, self.profiles(self.connect()))

    def test_a_call_is_cancelled_while_it_waits_and_the_connection_goes_on(self):
        name = self.connect()
        with self.locked():
            kind = self.kind_of_failure(lambda: self.addon.do("callAndCancel", name=name, **self.write(name)))
        self.assertEqual(kind, "cancelled")
        self.assertIn(NAME, self.profiles(name))

    def test_many_connections_at_once(self):
        self.assertEqual(self.addon.do("many", count=10), 100)
        self.scene.wait_for(lambda: not self.scene.processes())

    def test_one_shot_messages_need_no_connection(self):
        listed = self.addon.do("callOnce", method="profiles.list", params={})["profiles"]
        self.assertIn(NAME, [each["name"] for each in listed])
        self.assertEqual(self.kind_of_failure(lambda: self.addon.do("callOnce", method="no.such", params={})), "unknown-method")
        large = next(each["id"] for each in listed if each["name"] == "large")
        long = {"profile": large, "kind": "all"}
        self.assertEqual(self.kind_of_failure(lambda: self.addon.do("callOnce", method="certificates.list", params=long)),
                         "needs-connection")
        self.scene.wait_for(lambda: not self.scene.processes())

    def test_closing_ends_the_host(self):
        self.addon.do("connect", name="closing")
        self.assertEqual(len(self.scene.processes("certferry-host")), 1)
        self.addon.do("close", name="closing")
        self.assertEqual(self.end_of("closing")["closed"], "closed")
        self.scene.wait_for(lambda: not self.scene.processes())

    def test_an_add_on_that_the_manifest_does_not_name_is_told_what_that_can_be(self):
        with self.scene.addon(self.running, STRANGER) as stranger, self.assertRaises(AddonError) as caught:
            stranger.do("connect", name="any")
        self.assertEqual(caught.exception.kind, "host-not-found")
        self.assertEqual(caught.exception.browser, "No such native application certferry")
        self.assertEqual(caught.exception.fix["command"], "certferry doctor")

    def locked(self):
        """Another process of ours seems to write to the large profile. Use it in a `with`."""
        return written_by_another(self.large.path)

    def write(self, name):
        """A call that writes, to the large profile."""
        profiles = self.profiles(name)
        params = {"profile": profiles["large"]["id"], "identity": "id1"}
        return {"method": "selection.applied", "params": params}


class InFirefox(InApplication, unittest.TestCase):
    application = "firefox"


class InThunderbird(InApplication, unittest.TestCase):
    application = "thunderbird"

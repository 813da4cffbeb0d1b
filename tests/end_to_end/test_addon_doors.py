# SPDX-License-Identifier: MPL-2.0
"""What is closed to web pages, and a host that dies in the middle of what the page asked for."""

import os
import signal
import unittest

import addon_page
from accessibility import axe
from addon_scene import AddonScene
from application import skip_unless_installed  # noqa: F401  says that this starts applications
from pinentry_double import PinentryDouble, typed
from two_profiles import PASSWORD
from write_lock import written_by_another

WEB_PAGE = "data:text/html,<!DOCTYPE html><title>a web page</title>"
TRY = """
const tried = {api: typeof browser + typeof chrome?.runtime};
tried.fetched = await fetch(args[0]).then(() => "reachable", () => "refused");
tried.picture = await new Promise(done => {
  const image = new Image();
  image.onload = () => done("reachable");
  image.onerror = () => done("refused");
  image.src = args[1];
});
return tried;
"""


class Doors(unittest.TestCase):
    def test_a_web_page_gets_nothing_out_of_the_add_on(self):
        scene = self.enterContext(AddonScene(self))
        firefox = scene.start_firefox()
        addresses = [firefox.marionette.addon_page(addon_page.OWN_ID, name) for name in (addon_page.PAGE, "icons/certferry.svg")]
        firefox.marionette.navigate(WEB_PAGE)
        tried = firefox.marionette.content(TRY.replace("chrome?.runtime", "window.chrome?.runtime"), *addresses)
        self.assertEqual(tried, {"api": "undefinedundefined", "fetched": "refused", "picture": "refused"})

    def test_a_host_that_is_killed_in_the_middle_is_said_and_the_next_try_works(self):
        scene = self.enterContext(AddonScene(self))
        page = scene.page(scene.start_firefox(), "firefox")
        page.wait_for("move:plan")
        with written_by_another(scene.profile.path):
            page.click("#run")
            page.wait_for("move:running")
            scene.native.wait_for(lambda: "Waiting for another" in page.text())
            for process in scene.native.processes("certferry-host"):
                os.kill(process, signal.SIGKILL)
            scene.native.wait_for(lambda: page.state == "move:error")
        page.picture("move-error")
        self.assertEqual(axe().violations(page), [])
        scene.native.wait_for(lambda: scene.native.processes("certferry-host"))
        page.click_button("Try again")
        page.wait_for("move:plan")
        page.click("#run")
        page.wait_for("move:done")

    def test_behind_a_primary_password_the_whole_way(self):
        scene = self.enterContext(AddonScene(self, firefox_password=PASSWORD))
        dialogs = PinentryDouble(self, typed(PASSWORD))
        dialogs.configure(scene.native.home.path)
        page = scene.page(scene.start_firefox(), "firefox")
        page.wait_for("move:password")
        page.click_button("Go on")
        page.wait_for("move:plan")
        page.click("#run")
        page.wait_for("move:done")
        self.assertEqual(scene.certferry.identity(scene.profile.path)["signing"]["fingerprint"], scene.alice.fingerprint)


if __name__ == "__main__":
    unittest.main()

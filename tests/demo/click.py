# SPDX-License-Identifier: MPL-2.0
"""The act for people without a terminal: the add-on's button in Firefox, while Thunderbird runs."""

import unittest

import mail_check
import thunderbird_mail
from addon_scene import ADDRESS, AddonScene


class Demonstration:
    """Stands where a scene expects a test: what it cannot do is said, not skipped."""

    @staticmethod
    def skipTest(reason):
        raise unittest.SkipTest(reason)


def play(page, look, pictures):
    """One click, and the next mail of the Thunderbird that ran all the time. `look` counts what is as it should be."""
    page.heading("The same by a click, while Thunderbird runs")
    try:
        scene = AddonScene(Demonstration())
    except unittest.SkipTest as reason:
        page.line("left out", str(reason))
        return
    with scene:
        page.note("Firefox and Thunderbird start with the add-on")
        thunderbird = scene.start_thunderbird()
        firefox = scene.page(scene.start_firefox(), "firefox")
        firefox.wait_for("move:plan")
        firefox.picture("5-firefox-click", pictures)
        firefox.click("#run")
        page.note("the button was clicked")
        firefox.wait_for("move:done")
        firefox.picture("6-firefox-done", pictures)
        page.line("clicked", "one button in Firefox's page; its passwords: none")
        thunderbird_mail.compose(thunderbird.marionette, ADDRESS, "After the click", "sent without a restart")
        thunderbird_mail.send(thunderbird.marionette)
        judged = mail_check.verify(scene.sink.next_message().content, scene.root)
        look("Thunderbird", f"was not restarted; openssl says its next mail is signed by {judged.signer[:16]}...",
             judged.signer == scene.alice.fingerprint)

# SPDX-License-Identifier: MPL-2.0
"""The add-on's page about the sender of a message, opened with the button above it."""

import thunderbird_buttons
import thunderbird_inbox

STATES = [f"learn:{state}" for state in ("plan", "present", "root", "distrusted", "change", "chain", "unsigned", "invalid", "none")]


def press(scene, thunderbird, subject):
    """Opens the message with this subject and presses the button; the page."""
    thunderbird_inbox.signature_seal(thunderbird.marionette, subject)
    thunderbird_buttons.press_in_message(thunderbird.marionette)
    page = scene.page(thunderbird, "thunderbird", None)
    page.wait_for("learn:announce")
    return page


def allow(scene, thunderbird, page):
    """Yes to Thunderbird's question, after which the page is a new one; what it asked."""
    before = page.browser
    page.click_really("#ask")
    question = thunderbird_inbox.answer_permission(thunderbird.marionette, True)
    scene.native.wait_for(lambda: page.browser not in (before, None))
    return question


def expect(test, page, state):
    """Once the message is judged, the page is in this state."""
    found = page.wait_for(*STATES)
    test.assertEqual(found, f"learn:{state}", page.text())


def leave(scene, page):
    page.click("#back")
    scene.native.wait_for(lambda: page.browser is None)

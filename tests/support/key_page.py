# SPDX-License-Identifier: MPL-2.0
"""What the tests of the key file pages have in common: scripted dialogs and key files."""

import key_files
from addon_case import AddonPageCase
from pinentry_double import PinentryDouble

# Not one of those that are looked for in everything that was written: the plan of the dialog holds it.
FILE = "correct horse battery"


class KeyPageCase(AddonPageCase):
    def scene(self, *answers, **words):
        """`answers`: of the person, one a dialog."""
        self.scene_ = scene = super().scene(**words)
        self.dialogs = PinentryDouble(self, *answers) if answers else None
        if answers:
            self.dialogs.configure(scene.native.home.path)
        return scene

    def key_file(self, name="alice.p12", certificate=None, **words):
        """A key file of openssl's with the person's certificate and its chain."""
        return key_files.openssl(certificate or self.scene_.alice, self.scene_.native.home.path / name, password=FILE, **words)

    def stop_at_dialog(self, page, view, state):
        """The person stops it while the dialog that it wants an answer of is open."""
        page.wait_for(f"{view}:{state}")
        self.scene_.native.wait_for(self.dialogs.hangs)
        self.look(page, f"{view}-{state}")
        page.click_button("Cancel")
        page.wait_for(f"{view}:cancelled")
        self.look(page, f"{view}-cancelled")

    def texts(self):
        """The first words of each dialog."""
        return [text.split(" ")[0] for text in self.dialogs.texts()] if self.dialogs else []

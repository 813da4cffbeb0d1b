# SPDX-License-Identifier: MPL-2.0
"""A fresh HOME with Certferry installed, a Firefox profile with a certificate, a Thunderbird profile with an account, and its mail server."""

import addon_page
import mail_check
import thunderbird_account
import thunderbird_mail
from application import library_folder, skip_unless_installed
from authority import Authority
from certferry import Certferry
from native_scene import NativeScene, skip_unless_possible
from smtp_sink import SmtpSink

ADDRESS = "alice@example.test"
UNSIGNED = {"xpinstall.signatures.required": False}


class AddonScene:
    """Use it in a `with`. Nothing runs yet."""

    def __init__(self, test, *, trusted=True, with_certificate=True, firefox_password="", host=True,
                 name="Alice", address=ADDRESS, root=None):
        """`root`: an authority that is there already."""
        skip_unless_possible(test)
        skip_unless_installed(test, "firefox", "thunderbird")
        self._trusted, self._with_certificate, self._password, self._host = trusted, with_certificate, firefox_password, host
        self._name, self.address, self.root = name, address, root

    def __enter__(self):
        self.native = NativeScene().__enter__()
        if not self._host:
            self.native.installation.run("uninstall")
        self.sink = SmtpSink().__enter__()
        home = self.native.home
        self.root = self.root or Authority.root(home.path / "authority", "Example Root")
        self.alice = self.root.leaf(self._name, emails=[self.address])
        self.firefox_profile = home.profile("firefox", library_folder("firefox"), self._password)
        if self._with_certificate:
            self.firefox_profile.import_key(self.alice)
            if self._trusted:
                self.firefox_profile.trust_email(self.root)
        self.profile = home.profile("thunderbird", library_folder("thunderbird"))
        thunderbird_account.write(self.profile.path, [self.address], self.sink.port, self._name)
        self.certferry = Certferry(home.path)
        return self

    def __exit__(self, *_):
        self.sink.__exit__()
        self.native.__exit__()

    def start_firefox(self, preferences=None, **words):
        """Firefox with the add-on."""
        firefox = self.native.start("firefox", self.firefox_profile, {**UNSIGNED, **(preferences or {})}, **words)
        if not addon_page.installed(firefox, addon_page.OWN_ID):
            addon_page.install(firefox, "firefox")
        return firefox

    def start_thunderbird(self, preferences=None, *, live=True, **words):
        """Thunderbird with the add-on, and with the package that sets live."""
        thunderbird = self.native.start("thunderbird", self.profile, {**UNSIGNED, **(preferences or {})}, **words)
        for kind, identifier in (("thunderbird-live", "certferry-live@certferry"), ("thunderbird", addon_page.OWN_ID)):
            if (live or kind == "thunderbird") and not addon_page.installed(thunderbird, identifier):
                addon_page.install(thunderbird, kind)
        return thunderbird

    def page(self, application, name, view=""):
        return addon_page.AddonPage(application, name, view)

    def expect_signed_mail(self, test, thunderbird):
        """The next mail is signed by Alice as Thunderbird sends it, and encrypted when asked; openssl judges both."""
        defaults = thunderbird_mail.compose(thunderbird.marionette, ADDRESS, "Signed", "only signed")
        test.assertEqual(defaults, {"signed": True, "encrypted": False})
        thunderbird_mail.send(thunderbird.marionette)
        judged = mail_check.verify(self.sink.next_message().content, self.root)
        test.assertEqual((judged.text, judged.signer), ("only signed", self.alice.fingerprint))
        thunderbird_mail.compose(thunderbird.marionette, ADDRESS, "Encrypted", "also encrypted")
        thunderbird_mail.send(thunderbird.marionette, encrypted=True)
        message = self.sink.next_message().content
        test.assertNotIn(b"also encrypted", message)
        judged = mail_check.verify(mail_check.decrypt(message, self.alice), self.root)
        test.assertEqual((judged.text, judged.signer), ("also encrypted", self.alice.fingerprint))

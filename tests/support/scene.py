# SPDX-License-Identifier: MPL-2.0
"""The main job's scene: a person with a Firefox that has a certificate and a Thunderbird with an address and none."""

import pathlib

import firefox_certificates
import mail_check
import primary_password
import thunderbird_account
import thunderbird_mail
from application import Application, library_folder
from authority import Authority
from certferry import Certferry
from home import Home
from smtp_sink import SmtpSink

ADDRESS = "alice@example.test"
FILE_PASSWORD = "password of the file"


class Scene:
    """A HOME, an authority, both profiles and a mail server. Use it in a `with`."""

    def __init__(self, addresses=(ADDRESS,), person="Test Person"):
        self._addresses, self._person = list(addresses), person

    def __enter__(self):
        self.home = Home()
        self.sink = SmtpSink().__enter__()
        self.root = Authority.root(self.home.path / "authority", "Example Root")
        self.issuer = self.root.intermediate("Example Issuer")
        self.firefox = self.home.profile("firefox", library_folder("firefox"))
        self.thunderbird = self.home.profile("thunderbird", library_folder("thunderbird"))
        thunderbird_account.write(self.thunderbird.path, self._addresses, self.sink.port, self._person)
        self.certferry = Certferry(self.home.path)
        return self

    def __exit__(self, *_):
        self.sink.__exit__()
        self.home.remove()

    def import_in_firefox(self, *certificates, password="", trusted=True):
        """The real Firefox imports each certificate from a .p12, trusts the root for e-mail, and gets a primary password."""
        with Application("firefox", self.home.path, self.firefox.path) as firefox:
            for certificate in certificates:
                file = certificate.p12(FILE_PASSWORD)
                firefox_certificates.import_p12(firefox.marionette, file, FILE_PASSWORD)
                pathlib.Path(file).unlink()
            if trusted:
                firefox_certificates.trust_email(firefox.marionette, self.root)
            if password:
                firefox_certificates.set_primary_password(firefox.marionette, password)
            firefox.quit()
        self.firefox.password = password

    def start_thunderbird(self):
        """The real Thunderbird, logged in if it has a primary password. Use it in a `with`."""
        password = self.thunderbird.password
        prefix = primary_password.answered(self.home.path, password) if password else ()
        return Application("thunderbird", self.home.path, self.thunderbird.path, prefix=prefix)

    def migrate(self, *words):
        return self.certferry.migrate(*words, from_password=self.firefox.password, to_password=self.thunderbird.password)

    def send(self, thunderbird, text, *, encrypted=None, identity="id1", to=ADDRESS):
        """Thunderbird sends a mail; what arrived. Everything else is as Thunderbird has it by default."""
        thunderbird_mail.compose(thunderbird.marionette, to, "From the test", text, identity)
        thunderbird_mail.send(thunderbird.marionette, encrypted=encrypted)
        return self.sink.next_message().content

    def judge(self, message, certificate=None):
        """openssl's verdict on a signed message, decrypted before where a certificate is named."""
        if certificate:
            message = mail_check.decrypt(message, certificate)
        return mail_check.verify(message, self.root)

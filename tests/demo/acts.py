# SPDX-License-Identifier: MPL-2.0
"""The four acts: before, the move, after, and a move that is killed half-way."""

import base64
import contextlib
import shutil
import subprocess
import urllib.parse

import firefox_certificates
import mail_check
import move
import primary_password
import thunderbird_mail
import thunderbird_views
from application import Application
from nss_profile import CERTIFICATE, PRIVATE_KEY, NssProfile, ToolFailed
from scene import ADDRESS, FILE_PASSWORD
from snapshot import changes, files, snapshot

FROM, TO = "Alice's password for Firefox", "Alice's password for Thunderbird"
TEXT = "Dear Bob,\n\nthis mail is signed and encrypted.\n\nAlice"


class Acts:
    """Plays the acts in order; counts how many of the things looked at were as they should be."""

    def __init__(self, page, scene, pictures):
        self._page, self._scene, self._pictures = page, scene, pictures
        self._alice = scene.issuer.leaf("Alice Example", emails=[ADDRESS])
        self.good = self.expected = 0

    def before(self):
        page = self._page
        page.heading("Before")
        page.note("Firefox imports Alice's certificate")
        version = self._firefox_with_the_certificate()
        page.line("Firefox", f"{version}, has Alice's certificate with its key, behind a primary password")
        page.line("", self._alice.fingerprint)
        page.note("Thunderbird tries to send a signed and encrypted mail")
        self._thunderbird_with_nothing()
        page.note("certutil tries the right password")
        self._certutil_with_the_right_password()
        self._saved = self._scene.home.path / "thunderbird-before"
        shutil.copytree(self._scene.thunderbird.path, self._saved, symlinks=True)

    def move(self):
        page, scene = self._page, self._scene
        page.heading("The move")
        before = snapshot(scene.firefox.path)
        moved = move.run(scene)
        page.line("", "Both passwords come from a pipe here; at a terminal it asks for them.", indent=0)
        page.gap()
        page.command(move.SHOWN, moved.text)
        self.look("took", f"{moved.seconds:.1f} seconds, while each of its {len(moved.points)} changes of files was watched",
                   moved.status == 0)
        written = move.written(moved.points)
        suspicious = move.could_hold_a_key(written, scene.thunderbird.path)
        outside = move.outside(written, scene.thunderbird.path)
        self.look("written", f"key files written: {len(suspicious)} (of {len(written)} files written, {len(outside)} of them "
                   "outside of the Thunderbird profile)", not suspicious and not outside)
        different = changes(before, snapshot(scene.firefox.path))
        self.look("read", f"Firefox profile: {files(before)} files, "
                   + (f"{len(different)} CHANGED" if different else "unchanged: contents, times, modes, names"), not different)
        self._points = len(moved.points)
        self._objects = self._count()

    def after(self):
        page, scene = self._page, self._scene
        page.heading("After")
        page.note("Thunderbird starts and sends a mail")
        with scene.start_thunderbird() as thunderbird:
            selected = thunderbird_mail.selection(thunderbird.marionette)
            accepted = [what for what in ("signing", "encryption") if selected[what] and selected[what]["verifier"] == 0
                        and selected[what]["fingerprint"] == self._alice.fingerprint]
            self.look("Thunderbird", f"has the certificate selected and accepted for: {', '.join(accepted) or 'nothing'}",
                       len(accepted) == 2)
            thunderbird_views.encryption_settings(thunderbird.marionette)
            self._picture(thunderbird, "3-thunderbird-after")
            mail = scene.home.path / "sent.eml"
            mail.write_bytes(scene.send(thunderbird, TEXT, encrypted=True))
            page.line("", f"sent a mail of {mail.stat().st_size} bytes; its text can be read in it: "
                      f"{'yes' if b'Dear Bob' in mail.read_bytes() else 'no'}")
            badges = thunderbird_views.open_message(thunderbird.marionette, mail)
            self._picture(thunderbird, "4-thunderbird-mail")
            self.look("", f"shows it as: {', '.join(name for name, good in badges.items() if good)}", all(badges.values()))
            thunderbird.quit()
        self._openssl_reads(mail.read_bytes())

    def killed(self):
        page, scene = self._page, self._scene
        page.heading("Killed half-way")
        page.note("the same move from the same start, killed")
        shutil.rmtree(scene.thunderbird.path)
        shutil.copytree(self._saved, scene.thunderbird.path, symlinks=True)
        killed = move.run(scene, self._points // 2)
        last = killed.points[-1]
        page.line("killed", f"at change {last.number} of {self._points}: {last.call} {last.path.rpartition('/')[2]}")
        page.note("both profiles are opened")
        self._opens()
        page.note("the same command again")
        again = move.run(scene)
        self.look("run again", f"{again.seconds:.1f} seconds, exit status {again.status}", again.status == 0)
        count = self._count()
        self.look("now there", f"{count['certificates']} certificates and {count['keys']} key, "
                   f"{'as' if count == self._objects else 'NOT as'} after the move that nobody killed", count == self._objects)
        left = [path.name for path in scene.thunderbird.path.rglob("*") if path.name.endswith((".certferry-new", ".new", "-journal"))]
        self.look("left behind", f"{len(left)} files", not left)

    def look(self, label, text, good):
        """One thing that should be so, and whether it is."""
        self.expected += 1
        self.good += good
        self._page.line(label, text if good else f"{text}  (this is wrong)", good=good)

    def _firefox_with_the_certificate(self):
        """The real Firefox imports a .p12, and gets a primary password. Returns its name and version."""
        scene = self._scene
        with Application("firefox", scene.home.path, scene.firefox.path) as firefox:
            file = self._alice.p12(FILE_PASSWORD)
            firefox_certificates.import_p12(firefox.marionette, file, FILE_PASSWORD)
            file.unlink()
            firefox_certificates.trust_email(firefox.marionette, scene.root)
            firefox_certificates.set_primary_password(firefox.marionette, FROM)
            encoded = urllib.parse.quote(base64.b64encode(self._alice.der).decode())
            firefox.marionette.navigate("about:certificate?cert=" + encoded)
            self._picture(firefox, "1-firefox-certificate")
            version = firefox.marionette.chrome("return Services.appinfo.version;")
            firefox.quit()
        scene.firefox.password = FROM
        return version

    def _thunderbird_with_nothing(self):
        scene = self._scene
        reason = primary_password.unavailable()
        if not reason:
            scene.thunderbird.change_password(TO)
        with scene.start_thunderbird() as thunderbird:
            version = thunderbird.marionette.chrome("return Services.appinfo.version;")
            offered = thunderbird_mail.picker(thunderbird.marionette, ADDRESS)
            thunderbird_views.encryption_settings(thunderbird.marionette)
            self._picture(thunderbird, "2-thunderbird-before")
            complaint = "it was sent"
            try:
                thunderbird_mail.compose(thunderbird.marionette, ADDRESS, "First try", TEXT)
                thunderbird_mail.send(thunderbird.marionette, encrypted=True)
            except thunderbird_mail.SendRefused as refusal:
                complaint = " ".join(str(refusal).replace("()", "").split())
            thunderbird.quit()
        count = len(offered["signing"]) + len(offered["encryption"])
        behind = f"no primary password ({reason})" if reason else "also behind a primary password"
        self.look("Thunderbird", f"{version}, {behind}; certificates that it offers Alice: {count}\nShe tries to send: {complaint}",
                   count == 0 and complaint != "it was sent")

    def _certutil_with_the_right_password(self):
        """Debian's own certutil, on Debian's own NSS, with the password that Firefox set."""
        complaint = "opens them"
        try:
            NssProfile(self._scene.firefox.path, None, FROM).list_keys()
        except ToolFailed as failure:
            complaint = '"' + str(failure).split("SEC_ERROR_BAD_PASSWORD: ")[-1].splitlines()[-1] + '"'
        version = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", "libnss3"], capture_output=True, check=False)
        self._page.line("certutil", f"Debian's own (NSS {version.stdout.decode().split('-')[0].split(':')[-1]}), with the right "
                        f"password for Firefox's keys: {complaint}")

    def _openssl_reads(self, message):
        with contextlib.suppress(AssertionError):
            judged = mail_check.verify(mail_check.decrypt(message, self._alice), self._scene.root)
            self.look("openssl", "decrypts it with Alice's key and verifies its signature: "
                       f"\"{' '.join(judged.text.split())}\"", " ".join(judged.text.split()) == " ".join(TEXT.split()))
            self._page.line("Firefox has", self._alice.fingerprint)
            self.look("mail signed by", judged.signer, judged.signer == self._alice.fingerprint)
            return
        self.look("openssl", "does not accept it", False)

    def _opens(self):
        """Certferry reads both profiles as they lie there, and the real Thunderbird starts with its own."""
        scene = self._scene
        for name, profile in (("Firefox", scene.firefox), ("Thunderbird", scene.thunderbird)):
            listed = scene.certferry.run("certificates", "--profile", profile.path, "--kind", "all")
            count = len(listed.value.get("certificates", []))
            self.look(name, f"profile can be read; certificates in it: {count}", listed.status == 0)
        with scene.start_thunderbird() as thunderbird:
            own = firefox_certificates.own_certificates(thunderbird.marionette)
            self._page.line("", f"starts with it; certificates of Alice that it can use: {len(own)}")
            thunderbird.quit()

    def _count(self):
        profile = self._scene.thunderbird
        return {"certificates": len(profile.objects("cert9.db", CERTIFICATE)), "all": len(profile.objects("cert9.db")),
                "keys": len(profile.objects("key4.db", PRIVATE_KEY))}

    def _picture(self, application, name):
        application.marionette.screenshot(self._pictures / f"{name}.png")

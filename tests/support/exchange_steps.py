# SPDX-License-Identifier: MPL-2.0
"""The golden exchanges, step by step: each a request to the scene of exchange_scene.py, under a sentence."""

import base64
import os

from application import preference_line
from exchange_scene import PASSWORD
from message_maker import headers, signed

STRANGER = "stranger@example.test"
NOBODY = "0000000000000000"
NO_CERTIFICATE = "0" * 64


def record(scene):
    """All steps, in order. Returns {method: exchanges}."""
    firefox, thunderbird = scene.id_of(scene.firefox), scene.id_of(scene.thunderbird)
    _hello(scene)
    _profiles(scene)
    _certificates(scene, firefox)
    _identities(scene, thunderbird)
    _explanation(scene, thunderbird)
    _migration(scene, firefox, thunderbird)
    _selection(scene, thunderbird)
    _pending(scene, thunderbird)
    _export(scene, firefox)
    _import(scene, thunderbird)
    _messages(scene, thunderbird)
    _backups(scene, thunderbird)
    _audit(scene, thunderbird)
    _doctor(scene)
    _learning(scene, thunderbird)
    return scene.settled()


def _hello(scene):
    client = {"client": "certferry-thunderbird", "clientVersion": "1.0.0"}
    scene.ask_host("An add-on that is allowed.", "hello", {**client, "protocol": [1, 1]})
    scene.ask_host("An add-on that is not allowed.", "hello", {**client, "protocol": [1, 1]}, STRANGER)
    scene.ask_host("A newer client, which says more and still speaks version 1.", "hello", {**client, "protocol": [1, 4], "colour": "blue"})
    scene.ask_host("A client for which the host is too old.", "hello", {**client, "protocol": [2, 4]})
    scene.ask_host("A client that is too old for the host.", "hello", {**client, "protocol": [0, 0]})
    scene.ask_host("Without versions.", "hello", client)
    scene.ask_host("The highest version first.", "hello", {**client, "protocol": [2, 1]})
    scene.ask_host("Nothing to say but that it is there.", "ping")
    scene.ask_host("Parameters that it does not have.", "ping", {"loud": True})
    scene.ask_host("Another method than these for an add-on that is not allowed.", "profiles.list", caller=STRANGER)


def _profiles(scene):
    scene.ask("Every profile of both applications.", "profiles.list")
    with scene.running(scene.thunderbird):
        scene.ask("The same while Thunderbird runs.", "profiles.list")
    scene.ask("Members that a method does not know are refused, not ignored.", "profiles.list", {"path": "/home/ada"})


def _certificates(scene, firefox):
    method = "certificates.list"
    scene.ask("Those with a private key.", method, {"profile": firefox})
    scene.ask("One certificate, under a root that the profile does not trust.", method, {"profile": scene.id_of(scene.locked)})
    scene.ask("Authorities.", method, {"profile": firefox, "kind": "authority"})
    scene.ask("Other people's.", method, {"profile": firefox, "kind": "correspondent"})
    scene.ask("Another word for the kind.", method, {"profile": firefox, "kind": "secret"})
    scene.ask("Without a profile.", method)
    scene.ask("A path instead of an id.", method, {"profile": "/home/ada/.thunderbird"})
    scene.ask("A profile that is not there.", method, {"profile": NOBODY})
    scene.ask("A damaged database.", method, {"profile": scene.id_of(scene.broken)})


def _identities(scene, thunderbird):
    method = "identities.list"
    scene.ask("Two addresses, neither with a certificate.", method, {"profile": thunderbird})
    scene.ask("A profile that is not there.", method, {"profile": NOBODY})
    scene.ask("A number instead of an id.", method, {"profile": 7})


def _migration(scene, firefox, thunderbird):
    locked = scene.id_of(scene.locked)
    scene.ask("What a move would do, source and target found by themselves.", "migration.plan")
    scene.ask("A certificate that the source does not have.", "migration.plan", {"certificates": [NO_CERTIFICATE]})
    scene.ask("A prefix of a fingerprint.", "migration.plan", {"certificates": [NO_CERTIFICATE[:8]]})
    scene.ask("A source that is not there.", "migration.plan", {"from": NOBODY})
    scene.ask("A primary password is needed, and there is nobody to ask.", "migration.run", {"from": locked, "to": thunderbird})
    scene.ask("A move. One root is trusted by nobody, so its certificate is copied and not selected.", "migration.run")
    scene.ask("The same again: nothing is left to do.", "migration.run", {"from": firefox, "to": thunderbird})
    erin = scene.issuer.leaf("Erin", emails=["erin@example.test"])
    scene.stand_in(erin)
    scene.firefox.add(erin, "Erin")
    scene.ask("Other people's certificates besides.", "migration.plan", {"from": firefox, "to": thunderbird, "correspondents": True})
    scene.ask("The same fingerprint twice.", "migration.run", {"trustRoots": [NO_CERTIFICATE, NO_CERTIFICATE]})


def _selection(scene, thunderbird):
    method, mine, zoe = "selection.set", scene.mine.fingerprint, {"profile": thunderbird, "identity": "id2"}
    scene.ask("What the move selected.", "identities.list", {"profile": thunderbird})
    scene.ask("For one identity the verdicts count its address.", "certificates.list", {"profile": thunderbird, "identity": "id2"})
    scene.ask("An identity that is not there.", "certificates.list", {"profile": thunderbird, "identity": "bob@example.test"})
    scene.ask("Null clears, absent leaves as it is.", method, {"profile": thunderbird, "identity": "id1", "signing": None})
    scene.ask("Nothing is asked for.", method, {"profile": thunderbird, "identity": "id1"})
    scene.ask("Two things at once.", method, {"profile": thunderbird, "identity": "id1", "undo": True, "signByDefault": True})
    scene.ask("Nothing waits that could be dropped.", method, {"profile": thunderbird, "identity": "id1", "cancelPending": True})
    scene.ask("Back to what was there before the last change.", method, {"profile": thunderbird, "identity": "id1", "undo": True})
    scene.ask("By the address; the certificate is for both purposes.", method,
              {"profile": thunderbird, "identity": "ada@example.test", "signing": mine, "encryption": mine, "encryptByDefault": "required"})
    scene.ask("One identity can sign; for the other its root has to be trusted first.", "selection.explain", {"profile": thunderbird})
    scene.ask("A certificate for another address.", method, {**zoe, "signing": mine})
    scene.ask("A certificate whose root is not trusted.", method, {**zoe, "signing": scene.stranger.fingerprint})
    scene.ask("A certificate that is not there.", method, {**zoe, "signing": NO_CERTIFICATE})
    scene.ask("An identity that is not there.", method, {"profile": thunderbird, "identity": "id9", "signing": None})
    os.chmod(scene.thunderbird.path, 0o777)
    scene.ask("A profile that others can change.", method, {**zoe, "signByDefault": True})
    os.chmod(scene.thunderbird.path, 0o700)


def _explanation(scene, thunderbird):
    method = "selection.explain"
    scene.ask("Before the move: what is missing is in Firefox.", method, {"profile": thunderbird})
    scene.ask("An identity that is not there.", method, {"profile": thunderbird, "identity": "bob@example.test"})
    scene.ask("A profile that is not there.", method, {"profile": NOBODY})


def _messages(scene, thunderbird):
    method, message = "messages.verify", headers("ada@example.test") + signed(scene.mine)
    scene.ask("Signed by somebody whose root the profile trusts.", method, {"profile": thunderbird, "message": scene.as_data(message, "a signed message")})
    scene.ask("Changed on the way.", method, {"profile": thunderbird, "message": scene.as_data(message.replace(b"at ten", b"at six"), "the same, changed")})
    scene.ask("Not signed.", method, {"profile": thunderbird, "message": scene.as_data(b"From: ada@example.test\r\n\r\nHello.\r\n", "a message that is not signed")})
    scene.ask("No base64.", method, {"profile": thunderbird, "message": "?"})
    scene.ask("Somebody whose certificate is there, and somebody whose is not.", "recipients.check",
              {"profile": thunderbird, "addresses": ["ADA@example.test", "nobody@example.test"]})
    scene.ask("None at all.", "recipients.check", {"profile": thunderbird, "addresses": []})
    scene.ask("A profile that is not there.", "recipients.check", {"profile": NOBODY, "addresses": ["ada@example.test"]})


def _learning(scene, thunderbird):
    scene.thunderbird.add(scene.root, "root", ",C,")
    method, bob = "recipients.learn", scene.issuer.leaf("Bob", emails=["bob@example.test"])
    files = {"profile": thunderbird, "messages": [scene.as_data(headers("bob@example.test") + signed(bob), "a message that Bob signed")]}
    carol = scene.stranger_root.leaf("Carol", emails=["carol@example.test"], key="P-256")
    for each in (bob, carol):
        scene.stand_in(each)
    scene.ask("What would be learnt of a correspondent whose root the profile trusts.", method, {**files, "dryRun": True})
    scene.ask("The same, learnt.", method, files)
    scene.ask("A second time nothing is new.", method, files)
    scene.ask("Of somebody whose root is trusted by nobody.", method,
              {"profile": thunderbird, "messages": [scene.as_data(headers("carol@example.test") + signed(carol), "a message under an unknown root")]})
    scene.ask("A root to trust that none of them ends in.", method, {**files, "trustRoots": [NO_CERTIFICATE]})
    scene.ask("No base64.", method, {"profile": thunderbird, "messages": ["?"]})


def _pending(scene, thunderbird):
    one = {"profile": thunderbird, "identity": "id1"}
    scene.ask("Nothing waits.", "selection.pending", {"profile": thunderbird})
    with scene.running(scene.thunderbird):
        scene.ask("While Thunderbird runs the selection waits.", "selection.set", {**one, "encryption": None, "encryptByDefault": "off"})
        scene.ask("What waits.", "selection.pending", {"profile": thunderbird})
        scene.ask("While a selection waits.", "identities.list", {"profile": thunderbird})
        scene.ask("Not set live, says prefs.js, and the caller is no add-on in that Thunderbird.", "selection.applied", one)
        scene.ask("What waits is dropped.", "selection.set", {**one, "cancelPending": True})
        scene.ask("A switch waits.", "selection.set", {**one, "signByDefault": False})
        with open(scene.thunderbird.path / "prefs.js", "a", encoding="utf-8") as preferences:
            preferences.write(preference_line("mail.identity.id1.sign_mail", False))
        scene.ask("Set live: prefs.js says the same already.", "selection.applied", one)
    scene.ask("Nothing waits for it.", "selection.applied", one)
    scene.ask("An identity that is not there.", "selection.applied", {"profile": thunderbird, "identity": "id9"})
    scene.ask("A profile that is not there.", "selection.pending", {"profile": NOBODY})


def _export(scene, firefox):
    method, params = "pkcs12.export", {"profile": firefox, "certificates": [scene.mine.fingerprint], "name": "ada.p12"}
    scene.ask("A key file needs a password, and there is nobody to ask.", method, params)
    scene.ask_with_dialog("One certificate. In the dialog the person chose a password for the file.", method, params,
                          "correct horse battery staple")
    scene.ask("A file of that name is there.", method, params)
    scene.ask("A path instead of a name.", method, {**params, "name": "../ada.p12"})
    scene.ask("A certificate that is not there.", method, {**params, "certificates": [NO_CERTIFICATE], "name": "other.p12"})
    scene.ask("None at all.", method, {**params, "certificates": []})
    scene.ask("A profile that is not there.", method, {**params, "profile": NOBODY, "name": "other.p12"})


def _import(scene, thunderbird):
    method, into = "pkcs12.import", {"profile": thunderbird}
    one = {**into, "data": scene.as_data(scene.stranger_root.der, "a certificate, DER")}
    scene.ask("Certificates that come as bytes need the person's word, and there is nobody to ask.", method, one)
    scene.ask("What would come; for that nobody needs to be asked.", method, {**one, "dryRun": True})
    scene.ask("A file that is cut short.", method, {**into, "data": scene.as_data(scene.stranger_root.der[:100], "its first 100 bytes")})
    scene.ask("A key store of Java's.", method, {**into, "data": base64.b64encode(bytes.fromhex("feedfeed00000002")).decode()})
    scene.ask("What is no base64.", method, {**into, "data": "*"})
    scene.ask("A path instead of the file's bytes.", method, {**into, "path": "/home/ada/ada.p12"})
    scene.ask("A profile that is not there.", method, {**one, "profile": NOBODY})
    key_file, beside = scene.whole_backup(scene.firefox, "a whole backup")
    _, of_another = scene.whole_backup(scene.firefox, "another backup")
    whole = {**into, "data": key_file, "dryRun": True}
    scene.ask_with_dialog("What a whole backup would bring, by a person who types its password.", method, {**whole, "bundles": [beside]}, PASSWORD)
    scene.ask_with_dialog("What lay beside another backup's key file.", method, {**whole, "bundles": [of_another]}, PASSWORD)


def _backups(scene, thunderbird):
    backups = scene.ask("One before each write.", "backups.list", {"profile": thunderbird})["backups"]
    scene.ask("A profile that is not there.", "backups.list", {"profile": NOBODY})
    first = {"profile": thunderbird, "name": min(each["name"] for each in backups)}
    with scene.running(scene.thunderbird):
        scene.ask("While Thunderbird runs nothing can be restored.", "backups.restore", first)
    scene.ask("More than the last change is undone, which needs the person's word, and there is nobody to ask.", "backups.restore", first)
    scene.ask_with_dialog("As it was before the first write, by a person who agrees.", "backups.restore", first, "")
    scene.ask("A backup that is not there.", "backups.restore", {"profile": thunderbird, "name": "19990101T000000Z"})
    scene.ask("A path instead of a name.", "backups.restore", {"profile": thunderbird, "name": "../secrets"})


def _audit(scene, thunderbird):
    method, then = "audit.run", "2026-11-24T10:15:00Z"
    scene.ask("One profile.", method, {"profiles": [thunderbird], "at": then}, part=_of_no_computer)
    scene.ask("A damaged one beside it: it costs itself only.", method,
              {"profiles": [scene.id_of(scene.broken), thunderbird], "at": then, "expiring": 0}, part=_of_no_computer)
    scene.ask("A profile that is not there.", method, {"profiles": [NOBODY]})
    scene.ask("A folder instead of an id.", method, {"profiles": ["/home/ada/.thunderbird"]})


def _of_no_computer(result):
    """What an audit says of a computer, of a person, and in its keys, which come from the path of a profile."""
    for profile in result["profiles"]:
        profile["user"] = "ada"
        for number, finding in enumerate(profile["findings"], 1):
            finding["key"] = f"{number:064x}"
    return result | {"host": "ada-desk", "tool": {"version": "1.0.0", "nss": "3.125"}}


def _doctor(scene):
    scene.ask("One damaged profile. What depends on the computer is left out here.", "doctor.run", part=_same_everywhere)
    scene.ask("It takes no parameters.", "doctor.run", {"profile": NOBODY})


def _same_everywhere(result):
    """Of the doctor's findings, what every computer has."""
    findings = [each for each in result["findings"] if each["id"] == "profile-unreadable"]
    good = [text for text in result["good"] if text.startswith("The configuration")]
    return {"findings": findings, "good": good, "version": "1.0.0"}

# SPDX-License-Identifier: MPL-2.0
"""A result of audit.run of an office, made up: ten people, their profiles, and names that bite."""

import hashlib
import json
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROBE = os.environ.get("REPORT_PROBE", str(ROOT / "build" / "bin" / "report_probe"))
AT = "2026-11-29T04:00:00Z"
BITING = 'Eve"; {0} [a](http://b) </script><!--<script><img src=x onerror=document.title=1>\n\x1b[2J\u202e=cmd()'

PEOPLE = ["alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy"]
ENDS = ["2026-08-15", "2026-12-10", "2027-03-01", "2027-05-20", "2027-05-31", "2027-08-15", "2028-04-15", "2027-11-02", "2026-10-01", "2029-01-01"]


def name_of(text):
    return hashlib.sha256(text.encode()).hexdigest()


def certificate(person, ends):
    good = ends > AT[:10]
    verdict = {"ok": good, "reasons": [] if good else [{"kind": "expired", "message": "Its notAfter is past."}]}
    return {"fingerprint": name_of(person), "subject": f'CN="{person.title()}, Example",O=Example GmbH', "issuer": "CN=Example CA,O=Example GmbH,C=DE",
            "serial": name_of(person)[:20], "notBefore": "2024-01-01T00:00:00Z", "notAfter": f"{ends}T12:00:00Z",
            "emails": [f"{person}@example.org"], "nickname": person, "displayName": person.title(), "dbKey": "AAAA",
            "key": {"algorithm": "rsa", "bits": 2048}, "hasPrivateKey": True, "isAuthority": False, "token": None,
            "trust": {"email": "none", "web": "none"}, "canSign": verdict, "canEncrypt": verdict}


def finding(profile, rule, severity, message, fix, **more):
    return {"rule": rule, "severity": severity, "message": message, "reference": "RFC 5280, 4.1.2.5", "evidence": {}, "fix": {"text": fix},
            "key": name_of(profile["id"] + rule), **more}


def findings(profile, person, number):
    ends = ENDS[number]
    found = []
    if ends < AT[:10]:
        found.append(finding(profile, "CERT-EXPIRED", "error", f"The selected certificate expired on {ends}.",
                             "Ask the authority that issued it for a new certificate and select that one.", certificate=name_of(person),
                             identity="id1", evidence={"notAfter": f"{ends}T12:00:00Z"}))
        found[-1]["fix"]["command"] = f"certferry explain --profile {profile['id']}"
    elif ends < "2027-01-01":
        found.append(finding(profile, "CERT-EXPIRING", "warning", "The certificate expires within 30 days.",
                             "Ask the authority that issued it for a new certificate now.", certificate=name_of(person)))
    if number % 3 == 0:
        found.append(finding(profile, "STORE-NO-PASSWORD", "warning", "The private keys have no primary password.",
                             "Set a primary password in the settings of the application.", file="key4.db", evidence={"rounds": 1}))
    if number % 4 == 1:
        found.append(finding(profile, "EKU-ABSENT", "note", "The certificate does not say what it is for.",
                             "Ask for extended key usage with e-mail protection.", certificate=name_of(person)))
    return found


def profile(person, number, application):
    made = {"id": name_of(person + application)[:16], "application": application, "path": f"/home/{person}/.{application}/x.default",
            "user": person, "name": BITING if person == "erin" else "default-release", "identities": [],
            "certificates": [certificate(person, ENDS[number])], "unknown": ["private-keys"] if person == "carol" else []}
    if application == "thunderbird":
        own = made["certificates"][0]
        chosen = {"fingerprint": own["fingerprint"], "dbKey": own["dbKey"], "displayName": own["displayName"], "verdict": own["canSign"]}
        made["identities"] = [{"id": "id1", "name": person.title(), "email": f"{person}@example.org", "signing": chosen,
                               "encryption": None if person == "frank" else chosen, "signByDefault": True, "encryptByDefault": "off"}]
    made["findings"] = findings(made, person, number)
    if person == "erin":
        made["certificates"][0].update({name: BITING for name in ("subject", "issuer", "nickname", "displayName")}, emails=[BITING])
        made["findings"].append(finding(made, "TRUST-USER-CA-WEB", "error", BITING, BITING, file=BITING, evidence={BITING: BITING}))
    severities = [each["severity"] for each in made["findings"]]
    made["summary"] = {severity: severities.count(severity) for severity in ("error", "warning", "note")}
    return made


def result():
    profiles = []
    for number, person in enumerate(PEOPLE):
        profiles += [profile(person, number, application) for application in (["thunderbird", "firefox"] if number % 3 == 1 else ["thunderbird"])]
    across = {**profiles[0], "certificates": [], "identities": [], "findings": [finding(
        profiles[0], "STORE-DUPLICATE", "note", "The same key is in several profiles.", "Keep it where it is used.")]}
    gone = {**finding(profiles[0], "SIG-WEAK", "warning", "A certificate is signed with a broken hash.", "Ask for a new one."), "profile": profiles[0]["id"]}
    profiles[1]["findings"][0]["baseline"] = "new"
    return {"schema": 1, "tool": {"version": "0.1.0", "nss": "3.125"}, "time": AT, "at": AT, "host": "desk-17", "profiles": profiles,
            "across": [across], "gone": [gone], "unreachable": [{"path": "/home/zoe", "user": "zoe", "message": "It cannot be entered."}]}


def fleet():
    """The same as the report of a fleet."""
    loss = {"until": "2026-12-10T12:00:00Z", "week": "2026-W50", "hosts": ["desk-17"]}
    hosts = [{"host": "desk-17", "state": "findings", "audited": AT, "error": 3, "warning": 2, "note": 1},
             {"host": "lap-3", "state": "clean", "audited": AT, "error": 0, "warning": 0, "note": 0},
             {"host": "far\x1b<b>", "state": "unreachable", "message": "timed out", "error": 0, "warning": 0, "note": 0}]
    whole = {**result(), "host": None, "hosts": hosts, "difference": {"since": AT, "new": 3, "gone": 2, "unchanged": 1},
             "forecast": [{"address": "bob@example.org", "users": ["bob"], "signing": [loss], "encryption": []}]}
    for each in whole["profiles"]:
        each["hosts"] = ["desk-17"]
    return whole


def report(form, audited, redaction="none"):
    """The bytes that the product writes for this result."""
    return subprocess.run([PROBE, form, redaction], input=json.dumps(audited).encode(), capture_output=True, check=True).stdout

# SPDX-License-Identifier: MPL-2.0
"""A fleet made up from a seed: result files of so many hosts, and what is wrong on each, known beforehand.

Each host has one user with a Thunderbird profile, an address, a certificate of their own and authorities that all hosts have. Every seventh
person has two hosts, with another certificate on each. Week after week some things change: `Fleet.write(folder, week)` writes the files of that week."""

import datetime
import hashlib
import json
import pathlib
import random

AT = datetime.datetime(2026, 11, 30, 4, tzinfo=datetime.timezone.utc)
AUTHORITIES, WEEKS = 10, 12


def moment(weeks=0.0):
    return (AT + datetime.timedelta(weeks=weeks)).strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_week(time):
    year, week, _ = datetime.date.fromisoformat(time[:10]).isocalendar()
    return f"{year}-W{week:02}"


def digest(*words):
    return hashlib.sha256("\0".join(map(str, words)).encode()).hexdigest()


def certificate(name, subject, emails, ends, personal):
    good = {"ok": personal, "reasons": []}
    return {"fingerprint": digest("certificate", name), "subject": subject, "issuer": "CN=Example Issuing CA 1,O=Example GmbH,C=DE",
            "serial": digest("serial", name)[:32], "notBefore": "2024-01-01T00:00:00Z", "notAfter": ends, "emails": emails, "nickname": name,
            "displayName": name, "dbKey": digest("dbkey", name), "key": {"algorithm": "rsa", "bits": 3072}, "hasPrivateKey": personal,
            "isAuthority": not personal, "token": None, "trust": {"email": "none" if personal else "trusted", "web": "none"},
            "canSign": good, "canEncrypt": good}


class Host:
    """One host: when its user's certificate ends, in weeks from AT, and the rules of its findings."""

    def __init__(self, number, chance):
        self.name, self.user = f"desk-{number:05}.example.org", f"user{number - (number % 8 == 7):05}"
        self.address = f"{self.user}@example.org"
        # Some end within the forecast, some are over, most last. Never close to a border.
        self.ends = chance.choice([chance.randrange(WEEKS) + 0.4] * 1 + [-3.6] * 1 + [WEEKS + 1.4 + chance.randrange(90)] * 8)
        if number % 16 in (6, 7):  # of one who has two hosts, each another week
            self.ends = number * 5 % WEEKS + 0.4
        self.no_password, self.weak, self.group = chance.random() < 0.3, chance.random() < 0.1, chance.randrange(20)

    def findings(self, week):
        """{rule: severity} as of that week."""
        found = {}
        if self.ends < 0:
            found["CERT-EXPIRED"] = "error"
        if self.no_password and not (week > 0 and self.group == 1):  # mended in the second week
            found["STORE-NO-PASSWORD"] = "warning"
        if self.weak or (week > 0 and self.group == 2):  # new in the second week
            found["KEY-RSA-SHORT"] = "warning"
        return found

    def is_reached(self, week):
        """Every week another twentieth is switched off."""
        return self.group != 5 + week

    @property
    def until(self):
        return moment(self.ends)


class Fleet:
    def __init__(self, count, seed=9):
        chance = random.Random(seed)
        self.hosts = [Host(number, chance) for number in range(count)]
        self._authorities = [certificate(f"Example CA {number}", f"CN=Example CA {number},O=Example GmbH,C=DE", [], "2040-01-01T00:00:00Z", False)
                             for number in range(AUTHORITIES)]

    def names(self):
        return [host.name for host in self.hosts]

    def document(self, host, week=0):
        """What `certferry audit --format json` would say there."""
        profile_id = digest("profile", host.name)[:16]
        own = certificate(host.name, f"CN={host.user},O=Example GmbH,C=DE", [host.address], host.until, True)
        selection = {"fingerprint": own["fingerprint"], "dbKey": own["dbKey"], "displayName": own["displayName"], "verdict": own["canSign"]}
        findings = [{"rule": rule, "severity": severity, "message": "What was found.", "reference": "RFC 5280, 4.1.2.5", "evidence": {"rounds": 1},
                     "fix": {"text": "Ask for a new one."}, "key": digest(profile_id, rule),
                     **({"certificate": own["fingerprint"], "role": "personal"} if rule.startswith("CERT") else {"file": "key4.db"})}
                    for rule, severity in host.findings(week).items()]
        severities = [each["severity"] for each in findings]
        profile = {"id": profile_id, "application": "thunderbird", "path": f"/home/{host.user}/.thunderbird/{profile_id[:8]}.default", "user": host.user,
                   "name": "default", "certificates": [own, *self._authorities], "unknown": [], "findings": findings,
                   "identities": [{"id": "id1", "name": host.user, "email": host.address, "signing": selection, "encryption": selection,
                                   "signByDefault": True, "encryptByDefault": "off", "pending": None, "candidates": {"signing": [], "encryption": []}}],
                   "summary": {severity: severities.count(severity) for severity in ("error", "warning", "note")}}
        return {"schema": 1, "tool": {"version": "0.1.0", "nss": "3.125"}, "time": moment(week), "at": moment(week), "host": None,
                "profiles": [profile], "summary": profile["summary"]}

    def write(self, folder, week=0):
        """The collector's files of that week; returns the folder."""
        folder = pathlib.Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for host in self.hosts:
            envelope = {"host": host.name, "collected": moment(week + 0.01)}
            if host.is_reached(week):
                envelope["audit"] = self.document(host, week)
            else:
                envelope["unreachable"] = "Connection timed out."
            (folder / f"{host.name}.json").write_text(json.dumps(envelope), encoding="utf-8")
        return folder

    def ending(self, week=0, known=None):
        """The hosts whose user's certificate ends within the forecast, of those that were ever reached."""
        return [host for host in self.hosts if week <= host.ends < week + WEEKS and any(host.is_reached(each) for each in known or [week])]

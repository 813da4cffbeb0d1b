# SPDX-License-Identifier: MPL-2.0
"""Choose, Understand and Check-up in the real Thunderbird while they wait, where there is nothing, and where the host cannot help."""

import unittest

from addon_case import AddonPageCase
from application import skip_unless_installed  # noqa: F401  says that this starts applications

METHODS = {"select": "identities.list", "explain": "selection.explain", "doctor": "doctor.run"}
# A host with one profile, which it says to be the caller's. What it does with one method is put in.
HOST = """
METHODS = ["hello", "profiles.list", "identities.list", "selection.set", "selection.pending", "selection.explain", "doctor.run"]
for request in requests():
    method = request.get("method")
    if method == "hello":
        result(request, protocol=1, hostVersion="1", methods=METHODS, limits={"maxRequestBytes": 1 << 25, "maxFrameBytes": 1000000},
               caller={"id": None, "allowed": True})
    elif method == "profiles.list":
        result(request, profiles=[{"id": "p", "application": "thunderbird", "name": "default", "isDefault": True, "running": True,
                                   "passwordProtected": True, "isCaller": True}])
    elif method == "selection.pending":
        result(request, pending=[])
    elif method == %r:
        %s
"""
ERROR = """answer({"jsonrpc": "2.0", "id": request["id"], "error": {"code": -32000, "message": "Nothing was done.", "data": {
            "kind": %r, "retriable": %r, "fix": {"text": "Run certferry doctor.", "command": "certferry doctor"}}}})"""
# name of the picture, what the host does, the state of the page, what it says
TROUBLES = (
    ("busy", "pass", "busy", ""),
    ("refused", ERROR % ("wrong-password", True), "error", "The primary password was wrong"),
    ("cancelled", ERROR % ("consent-refused", False), "error", "You said no"),
    ("error", ERROR % ("profile-unreadable", False), "error", "A file of that profile is damaged"),
)
FINDINGS = [{"id": "host-missing", "severity": severity, "message": f"Something of the severity {severity}.",
             "fix": {"text": "This would help.", "command": "certferry install"}} for severity in ("error", "warning", "note")]


class Troubles(AddonPageCase):
    def setUp(self):
        self.scene_ = self.scene()
        self.host("doctor.run", "pass")
        self.page = self.scene_.page(self.scene_.start_thunderbird(live=False), "thunderbird", "doctor")
        self.page.wait_for("doctor:busy")

    def host(self, method, behaviour):
        self.scene_.native.installation.stand_in_host(HOST % (method, behaviour))

    def show(self, view, behaviour, state):
        """The page, drawn anew with a host that does this."""
        self.host(METHODS[view], behaviour)
        self.page.reload(view)
        self.page.wait_for(f"{view}:{state}")

    def test_each_page_while_it_waits_and_where_the_host_cannot_help(self):
        for view in METHODS:
            for name, behaviour, state, words in TROUBLES:
                with self.subTest(f"{view} {name}"):
                    self.show(view, behaviour, state)
                    self.assertIn(words, self.page.text())
                    self.look(self.page, f"{view}-{name}")

    def test_each_page_where_there_is_nothing_and_where_there_is_much(self):
        for view in ("select", "explain"):
            self.show(view, "result(request, identities=[])", "empty")
            self.assertIn("Set up your e-mail address", self.page.text())
            self.look(self.page, f"{view}-empty")
        self.show("doctor", f"result(request, findings={FINDINGS!r}, good=['One thing is well.'])", "findings")
        self.look(self.page, "doctor-findings")


if __name__ == "__main__":
    unittest.main()

// SPDX-License-Identifier: MPL-2.0
// Which findings the page of an audit shows, and in which order.

import assert from "node:assert/strict";
import test from "node:test";

import { narrowed, sorted } from "../../extension/views/audit_findings.js";

const finding = (rule, severity, more = {}) => ({ rule, severity, message: `Message of ${rule}.`, fix: { text: "Mend it." }, ...more });
const RESULT = {
  profiles: [
    { id: "t", application: "thunderbird", name: "default", path: "/home/a/t", identities: [{ id: "id1", email: "alice@example.org" }],
      certificates: [{ fingerprint: "c", emails: ["bob@example.org"], subject: "CN=Bob" }],
      findings: [finding("NOTE", "note", { certificate: "c" }), finding("BAD", "error", { identity: "id1", certificate: "c" })] },
    { id: "f", application: "firefox", name: "work", path: "/home/a/f", findings: [finding("STORE", "warning", { file: "key4.db" })] },
  ],
  across: [{ id: "t", application: "thunderbird", name: "default", findings: [finding("BOTH", "error", { certificate: "d".repeat(64) })] }],
};
const rules = (findings) => findings.map((each) => each.finding.rule);
const ALL = new Set(["error", "warning", "note"]);

test("the worst come first, also those about several profiles, and each says what it is about", () => {
  const findings = sorted(RESULT);
  assert.deepEqual(rules(findings), ["BAD", "BOTH", "STORE", "NOTE"]);
  assert.deepEqual(findings.map(({ about }) => about), ["alice@example.org", "d".repeat(16), "key4.db", "bob@example.org"]);
  assert.equal(findings[1].profile.path, "/home/a/t");
});

test("a finding is shown if its severity is wanted and it has all the words somewhere", () => {
  const findings = sorted(RESULT);
  const show = (words, severities = ALL) => rules(narrowed(findings, { severities, words }));
  assert.deepEqual(show(""), ["BAD", "BOTH", "STORE", "NOTE"]);
  assert.deepEqual(show("", new Set(["warning"])), ["STORE"]);
  assert.deepEqual(show("Work  MEND"), ["STORE"]);
  assert.deepEqual(show("alice"), ["BAD"]);
  assert.deepEqual(show("alice work"), []);
});

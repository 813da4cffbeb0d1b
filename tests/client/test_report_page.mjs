// SPDX-License-Identifier: MPL-2.0
// What the page of a report says of people and expiries, without a browser.
import assert from "node:assert/strict";
import test from "node:test";

import {assemble, countBySeverity, findingsOf} from "../../host/report/page/data.mjs";
import {printable} from "../../host/report/page/dom.mjs";
import {peopleOf} from "../../host/report/page/people.mjs";
import {compare} from "../../host/report/page/table.mjs";
import {expiries} from "../../host/report/page/timeline.mjs";

const AT = "2026-11-29T00:00:00Z";
const CAN = {ok: true, reasons: []}, CANNOT = {ok: false, reasons: []};
const certificate = (name, more = {}) => ({fingerprint: name, subject: `CN=${name}`, emails: ["Alice@example.org"], notAfter: "2027-05-01T00:00:00Z",
  hasPrivateKey: true, isAuthority: false, canSign: CAN, canEncrypt: CAN, ...more});
const select = (name, verdict = CAN) => ({fingerprint: name, verdict});
const profile = (more = {}) => ({id: "t", application: "thunderbird", name: "default", user: "alice", path: "/p", identities: [], certificates: [],
  findings: [], ...more});
const identity = (more = {}) => ({id: "id1", email: "alice@example.org", signing: select("new"), encryption: select("new"), ...more});
const report = (...profiles) => assemble([{head: {at: AT, host: "desk"}}, ...profiles.map(each => ({profile: each}))]);
const person = (...profiles) => {
  const people = peopleOf(report(...profiles));
  assert.equal(people.length, 1);
  return people[0];
};

test("a person signs and is encrypted to until the selected certificates expire, whatever else is there", () => {
  const found = person(profile({identities: [identity({signing: select("old")})],
    certificates: [certificate("new"), certificate("old", {notAfter: "2027-01-01T00:00:00Z"})]}));
  assert.deepEqual([found.address, found.user, found.host], ["alice@example.org", "alice", "desk"]);
  assert.equal(found.signUntil, "2027-01-01T00:00:00Z");
  assert.equal(found.encryptUntil, "2027-05-01T00:00:00Z");
  assert.equal(found.oldMail, "yes");
});

test("what is not selected, missing or refused cannot be done; what has expired was done until then", () => {
  const refused = person(profile({identities: [identity({signing: null, encryption: select("new", CANNOT)})], certificates: [certificate("new")]}));
  assert.deepEqual([refused.signUntil, refused.encryptUntil], [null, null]);
  assert.equal(refused.steps.length, 1);
  const missing = person(profile({identities: [identity({signing: select(null)})], certificates: []}));
  assert.equal(missing.signUntil, null);
  const past = person(profile({identities: [identity({signing: select("new", CANNOT)})], certificates: [certificate("new", {notAfter: "2026-01-01T00:00:00Z"})]}));
  assert.equal(past.signUntil, "2026-01-01T00:00:00Z");
});

test("one person in two applications is one row, and the identities count", () => {
  const found = person(profile({identities: [identity()], certificates: [certificate("new")]}),
    profile({id: "f", application: "firefox", certificates: [certificate("newer", {notAfter: "2028-01-01T00:00:00Z"})]}));
  assert.equal(found.signUntil, "2027-05-01T00:00:00Z");
});

test("a certificate that only a browser has is to be moved", () => {
  const found = person(profile({application: "firefox", certificates: [certificate("new")]}));
  assert.equal(found.signUntil, "2027-05-01T00:00:00Z");
  assert.match(found.steps.at(-1), /certferry migrate/);
});

test("old mail is readable with all keys, not without one, and nobody knows without a key database", () => {
  const with_ = more => person(profile({identities: [identity()], certificates: [certificate("new")], ...more})).oldMail;
  assert.equal(with_({}), "yes");
  assert.equal(with_({certificates: [certificate("new"), certificate("old", {hasPrivateKey: false})]}), "no");
  assert.equal(with_({findings: [{rule: "KEY-MISSING-FOR-OLD-MAIL", severity: "note", certificate: "gone", evidence: {addresses: ["alice@example.org"]}}]}), "no");
  assert.equal(with_({certificates: [certificate("new", {hasPrivateKey: null})]}), "unknown");
  assert.equal(with_({unknown: ["private-keys"]}), "unknown");
  assert.equal(with_({certificates: []}), "");
});

test("what to do are the fixes of what is about this person, the worst first, each once", () => {
  const about = (severity, text, more) => ({rule: "R", severity, fix: {text}, evidence: {}, ...more});
  const found = person(profile({identities: [identity()], certificates: [certificate("new")], findings: [
    about("warning", "second", {certificate: "new"}), about("error", "first", {identity: "id1"}), about("error", "first", {certificate: "new"}),
    about("error", "another's", {identity: "id9"}), about("error", "the store's", {file: "key4.db"}), about("note", "a note's", {certificate: "new"})]}));
  assert.deepEqual(found.steps, ["first", "second"]);
  assert.equal(found.severity, "error");
});

test("expiries count each certificate once, and what is far away apart", () => {
  const times = ["2026-10-05T00:00:00Z", "2026-11-30T00:00:00Z", "2027-01-01T00:00:00Z", "2027-01-31T00:00:00Z", "2019-01-01T00:00:00Z", "2040-01-01T00:00:00Z"];
  const certificates = times.map((notAfter, index) => certificate(`c${index}`, {notAfter}));
  const {months, earlier, later} = expiries(report(profile({certificates}), profile({id: "again", certificates})), AT);
  assert.deepEqual(months.filter(each => each.count).map(each => [each.name, each.count, each.state]),
    [["2026-10", 1, "past"], ["2026-11", 1, "now"], ["2027-01", 2, "coming"]]);
  assert.deepEqual([earlier, later], [1, 1]);
  assert.equal(expiries(report(), AT).months.reduce((sum, each) => sum + each.count, 0), 0);
});

test("findings across profiles join their profile, and what is gone is listed and not counted", () => {
  const whole = assemble([{head: {at: AT}}, {profile: profile({findings: [{rule: "A", severity: "note"}]})},
    {across: [{id: "t", findings: [{rule: "B", severity: "error", certificate: "c"}]}]}, {gone: [{rule: "C", severity: "error", profile: "t"}]}]);
  const lines = findingsOf(whole);
  assert.deepEqual(lines.map(({finding, baseline}) => [finding.rule, baseline]), [["B", ""], ["C", "gone"], ["A", ""]]);
  assert.equal(lines[1].profile.name, "default");
  assert.deepEqual(countBySeverity(lines), {error: 1, warning: 0, note: 1});
});

test("a report of other types than promised still is one", () => {
  for (const odd of [null, 1, "text", [1, null], {a: 1}]) {
    const whole = assemble([odd, {profile: profile({identities: odd, certificates: odd, findings: odd, unknown: odd})}, {across: odd, gone: odd, unreachable: odd}]);
    assert.equal(peopleOf(whole).length, 0);
    findingsOf(whole);
    expiries(whole, AT);
  }
});

test("hidden characters become visible, and numbers sort as numbers", () => {
  assert.equal(printable("a\u202Eb\u001B\n\u200B\u2066é"), "a\\u{202E}b\\u{001B}\\u{000A}\\u{200B}\\u{2066}é");
  assert.deepEqual([10, 9, 1].sort(compare), [1, 9, 10]);
  assert.deepEqual(["x10", "x9"].sort(compare), ["x9", "x10"]);
});

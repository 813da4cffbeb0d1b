// SPDX-License-Identifier: MPL-2.0
// What the page of a report says of expiries and findings, without a browser.
import assert from "node:assert/strict";
import test from "node:test";

import {assemble, countBySeverity, findingsOf} from "../../host/report/page/data.mjs";
import {printable} from "../../host/report/page/dom.mjs";
import {compare} from "../../host/report/page/table.mjs";
import {expiries} from "../../host/report/page/timeline.mjs";

const AT = "2026-11-29T00:00:00Z";
const certificate = (name, more = {}) => ({fingerprint: name, subject: `CN=${name}`, emails: ["Alice@example.org"], notAfter: "2027-05-01T00:00:00Z",
  hasPrivateKey: true, isAuthority: false, ...more});
const profile = (more = {}) => ({id: "t", application: "thunderbird", name: "default", user: "alice", path: "/p", identities: [], certificates: [],
  findings: [], ...more});
const report = (...profiles) => assemble([{head: {at: AT, host: "desk"}}, ...profiles.map(each => ({profile: each}))]);

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
    const whole = assemble([odd, {profile: profile({identities: odd, certificates: odd, findings: odd, unknown: odd})}, {across: odd, gone: odd, unreachable: odd, person: odd, hosts: odd, forecast: odd}]);
    findingsOf(whole);
    expiries(whole, AT);
  }
});

test("hidden characters become visible, and numbers sort as numbers", () => {
  assert.equal(printable("a\u202Eb\u001B\n\u200B\u2066é"), "a\\u{202E}b\\u{001B}\\u{000A}\\u{200B}\\u{2066}é");
  assert.deepEqual([10, 9, 1].sort(compare), [1, 9, 10]);
  assert.deepEqual(["x10", "x9"].sort(compare), ["x9", "x10"]);
});

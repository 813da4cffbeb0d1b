// SPDX-License-Identifier: MPL-2.0
// What the page asks the host for, with the recorded answers of the protocol.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { CertferryError } from "../../extension/client/client.js";
import { apart, asked, changesAnything, choosing, company, makePlan, moving, runParams } from "../../extension/views/move_choice.js";
import { outcomeOf } from "../../extension/views/move_result.js";

const recorded = (method) => JSON.parse(readFileSync(new URL(`../exchanges/${method}.json`, import.meta.url), "utf8"))
  .exchanges.filter(({ result }) => result).map(({ result }) => result);
const [PLAN] = recorded("migration.plan");
const WITH_PEOPLE = recorded("migration.plan").find(({ certificates }) => certificates.some(({ capabilities }) => capabilities));
const [RUN] = recorded("migration.run");
const PROFILES = [
  { id: "f1", application: "firefox", isDefault: true, isCaller: true },
  { id: "f2", application: "firefox", isDefault: false },
  { id: "t1", application: "thunderbird", isDefault: false },
  { id: "t2", application: "thunderbird", isDefault: true },
];
const EMPTY = { certificates: [], identities: [] };

/** A host that answers each call with `answer(params)`; `calls` are what it was asked. */
function hostOf(answer) {
  const calls = [];
  return { calls, call: async (method, params) => (calls.push([method, params]), answer(params, method)) };
}

test("a page in Firefox starts from its own profile", async () => {
  const host = hostOf(() => PLAN);
  assert.deepEqual(await makePlan(host, { profiles: PROFILES, inThunderbird: false }), apart(PLAN));
  assert.deepEqual(host.calls, [["migration.plan", { from: "f1", correspondents: true }]]);
});

test("if that has nothing to move, any other may serve", async () => {
  const host = hostOf(({ from }) => (from ? EMPTY : PLAN));
  assert.deepEqual(await makePlan(host, { profiles: PROFILES, inThunderbird: false }), apart(PLAN));
  assert.deepEqual(host.calls[1], ["migration.plan", { correspondents: true }]);
});

test("a page in Thunderbird goes to its own profile", async () => {
  const host = hostOf(() => PLAN);
  await makePlan(host, { profiles: [{ id: "t9", application: "thunderbird", isCaller: true }], inThunderbird: true });
  assert.deepEqual(host.calls, [["migration.plan", { to: "t9", correspondents: true }]]);
});

test("of several targets the one that Thunderbird starts with is taken", async () => {
  const host = hostOf(({ to }) => {
    if (!to) throw new CertferryError("ambiguous", "two", { candidates: ["t1", "t2"] });
    return PLAN;
  });
  await makePlan(host, { profiles: PROFILES, inThunderbird: false });
  assert.deepEqual(host.calls[1], ["migration.plan", { from: "f1", to: "t2", correspondents: true }]);
});

test("the root that nobody trusts is asked for once, and its identity counts as one that gets a certificate", () => {
  const roots = asked(PLAN);
  assert.equal(roots.length, 1);
  assert.deepEqual(choosing(PLAN).map(({ email }) => email), ["ada@example.test", "zoë@example.test"]);
  const distrusted = structuredClone(PLAN);
  for (const { roots: each } of distrusted.certificates) for (const root of each) root.distrusted = true;
  assert.deepEqual(asked(distrusted), []);
});

test("what is run is what was shown, less what the person unticked", () => {
  const [first, ...rest] = moving(PLAN);
  const [method, params] = runParams({ plan: PLAN, skipped: new Set([first.fingerprint]), signByDefault: false });
  assert.equal(method, "migration.run");
  assert.deepEqual(params, { from: PLAN.from, to: PLAN.to, certificates: rest.map(({ fingerprint }) => fingerprint),
    trustRoots: asked(PLAN).map(({ fingerprint }) => fingerprint), signByDefault: false });
  assert.equal("signByDefault" in runParams({ plan: PLAN, skipped: new Set() })[1], false);
});

test("nothing to do is told from something to do", () => {
  assert.ok(changesAnything(PLAN));
  assert.ok(!changesAnything({ certificates: [{ action: "present", roots: [] }], identities: [{ action: "keep" }] }));
});

test("a result with a root that is still asked for is partial, one that waits is pending", () => {
  assert.equal(outcomeOf(RUN), "partial");
  const good = { certificates: [{ ...RUN.certificates[0] }], identities: [{ outcome: "selected" }] };
  assert.equal(outcomeOf(good), "done");
  assert.equal(outcomeOf({ ...good, identities: [{ outcome: "pending" }] }), "pending");
  assert.equal(outcomeOf({ ...good, identities: [{ outcome: "failed" }] }), "partial");
});

test("other people's certificates stand apart from one's own, and come along only where the person wants them", () => {
  const plan = apart(WITH_PEOPLE);
  assert.deepEqual(plan.people.map(({ subject }) => subject), ["CN=Erin"]);
  assert.equal(plan.certificates.length, WITH_PEOPLE.certificates.length - 1);
  assert.deepEqual(company(plan), plan.people);
  assert.deepEqual(company({ people: [{ ...plan.people[0], action: "skip" }, { ...plan.people[0], action: "present" }] }), []);
  assert.deepEqual(company(apart(PLAN)), []);
  assert.equal("correspondents" in runParams({ plan, skipped: new Set() })[1], false);
  const [, params] = runParams({ plan, skipped: new Set(), correspondents: true });
  assert.equal(params.correspondents, true);
  assert.ok(!params.certificates.includes(plan.people[0].fingerprint));
});

test("who stays out by the rules does not make a move partial, who could not be written does", () => {
  const good = { certificates: [RUN.certificates[0]], identities: [] };
  const result = (outcome) => ({ ...good, people: [{ ...apart(WITH_PEOPLE).people[0], outcome }] });
  assert.equal(outcomeOf(result("copied")), "done");
  assert.equal(outcomeOf(result("skipped")), "done");
  assert.equal(outcomeOf(result("failed")), "partial");
});

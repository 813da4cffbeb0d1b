// SPDX-License-Identifier: MPL-2.0
// What the pages of key files ask the host for, with the recorded answers of the protocol.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import * as backUp from "../../extension/views/back_up_choice.js";
import * as bring from "../../extension/views/bring_choice.js";
import { countTrust } from "../../extension/views/beside.js";
import { base64 } from "../../extension/views/key_file.js";
import { changesAnything } from "../../extension/views/move_choice.js";
import { outcomeOf } from "../../extension/views/move_result.js";

const json = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const recorded = (method) => json(`../exchanges/${method}.json`).exchanges.filter(({ result }) => result).map(({ result }) => result);
const { certificates: LISTED } = recorded("certificates.list")[0];
const [WRITTEN] = recorded("pkcs12.export");
const [PLAN] = recorded("migration.plan");
const NAME = new RegExp(json("../../host/protocol/schemas/pkcs12.export.json").$defs.params.properties.name.pattern);
const PROFILES = [
  { id: "f1", application: "firefox", isDefault: true, isCaller: true },
  { id: "t1", application: "thunderbird", isDefault: false },
  { id: "t2", application: "thunderbird", isDefault: true, passwordProtected: true },
];
const DAY = "2026-11-28";

test("bytes become base64, also those that are no text and many", () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => at % 256);
  assert.deepEqual(new Uint8Array(Buffer.from(base64(bytes), "base64")), bytes);
});

test("a file goes to Thunderbird, its own profile first, and where there is none to Firefox", () => {
  assert.equal(bring.newChoice(PROFILES).to, "t2");
  assert.equal(bring.newChoice([...PROFILES, { id: "t3", application: "thunderbird", isCaller: true }]).to, "t3");
  assert.equal(bring.newChoice(PROFILES.slice(0, 1)).to, "f1");
  assert.equal(bring.newChoice([]).to, undefined);
});

test("looking and bringing send the same bytes, and only looking says that nothing is to change", () => {
  const choice = { ...bring.newChoice(PROFILES), file: { name: "a.p12", data: "AAAA" }, plan: { certificates: [] } };
  assert.deepEqual(bring.lookParams(choice), { profile: "t2", data: "AAAA", dryRun: true });
  assert.deepEqual(bring.bringParams(choice), { profile: "t2", data: "AAAA" });
  choice.bundles = [{ name: "b.p7b", data: "BBBB" }];
  assert.deepEqual(bring.bringParams(choice), { profile: "t2", data: "AAAA", bundles: ["BBBB"] });
});

test("roots that the person was shown are named, and what was unticked is said", () => {
  const choice = { ...bring.newChoice(PROFILES), file: { data: "AAAA" }, plan: PLAN, signByDefault: false };
  const { trustRoots, signByDefault } = bring.bringParams(choice);
  assert.equal(trustRoots.length, 1);
  assert.equal(signByDefault, false);
});

test("what lay beside a whole backup is told, its roots are named to be asked about, and one that was refused leaves the rest partial", () => {
  const plan = { ...recorded("pkcs12.import").find(({ beside }) => beside), certificates: [], identities: [] };
  assert.ok(!changesAnything(plan));
  assert.deepEqual(countTrust(plan.beside.trust), { asked: 0, trusted: 1, distrusted: 0 });
  const root = { ...plan.beside.trust[0], action: "ask" };
  const distrusted = { fingerprint: "d".repeat(64), subject: "CN=Distrusted", action: "carry", distrusted: true };
  const more = (beside) => ({ ...plan, beside: { ...plan.beside, ...beside } });
  const waiting = more({ trust: [root, distrusted] });
  assert.deepEqual(countTrust(waiting.beside.trust), { asked: 1, trusted: 0, distrusted: 1 });
  assert.deepEqual(bring.bringParams({ ...bring.newChoice(PROFILES), file: { data: "AAAA" }, plan: waiting }).trustRoots, [root.fingerprint]);
  assert.ok(changesAnything(more({ trust: [distrusted] })));
  assert.ok(changesAnything(more({ smimeProfiles: { copy: 1, present: 0 } })));
  assert.equal(outcomeOf(plan), "done");
  assert.equal(outcomeOf(waiting), "partial");
  assert.equal(outcomeOf(more({ error: { data: { kind: "io-failure" } } })), "partial");
});

test("certificates of other people are told from one's own", () => {
  const plan = { certificates: [{ action: "copy", roots: [] }, { action: "copy", roots: [], withoutKey: true }, { action: "skip", roots: [] }] };
  assert.equal(bring.own(plan).length, 1);
  assert.equal(bring.others(plan).length, 1);
});

test("a primary password is announced for the profile that the file goes to", () => {
  assert.ok(bring.asksPrimaryPassword({ profiles: PROFILES, to: "t2" }));
  assert.ok(!bring.asksPrimaryPassword({ profiles: PROFILES, to: "t1" }));
});

test("a backup starts with everything of the profile that the page runs in", () => {
  const choice = backUp.newChoice(PROFILES, false);
  assert.equal(choice.profile, "f1");
  assert.equal(backUp.newChoice(PROFILES, true).profile, "t2");
  assert.equal(backUp.newChoice(PROFILES.slice(0, 1), true).profile, "f1");
  Object.assign(choice, { certificates: LISTED, name: "a.p12" });
  assert.deepEqual(backUp.exportParams(choice), { profile: "f1", certificates: "all", name: "a.p12" });
});

test("what is ticked is what is written", () => {
  const choice = { ...backUp.newChoice(PROFILES, false), certificates: LISTED, whole: false, name: "a.p12", compatible: true };
  choice.ticked.add(LISTED[0].fingerprint).add("of another profile");
  assert.deepEqual(backUp.exportParams(choice), { profile: "f1", certificates: [LISTED[0].fingerprint], name: "a.p12", compatible: true });
  assert.deepEqual([...backUp.withProfile(choice, "t1").ticked], []);
});

test("the name that is offered is one that the host takes", () => {
  const choice = { ...backUp.newChoice(PROFILES, false), certificates: LISTED };
  assert.equal(backUp.suggestedName(choice, DAY), "firefox-backup 2026-11-28.p12");
  choice.whole = false;
  assert.equal(backUp.suggestedName(choice, DAY), "firefox-certificates 2026-11-28.p12");
  choice.ticked.add(LISTED[0].fingerprint);
  assert.equal(backUp.suggestedName(choice, DAY), "ada@example.test 2026-11-28.p12");
  for (const emails of [[], ["zoë@example.test"], ["../a@b"], [`${"a".repeat(200)}@example.test`], [".a@b"], ["a\u202e@b"], ["ada@example.test", "x"]]) {
    const name = backUp.suggestedName({ ...choice, certificates: [{ ...LISTED[0], emails }] }, DAY);
    assert.match(name, NAME);
    assert.ok(backUp.isName(name));
  }
});

test("names are judged as the host does", () => {
  for (const name of ["a.p12", "A b (2).pfx", "../a.p12", "a", ".p12", "ä.p12", "a/b.p12", "a.p12 ", `${"a".repeat(117)}.p12`, ""]) {
    assert.equal(backUp.isName(name), NAME.test(name) && name.length <= 120, name);
  }
});

test("a name that is taken is counted on", () => {
  assert.equal(backUp.nextName("a.p12"), "a (2).p12");
  assert.equal(backUp.nextName("a (2).p12"), "a (3).p12");
  assert.equal(backUp.nextName("a (b).pfx"), "a (b) (2).pfx");
});

test("a file that lacks something is partial", () => {
  assert.equal(backUp.outcomeOf(WRITTEN), "done");
  assert.equal(backUp.outcomeOf({ ...WRITTEN, keysWithoutCertificate: [{}] }), "partial");
  assert.equal(backUp.outcomeOf({ ...WRITTEN, certificates: [{ outcome: "left-out" }] }), "partial");
});

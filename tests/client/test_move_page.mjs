// SPDX-License-Identifier: MPL-2.0
// What the page of a move offers, with the recorded answers of the protocol.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { CertferryError } from "../../extension/client/client.js";
import { moveView } from "../../extension/views/move.js";
import { FakePage, speak } from "./fake_page.mjs";

const recorded = (method) => JSON.parse(readFileSync(new URL(`../exchanges/${method}.json`, import.meta.url), "utf8"))
  .exchanges.filter(({ result }) => result).map(({ result }) => result);
const ofOthers = ({ capabilities }) => capabilities !== undefined;
const PLAN = recorded("migration.plan").find(({ certificates }) => certificates.some(ofOthers));
const PEOPLE = { ...PLAN, certificates: PLAN.certificates.filter(ofOthers), identities: [] };
const MANY = { ...PEOPLE, certificates: [...PEOPLE.certificates, { ...PEOPLE.certificates[0], fingerprint: "cd".repeat(32) }] };
const IN_PLACE = { ...PLAN, identities: [], certificates: PLAN.certificates.map((each) => (ofOthers(each) ? each : { ...each, action: "present", roots: [] })) };
const PROFILES = [{ id: "f", application: "firefox", name: "default", isCaller: true }, { id: "t", application: "thunderbird", name: "default" }];
const NONE = new CertferryError("certificate-not-found", "none");

/** The page once it offers something; `plan(params)` answers or is an error. */
async function offered(t, plan) {
  speak(t);
  const calls = [];
  const host = {
    ownIdentities: async () => [],
    can: () => false,
    call: async (method, params) => {
      calls.push([method, params]);
      if (method === "profiles.list") return { profiles: PROFILES };
      const answer = method === "migration.plan" ? plan(params) : { ...PEOPLE, certificates: PEOPLE.certificates.map((each) => ({ ...each, outcome: "copied" })), to: "t" };
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const page = Object.assign(new FakePage(host), { calls });
  await moveView(page);
  return page;
}

for (const [what, plan, words] of [
  ["one person", PEOPLE, /There is the certificate of erin@example\.test/],
  ["several", MANY, /There are 2 of other people/],
]) {
  test(`where the source knows other people alone, their certificates are offered, those of ${what}`, async (t) => {
    const page = await offered(t, ({ from }) => (from ? plan : NONE));
    assert.equal(page.states.at(-1), "people");
    assert.match(page.text, words);
    assert.doesNotMatch(page.text, /There is no e-mail certificate in Firefox/);
    await page.every(({ attributes }) => attributes.id === "people")[0].click();
    assert.equal(page.states.at(-1), "done");
    const [, params] = page.calls.at(-1);
    assert.deepEqual([params.certificates, params.correspondents], [[], true]);
  });
}

test("where one's own are in place, other people's are offered by a button that brings them", async (t) => {
  const page = await offered(t, () => IN_PLACE);
  assert.equal(page.states.at(-1), "nothing");
  await page.every(({ attributes }) => attributes.id === "people")[0].click();
  const [method, params] = page.calls.at(-1);
  assert.deepEqual([method, params.correspondents], ["migration.run", true]);
});

test("another profile with one's own certificates goes before other people's of this one", async (t) => {
  const page = await offered(t, ({ from }) => (from ? PEOPLE : PLAN));
  assert.equal(page.states.at(-1), "plan");
});

test("where there is nothing at all, the page says so", async (t) => {
  assert.equal((await offered(t, () => NONE)).states.at(-1), "empty");
});

test("where every certificate is unticked, nothing is asked of the host, to which none means each", async (t) => {
  const page = await offered(t, () => PLAN);
  for (const box of page.every(({ attributes }) => attributes.type === "checkbox")) {
    box.checked = false;
    box.change();
  }
  page.every(({ attributes }) => attributes.id === "run")[0].click();
  assert.match(page.text, /Tick at least one certificate/);
  assert.ok(!page.calls.some(([method]) => method === "migration.run"));
});

// SPDX-License-Identifier: MPL-2.0
// What the page says of each step, before and after it is done.

import assert from "node:assert/strict";
import test from "node:test";

import { CertferryError } from "../../extension/client/client.js";
import { explainView } from "../../extension/views/explain.js";
import { FakePage, speak } from "./fake_page.mjs";

const ROOT = "ab".repeat(32);
const PROFILES = [
  { id: "f", application: "firefox", name: "work", passwordProtected: true },
  { id: "t", application: "thunderbird", name: "default", isCaller: true, passwordProtected: false },
];
const GOOD = { ok: true, reasons: [] };
const move = (kind, more = {}, params = {}) =>
  ({ kind, text: "The host's words.", needsDecision: true, call: { method: "migration.run", params: { from: "f", to: "t", ...params } }, ...more });
const bring = (params) => move("bring", {}, params);
const explanation = (steps, canSign = { ok: false, reasons: [] }) => ({ identities: [{ id: "id1", email: "alice@example.test", canSign, canEncrypt: GOOD, steps }] });

/** The page once explained; `answers` by method, an error is thrown. */
async function shown(t, steps, answers = {}, { language = "en", profiles = PROFILES, canSign } = {}) {
  speak(t, language);
  const calls = [];
  const host = {
    ownIdentities: async () => [],
    call: async (method, params) => {
      calls.push([method, params]);
      const answer = { "profiles.list": { profiles }, "selection.explain": explanation(steps, canSign), ...answers }[method];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const page = new FakePage(host);
  await explainView(page);
  return Object.assign(page, { calls });
}

const AUTHORITIES = { "certificates.list": { certificates: [{ fingerprint: ROOT, subject: "CN=Example Root" }] } };

test("a root that nobody trusts is shown whole, and the dialogs are announced, before anything is done", async (t) => {
  const page = await shown(t, [bring({ trustRoots: [ROOT] })], AUTHORITIES);
  assert.match(page.text, /The certificate is in Firefox \(work\)\. Bring it to Thunderbird\./);
  assert.match(page.text, /Example Root/);
  assert.ok(page.text.replaceAll(" ", "").includes(ROOT.toUpperCase()));
  assert.match(page.text, /A window will ask whether you trust it, and to type the first eight digits/);
  assert.match(page.text, /A window will ask for the primary password of Firefox/);
  assert.ok(page.text.indexOf("Example Root") < page.text.indexOf("Do it"));
});

test("nothing is announced of a step that asks nothing", async (t) => {
  const page = await shown(t, [bring()], {}, { profiles: PROFILES.map((each) => ({ ...each, passwordProtected: false })) });
  assert.doesNotMatch(page.text, /window/);
});

const RESULT = { to: "t", toProfile: PROFILES[1], warnings: [], identities: [], backup: null };
const result = (more) => ({ ...RESULT, certificates: [{ fingerprint: "aa", subject: "CN=Alice", action: "copy", outcome: "copied", roots: [], checks: { chain: true }, ...more }] });

for (const [what, answer, state, words] of [
  ["that worked", result({}), "done", /Alice – copied/],
  ["whose root was refused", result({ roots: [{ fingerprint: ROOT, action: "ask" }] }), "partial", /does not trust its issuer/],
  ["whose certificate failed", result({ outcome: "failed", error: { message: "m", data: { kind: "key-not-extractable" } } }), "partial", /cannot leave it/],
  ["that was refused", new CertferryError("no-ui", "m"), "error", /You would have to be asked/],
  ["that was cancelled", new CertferryError("cancelled", "m"), "cancelled", /Nothing is half done/],
]) {
  test(`what became of a step ${what} is shown until the person goes on`, async (t) => {
    const page = await shown(t, [bring({ trustRoots: [ROOT] })], { ...AUTHORITIES, "migration.run": answer });
    await page.button("Do it").click();
    await page.wait(state);
    assert.match(page.text, words);
    assert.deepEqual(page.states.slice(-2), ["running", state]);
    assert.deepEqual(page.calls.find(([method]) => method === "migration.run")[1].trustRoots, [ROOT]);
  });
}

test("a choice is made and explained anew; while it runs it can be stopped, and a dialog is announced if one may come", async (t) => {
  const select = { kind: "select", text: "", needsDecision: true, call: { method: "selection.set", params: { profile: "t", identity: "id1", signing: "aa" } } };
  const page = await shown(t, [select], { "selection.set": {} });
  const drawn = [];
  const draw = page.draw;
  page.draw = (state, ...content) => {
    draw(state, ...content);
    drawn.push(page.text);
  };
  await page.button("Do it").click();
  assert.deepEqual(page.states.slice(-3), ["running", "busy", "done"]);
  assert.match(drawn[0], /A window may appear now and ask you something.*Cancel/);
});

test("what within one profile is only to be trusted is not said to be in another", async (t) => {
  const page = await shown(t, [move("bring-chain", {}, { from: "t" })]);
  assert.match(page.text, /This computer's administrator trusts its top issuer/);
  assert.doesNotMatch(page.text, /Its issuers are in/);
});

test("a reason that may be many things is said in the host's own words, not as a refusal", async (t) => {
  const reasons = [{ kind: "unknown", message: "It may be on a token, which was not looked at." }, { kind: "expired", message: "It expired." }];
  const page = await shown(t, [], {}, { language: "de", canSign: { ok: true, reasons } });
  assert.doesNotMatch(page.text, /lehnt es ab/);
  assert.match(page.text, /Es ist abgelaufen/);
  const [own] = page.every(({ attributes }) => attributes.lang === "en");
  assert.equal(own.textContent, "It may be on a token, which was not looked at.");
});

// SPDX-License-Identifier: MPL-2.0
// What the page of a result shows, and while something waits for Thunderbird.

import assert from "node:assert/strict";
import test from "node:test";

import { showResult } from "../../extension/views/move_result.js";
import { FakePage, speak } from "./fake_page.mjs";

const soon = () => new Promise((resolve) => setImmediate(resolve));
const identity = (id, more = {}) => ({ id, email: `${id}@example.test`, outcome: "pending", signing: "a", encryption: "a", ...more });
const resultOf = (identities, more = {}) => ({ to: "p", certificates: [], identities, ...more });
const stored = (id, signing = "a", encryption = "a", more = {}) =>
  ({ id, signing: signing && { fingerprint: signing }, encryption: encryption && { fingerprint: encryption }, ...more });

/** A host for which `waiting` waits; `slow()` is awaited after it was read, before the answer. */
class WaitingHost {
  slow = async () => {};

  constructor(waiting, identities) {
    Object.assign(this, { waiting, identities });
  }

  async watchPending(_, listener) {
    this.changed = listener;
    return { pending: [...this.waiting], stop() {} };
  }

  async call(method) {
    if (method !== "selection.pending") return { identities: this.identities };
    const pending = [...this.waiting];
    await this.slow();
    return { pending };
  }
}

function shown(t, host, result, language) {
  speak(t, language);
  const page = new FakePage(host);
  showResult(page, result, () => page.draw("again"));
  return page;
}

test("a change that comes while what waits is being read is not missed", async (t) => {
  const host = new WaitingHost(["id1", "id2"], [stored("id1"), stored("id2")]);
  const page = shown(t, host, resultOf([identity("id1"), identity("id2")]));
  await soon();
  let answer;
  host.slow = () => new Promise((resolve) => {
    answer = resolve;
  });
  host.waiting = ["id2"];
  host.changed();
  await soon();
  host.slow = async () => {};
  host.waiting = [];
  host.changed(); // the answer to the question before is still under way
  answer();
  for (let turn = 0; turn < 20; turn += 1) await soon();
  assert.deepEqual(page.states, ["pending", "done"]);
});

test("what the person went on to is not drawn over", async (t) => {
  const host = new WaitingHost(["id1"], [stored("id1")]);
  const page = shown(t, host, resultOf([identity("id1")]));
  await soon();
  page.button("Look again").click();
  host.waiting = [];
  host.changed();
  for (let turn = 0; turn < 20; turn += 1) await soon();
  assert.deepEqual(page.states, ["pending", "again"]);
});

test("one that gets a certificate for one purpose alone is in use once that one is", async (t) => {
  const host = new WaitingHost(["id1"], [stored("id1", "a", null)]);
  const page = shown(t, host, resultOf([identity("id1", { encryption: null })]));
  await soon();
  host.waiting = [];
  host.changed();
  await page.wait("done");
  assert.match(page.text, /id1@example\.test – now uses the certificate/);
});

test("a choice that was dropped is not called done, and the page says why", async (t) => {
  const host = new WaitingHost(["id1"], [stored("id1", null, null, { dropped: { reason: "It has expired meanwhile." } })]);
  const page = shown(t, host, resultOf([identity("id1")]));
  await soon();
  host.waiting = [];
  host.changed();
  await page.wait("partial");
  assert.match(page.text, /could not be changed.*It has expired meanwhile\./);
});

test("an identity that could not be changed says why, and what to do", (t) => {
  const message = "The certificates of this identity are decided by another file than the profile's own preferences.";
  const error = { code: -32000, message, data: { kind: "permission-denied", fix: { text: "Change or remove the setting in /p/user.js." } } };
  const page = shown(t, {}, resultOf([identity("id1", { outcome: "failed", error })]), "de");
  assert.match(page.text, /Certferry kann oder darf das hier nicht ändern\. .*decided by another file/);
  assert.match(page.text, /user\.js/);
  assert.doesNotMatch(page.text, /Andere können/);
  assert.ok(page.every(({ attributes, textContent }) => attributes.lang === "en" && textContent === message).length);
});

test("where other people's certificates came alone, none is called one's own", (t) => {
  const people = [{ action: "copy", outcome: "copied", emails: ["bob@example.test"], subject: "CN=Bob", roots: [] }];
  const page = shown(t, {}, resultOf([identity("id1", { outcome: "none" })], { people, toProfile: { application: "thunderbird" } }));
  assert.deepEqual(page.states, ["done"]);
  assert.match(page.text, /What came along is in Thunderbird\.Certificates of other people that you can encrypt mail to now: 1/);
  assert.doesNotMatch(page.text, /Your certificate|No account uses it/);
});

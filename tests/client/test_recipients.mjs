// SPDX-License-Identifier: MPL-2.0
// Whom a mail goes to, and what a message teaches: what the pages of Thunderbird's package decide without a word of what is shown.

import assert from "node:assert/strict";
import test from "node:test";

import { addressees } from "../../extension/mail/addressees.js";
import { addressesOf, faultOf, stateAfter, stateOf, wishesOf } from "../../extension/mail/lesson.js";

// As Thunderbird 153 takes mailboxes apart: a list is called by its name alone.
const TEAM = [{ name: "Carol", email: "carol@example.test" }, { name: "Nobody" }];
async function parseMailboxString(text, options) {
  if (text === "Team <Team>") return options?.expandMailingLists ? TEAM : [{ name: "Team", email: "Team" }];
  const [, name, email] = /^(?:(.*) <)?([^>]*)>?$/.exec(text);
  return [{ name, email }];
}

async function found(details, open) {
  globalThis.browser = { messengerUtilities: { parseMailboxString } };
  try {
    return await addressees(details, open);
  } finally {
    delete globalThis.browser;
  }
}

test("everybody in To, Cc and Bcc counts, each once", async () => {
  const { people, lists } = await found({ to: ["Bob <bob@example.test>"], cc: ["BOB@example.test"], bcc: ["dave@example.test"] });
  assert.deepEqual(people.map(({ address }) => address), ["bob@example.test", "dave@example.test"]);
  assert.equal(people[0].name, "Bob");
  assert.deepEqual(lists, []);
});

test("a list stays closed until the person lets it be opened, and who has no address there is not forgotten", async () => {
  assert.deepEqual(await found({ to: ["Team <Team>"] }, false), { people: [], lists: ["Team"] });
  assert.deepEqual(await found({ to: ["Team <Team>"] }, true), { people: [{ name: "Carol", address: "carol@example.test" }], lists: ["Nobody"] });
});

const BOB = { fingerprint: "b", emails: ["bob@example.test"] };
const ROOT = { fingerprint: "r", action: "ask" };
const lesson = (outcome, more = {}) => ({ outcome, reason: null, roots: [], changes: [], people: [BOB], signers: [{ addressMatches: true }], ...more });

test("each outcome leads to a state of its own", () => {
  const chain = { reason: { kind: "chain-incomplete" } };
  for (const [each, state, after] of [
    [lesson("learned"), "plan", "done"],
    [lesson("present"), "present", "done"],
    [lesson("root-not-trusted", { roots: [ROOT] }), "root", "declined"],
    [lesson("root-not-trusted", { roots: [{ ...ROOT, distrusted: true }] }), "distrusted", "distrusted"],
    [lesson("root-not-trusted", { roots: [ROOT], reason: { kind: "no-ui" } }), "root", "unasked"],
    [lesson("change"), "change", "declined"],
    [lesson("change", { reason: { kind: "no-ui" } }), "change", "unasked"],
    [lesson("invalid", chain), "chain", "chain"],
    [lesson("invalid", { reason: { kind: "altered" } }), "invalid", "invalid"],
    [lesson("unsigned", { reason: { kind: "unsigned" } }), "unsigned", "unsigned"],
  ]) {
    assert.equal(stateOf(each), state);
    assert.equal(stateAfter(each), after);
  }
});

test("who signed for another address is not asked for the issuer that is missing", () => {
  const stranger = lesson("invalid", { reason: { kind: "chain-incomplete" }, signers: [{ addressMatches: false }] });
  assert.equal(faultOf(stranger), "address-mismatch");
  assert.equal(stateOf(stranger), "invalid");
});

test("only what is shown is asked about: roots that nobody trusts, and each certificate that takes a place", () => {
  const shown = lesson("root-not-trusted", {
    roots: [ROOT, { fingerprint: "p", action: "present" }, { ...ROOT, fingerprint: "d", distrusted: true }],
    changes: [{ offered: "b" }, { offered: "b" }],
  });
  assert.deepEqual(wishesOf(shown), { trustRoots: ["r"], acceptChanges: ["b"] });
  assert.deepEqual(wishesOf(lesson("learned")), {});
});

test("the addresses of one certificate are those that mail can be encrypted to", () => {
  assert.deepEqual(addressesOf(lesson("learned", { people: [BOB, BOB, { emails: ["b@example.test"] }] })), ["bob@example.test", "b@example.test"]);
});

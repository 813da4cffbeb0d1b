// SPDX-License-Identifier: MPL-2.0
// Which profile a page is about, with hosts of the test.

import assert from "node:assert/strict";
import test from "node:test";

import { allProfiles, targetProfile } from "../../extension/views/profiles.js";

const ALICE = [{ id: "id1", email: "alice@example.test" }];
const BOB = [{ id: "id1", email: "bob@example.test" }];
const profile = (id, more) => ({ id, application: "thunderbird", isCaller: null, running: true, isDefault: false, ...more });

/**
 * A host with these profiles; `identities` by id of the profile, `own` those of the application that the page runs in. `asked`
 * are the profiles whose identities were wanted.
 */
function hostOf(profiles, identities, own) {
  const asked = [];
  const call = async (method, params) => {
    if (method === "profiles.list") return { profiles };
    asked.push(params.profile);
    return { identities: identities[params.profile] };
  };
  return { asked, call, ownIdentities: async () => own };
}

const TWO = [profile("bob", { isDefault: true }), profile("alice")];
const OF_TWO = { alice: ALICE, bob: BOB };

test("of two that run, hidden by the system, the one with the same identities is Thunderbird's own", async () => {
  const found = await targetProfile(hostOf(TWO, OF_TWO, [{ id: "id1", email: "Alice@example.test" }]));
  assert.deepEqual([found.id, found.isCaller], ["alice", true]);
});

test("in Firefox, and where none has them, none is marked", async () => {
  for (const own of [[], [{ id: "id9", email: "carol@example.test" }]]) {
    assert.deepEqual(await allProfiles(hostOf(TWO, OF_TWO, own)), TWO);
  }
});

test("nothing is compared where the system tells it, nor with profiles that do not run or that it says are others", async () => {
  const told = hostOf([profile("alice", { isCaller: true }), profile("bob")], OF_TWO, BOB);
  assert.equal((await targetProfile(told)).id, "alice");
  const others = hostOf([profile("alice", { running: false }), profile("bob", { isCaller: false })], OF_TWO, ALICE);
  assert.equal((await allProfiles(others)).some(({ isCaller }) => isCaller), false);
  assert.deepEqual([told.asked, others.asked], [[], []]);
});

test("a profile that cannot be read is not taken for Thunderbird's own", async () => {
  const host = hostOf(TWO, {}, ALICE);
  host.call = async (method) => {
    if (method === "profiles.list") return { profiles: TWO };
    throw new Error("unreadable");
  };
  assert.deepEqual(await allProfiles(host), TWO);
});

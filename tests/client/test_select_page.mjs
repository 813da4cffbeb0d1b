// SPDX-License-Identifier: MPL-2.0
// The page of choices, while the host tells of changes.

import assert from "node:assert/strict";
import test from "node:test";

import { selectView } from "../../extension/views/select.js";
import { FakePage, speak } from "./fake_page.mjs";

const soon = () => new Promise((resolve) => setImmediate(resolve));
const identity = (pending) => ({ id: "id1", email: "alice@example.test", signing: null, encryption: null, pending, candidates: { signing: [], encryption: [] } });

test("an answer that was asked for earlier and comes later is not drawn over a newer one", async (t) => {
  speak(t);
  let pending = { signing: "a", encryption: "a", since: "2026-11-30T00:00:00Z" }, changed;
  const late = [];
  let hold = false;
  const host = {
    ownIdentities: async () => [],
    watchPending: async (_, listener) => ((changed = listener), { pending: [], stop() {} }),
    call: async (method) => {
      if (method === "profiles.list") return { profiles: [{ id: "t", application: "thunderbird" }] };
      if (method === "identities.list") return { identities: [identity(pending)] };
      if (hold) await new Promise((resolve) => late.push(resolve));
      return { certificates: [] };
    },
  };
  const page = new FakePage(host);
  await selectView(page);
  assert.equal(page.states.at(-1), "pending");
  hold = true;
  changed(); // reads what waits still
  await soon();
  hold = false;
  pending = null;
  changed();
  await page.wait("none");
  late.forEach((answer) => answer());
  for (let turn = 0; turn < 20; turn += 1) await soon();
  assert.equal(page.states.at(-1), "none");
});

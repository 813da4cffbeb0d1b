// SPDX-License-Identifier: MPL-2.0
// Who watches what waits, against a port of the test.

import assert from "node:assert/strict";
import test from "node:test";

import { valuesOf } from "../../extension/background/live.js";
import { PendingKeeper } from "../../extension/background/pending.js";
import { CertferryError, Connection } from "../../extension/client/client.js";
import { Host } from "../../extension/pages/host.js";
import { FakePort } from "./fake_port.mjs";

const WAITING = { identity: "id1", email: "alice@example.test", wanted: { signing: { displayName: "Alice", dbKey: "AAAA" } }, signByDefault: true };
const soon = () => new Promise((resolve) => setImmediate(resolve));

/** A host that answers by method; `answers` are functions of the parameters. */
function hostOf(answers) {
  const port = new FakePort();
  const post = port.postMessage.bind(port);
  port.postMessage = (message) => {
    post(message);
    if (message.id === undefined) return;
    const result = answers[message.method]?.(message.params);
    queueMicrotask(() => port.say({ jsonrpc: "2.0", id: message.id, ...(result ? { result } : { error: { message: "no", data: { kind: "internal" } } }) }));
  };
  return { port, connection: new Connection(port), called: (method) => port.sent.filter((each) => each.method === method) };
}

function keeperFor(host, setLive, pause = () => new Promise(() => {})) {
  let connected = false;
  const connect = async () => {
    if (connected) throw new CertferryError("host-not-found", "gone");
    connected = true;
    return host.connection;
  };
  return new PendingKeeper({ connect, setLive, pause, ownIdentities: async () => [{ id: "id1", email: "Alice@example.test" }] });
}

const OWN = { "profiles.list": () => ({ profiles: [{ id: "p", application: "thunderbird", isCaller: true }] }) };

test("what waits is set live and then said to be applied", async () => {
  const waiting = [WAITING];
  const host = hostOf({ ...OWN, "selection.pending": () => ({ pending: waiting }), "selection.applied": () => ({}) });
  const set = [];
  keeperFor(host, async (each) => (set.push(each.identity), null)).start();
  for (let turn = 0; turn < 20; turn += 1) await soon();
  assert.deepEqual(set, ["id1"]);
  assert.deepEqual(host.called("selection.applied").map(({ params }) => params), [{ profile: "p", identity: "id1" }]);
});

test("what could not be set is never said to be applied, and the page is told why", async () => {
  const host = hostOf({ ...OWN, "selection.pending": () => ({ pending: [WAITING] }) });
  const keeper = keeperFor(host, async () => "settings-open");
  keeper.start();
  for (let turn = 0; turn < 20; turn += 1) await soon();
  assert.equal(keeper.obstacle, "settings-open");
  assert.equal(host.called("selection.applied").length, 0);
});

test("a change that comes while it applies the one before is not missed", async () => {
  let waiting = [WAITING];
  const host = hostOf({ ...OWN, "selection.pending": () => ({ pending: waiting }), "selection.applied": () => ({}) });
  const set = [];
  keeperFor(host, async (each) => {
    set.push(each.identity);
    if (set.length === 1) {
      waiting = [{ ...WAITING, identity: "id2" }];
      host.port.notify("$/pending", { profile: "p" });
    }
    return null;
  }).start();
  for (let turn = 0; turn < 30; turn += 1) await soon();
  assert.deepEqual(set.slice(0, 2), ["id1", "id2"]);
});

test("nor is one that comes while what waits is being read", async () => {
  let waiting = [WAITING], more = [{ ...WAITING, identity: "id2" }];
  const notify = () => host.port.notify("$/pending", { profile: "p" });
  const host = hostOf({
    ...OWN,
    "selection.pending": ({ watch }) => {
      const pending = waiting;
      if (!watch && !pending.length && more.length) {
        [waiting, more] = [more, []];
        notify();
      }
      return { pending };
    },
    "selection.applied": () => {
      waiting = [];
      notify();
      return {};
    },
  });
  const set = [];
  keeperFor(host, async (each) => (set.push(each.identity), null)).start();
  for (let turn = 0; turn < 40 && set.length < 2; turn += 1) await soon();
  assert.deepEqual(set.slice(0, 2), ["id1", "id2"]);
});

test("where the system hides the profile, it is the running one with the same identities", async () => {
  const host = hostOf({
    "profiles.list": () => ({ profiles: ["x", "y"].map((id) => ({ id, application: "thunderbird", isCaller: null, running: true })) }),
    "identities.list": ({ profile }) => ({ identities: [{ id: "id1", email: profile === "y" ? "alice@example.test" : "bob@example.test" }] }),
    "selection.pending": () => ({ pending: [] }),
  });
  keeperFor(host, async () => null).start();
  for (let turn = 0; turn < 20; turn += 1) await soon();
  assert.deepEqual(host.called("selection.pending")[0].params, { profile: "y", watch: true });
});

test("values: absent stays, null clears", () => {
  assert.deepEqual(valuesOf({ signing: null }, undefined, "required"), { signing: { name: "", dbKey: "" }, requireEncryption: true });
  assert.deepEqual(valuesOf({ technology: 1 }, false, undefined), { signByDefault: false, technology: 1 });
});

test("the page looks again until there is a host, and connects again when it ended", async () => {
  const states = [];
  const ready = hostOf({});
  ready.connection.host = { methods: ["ping"], caller: { allowed: true } };
  const outcomes = [
    () => { throw new CertferryError("host-not-found", "no"); },
    () => { throw new CertferryError("version-mismatch", "no", { update: "host" }); },
    () => { throw new CertferryError("version-mismatch", "no", { update: "extension" }); },
    () => ready.connection,
    () => { throw new CertferryError("host-ended", "no"); },
  ];
  const host = new Host({
    changed: (state) => states.push(state),
    pause: async () => { if (!outcomes.length) host.stop(); },
    connect: async () => (outcomes.shift() ?? (() => { throw new CertferryError("host-ended", "no"); }))(),
  });
  const run = host.run();
  for (let turn = 0; turn < 20 && !states.includes("ready"); turn += 1) await soon();
  assert.ok(host.can("ping") && !host.can("pkcs12.import"));
  ready.port.drop();
  await run;
  assert.deepEqual(states, ["missing", "host-old", "addon-old", "ready", "failing"]);
});

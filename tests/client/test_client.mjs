// SPDX-License-Identifier: MPL-2.0
// The client against a port whose other end is the test.

import assert from "node:assert/strict";
import test from "node:test";

import { callOnce, CertferryError, connect, Connection } from "../../extension/client/client.js";
import { FakePort } from "./fake_port.mjs";

const HELLO = { protocol: 1, hostVersion: "1", methods: ["ping"], limits: { maxRequestBytes: 1000 }, caller: { id: "a@b", allowed: true } };

function connected() {
  const port = new FakePort();
  return { port, connection: new Connection(port) };
}

/** The error that a promise ends with. */
async function errorOf(promise) {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof CertferryError, String(error));
    return error;
  }
  assert.fail("it did not fail");
}

function turn() {
  return new Promise((resolve) => setImmediate(resolve));
}

test("connect starts the host by its name, says hello and keeps the answer", async () => {
  const port = new FakePort();
  const names = [];
  const runtime = { connectNative: (name) => (names.push(name), port) };
  const connecting = connect({ client: "a", clientVersion: "2", runtime });
  assert.deepEqual(names, ["certferry"]);
  assert.equal(port.sent[0].method, "hello");
  assert.deepEqual(port.sent[0].params, { client: "a", clientVersion: "2", protocol: [1, 1] });
  port.answer({ result: HELLO });
  assert.deepEqual((await connecting).host, HELLO);
});

test("no common protocol: the error says which side is too old, and the port is closed", async () => {
  const port = new FakePort();
  const connecting = connect({ client: "a", clientVersion: "2", port });
  port.answer({ error: { code: -32000, message: "Too old.", data: { kind: "version-mismatch", retriable: false, update: "host" } } });
  const error = await errorOf(connecting);
  assert.equal(error.kind, "version-mismatch");
  assert.equal(error.update, "host");
  assert.ok(port.disconnected);
});

test("a host that says nothing is given up when the signal says so", async () => {
  const port = new FakePort();
  const stop = new AbortController();
  const connecting = connect({ client: "a", clientVersion: "2", port, signal: stop.signal });
  stop.abort();
  assert.equal((await errorOf(connecting)).kind, "cancelled");
  assert.ok(port.disconnected);
  assert.equal((await errorOf(connect({ client: "a", clientVersion: "2", port: new FakePort(), signal: stop.signal }))).kind, "cancelled");
});

test("answers find their calls in any order", async () => {
  const { port, connection } = connected();
  const calls = ["a", "b", "c"].map((method) => connection.call(method));
  const ids = port.sent.map((message) => message.id);
  assert.equal(new Set(ids).size, 3);
  for (const id of [...ids].reverse()) port.say({ jsonrpc: "2.0", id, result: { of: id } });
  assert.deepEqual(await Promise.all(calls), ids.map((of) => ({ of })));
});

test("a call without parameters sends an empty object", () => {
  const { port, connection } = connected();
  connection.call("ping");
  assert.deepEqual(port.sent, [{ jsonrpc: "2.0", id: 1, method: "ping", params: {} }]);
});

test("answers that nobody waits for, and messages of no known form, are dropped", async () => {
  const { port, connection } = connected();
  const call = connection.call("ping");
  for (const odd of [null, 7, "text", [], {}, { id: 99, result: {} }, { id: null, error: { code: 1 } }, { method: "$/odd", params: {} },
    { method: "$/part", params: { id: 99, seq: 0, total: 1, data: "{}" } }, { method: "$/progress" }, { method: "$/pending", params: null }]) port.say(odd);
  port.answer({ result: { first: true } });
  port.answer({ result: { second: true } });
  port.answer({ error: { code: 1, message: "", data: { kind: "internal" } } });
  assert.deepEqual(await call, { first: true });
});

test("an error keeps its kind, message, fix and data", async () => {
  const { port, connection } = connected();
  const call = connection.call("profiles.list");
  const fix = { text: "Allow it.", command: "certferry install --allow-extension a@b" };
  port.answer({ error: { code: -32000, message: "Not known.", data: { kind: "caller-refused", retriable: false, fix } } });
  const error = await errorOf(call);
  assert.equal(error.kind, "caller-refused");
  assert.equal(error.message, "Not known.");
  assert.deepEqual(error.fix, fix);
  assert.equal(error.retriable, false);
});

test("an error of no known shape is internal, and an answer without result or error cannot be read", async () => {
  const { port, connection } = connected();
  const first = connection.call("a");
  port.answer({ error: "odd" });
  assert.equal((await errorOf(first)).kind, "internal");
  const second = connection.call("a");
  port.answer({});
  assert.equal((await errorOf(second)).kind, "bad-answer");
});

test("progress comes to its own call, and not after the answer", async () => {
  const { port, connection } = connected();
  const seen = [];
  const call = connection.call("migration.run", {}, { onProgress: (progress) => seen.push(progress) });
  const other = connection.call("ping", {}, { onProgress: () => assert.fail("another's progress") });
  port.notify("$/progress", { id: 1, stage: "copy", done: 1, total: 2 });
  port.say({ jsonrpc: "2.0", id: 1, result: {} });
  port.notify("$/progress", { id: 1, stage: "copy", done: 2, total: 2 });
  await call;
  assert.deepEqual(seen, [{ stage: "copy", done: 1, total: 2 }]);
  port.say({ jsonrpc: "2.0", id: 2, result: {} });
  await other;
});

test("a signal asks the host to stop once, and the host's one answer ends the call", async () => {
  const { port, connection } = connected();
  const stop = new AbortController();
  const call = connection.call("migration.run", {}, { signal: stop.signal });
  stop.abort();
  stop.abort();
  assert.deepEqual(port.sent.slice(1), [{ jsonrpc: "2.0", method: "$/cancelRequest", params: { id: 1 } }]);
  port.say({ jsonrpc: "2.0", id: 1, error: { code: -32000, message: "Cancelled.", data: { kind: "cancelled", retriable: false } } });
  assert.equal((await errorOf(call)).kind, "cancelled");
});

test("a result that was quicker than the signal counts, and a later signal sends nothing", async () => {
  const { port, connection } = connected();
  const stop = new AbortController();
  const call = connection.call("migration.run", {}, { signal: stop.signal });
  port.answer({ result: { backup: "x" } });
  stop.abort();
  assert.deepEqual(await call, { backup: "x" });
  assert.equal(port.sent.length, 1);
});

test("what was cancelled before is not sent", async () => {
  const { port, connection } = connected();
  assert.equal((await errorOf(connection.call("ping", {}, { signal: AbortSignal.abort() }))).kind, "cancelled");
  assert.equal(port.sent.length, 0);
});

test("a request that the host would not take is refused before it is sent, counted in bytes", async () => {
  const { port, connection } = connected();
  connection.host = HELLO;
  assert.equal((await errorOf(connection.call("a", { data: "x".repeat(1000) }))).kind, "too-large");
  assert.equal((await errorOf(connection.call("a", { data: "\u{1F511}".repeat(300) }))).kind, "too-large");
  connection.call("a", { data: "x".repeat(800) });
  assert.equal(port.sent.length, 1);
});

test("what is pending is told to those who asked for that profile, until they stop", async () => {
  const { port, connection } = connected();
  const told = [];
  const watching = connection.watchPending("p1", (profile) => told.push(profile));
  assert.deepEqual(port.sent[0].params, { profile: "p1", watch: true });
  port.answer({ result: { pending: [{ identity: "id1" }] } });
  const { pending, stop } = await watching;
  assert.deepEqual(pending, [{ identity: "id1" }]);
  port.notify("$/pending", { profile: "p1" });
  port.notify("$/pending", { profile: "p2" });
  stop();
  port.notify("$/pending", { profile: "p1" });
  assert.deepEqual(told, ["p1"]);
});

test("watching what cannot be watched fails, and nothing is told later", async () => {
  const { port, connection } = connected();
  const watching = connection.watchPending("p1", () => assert.fail("told"));
  port.answer({ error: { code: -32000, message: "", data: { kind: "profile-not-found" } } });
  assert.equal((await errorOf(watching)).kind, "profile-not-found");
  port.notify("$/pending", { profile: "p1" });
});

for (const [said, kind] of [
  ["No such native application certferry", "host-not-found"],
  ["Specified native messaging host not found.", "host-not-found"],
  ["Access to the specified native messaging host is forbidden.", "host-not-found"],
  ["Native application tried to send a message of 1701734764 bytes, which exceeds the limit of 1048576 bytes.", "message-too-long"],
  ["An unexpected error occurred", "host-ended"],
  [null, "host-ended"],
]) {
  test(`a connection that ends with ${JSON.stringify(said)} is explained as ${kind}`, async () => {
    const { port, connection } = connected();
    const calls = [connection.call("a"), connection.call("b")];
    port.drop(said);
    for (const call of calls) assert.equal((await errorOf(call)).kind, kind);
    assert.equal((await connection.closed).kind, kind);
    assert.equal((await connection.closed).fix.command, "certferry doctor");
    assert.equal((await errorOf(connection.call("c"))).kind, kind);
  });
}

test("a port that breaks while something is sent ends the connection", async () => {
  const { port, connection } = connected();
  const open = connection.call("a");
  port.disconnected = true;
  assert.equal((await errorOf(connection.call("b"))).kind, "host-ended");
  assert.equal((await errorOf(open)).kind, "host-ended");
});

test("closing ends open calls and the host, once", async () => {
  const { port, connection } = connected();
  const open = connection.call("a");
  connection.close();
  connection.close();
  assert.ok(port.disconnected);
  assert.equal((await errorOf(open)).kind, "closed");
  assert.equal((await connection.closed).kind, "closed");
  port.say({ jsonrpc: "2.0", id: 1, result: {} });
  await turn();
});

test("a start that the browser refuses at once is explained too", async () => {
  const runtime = {
    connectNative() {
      throw new Error("No such native application certferry");
    },
  };
  assert.equal((await errorOf(connect({ client: "a", clientVersion: "1", runtime }))).kind, "host-not-found");
});

test("one call in a process of its own", async () => {
  const asked = [];
  const answers = [
    { jsonrpc: "2.0", id: 0, result: { profiles: [] } },
    { jsonrpc: "2.0", id: 0, error: { code: -32000, message: "No.", data: { kind: "caller-refused" } } },
    { jsonrpc: "2.0", method: "$/part", params: { id: 0, seq: 0, total: 2, data: "{" } },
  ];
  const runtime = { sendNativeMessage: async (...words) => (asked.push(words), answers.shift()) };
  assert.deepEqual(await callOnce("profiles.list", {}, runtime), { profiles: [] });
  assert.deepEqual(asked, [["certferry", { jsonrpc: "2.0", id: 0, method: "profiles.list", params: {} }]]);
  assert.equal((await errorOf(callOnce("profiles.list", {}, runtime))).kind, "caller-refused");
  assert.equal((await errorOf(callOnce("profiles.list", {}, runtime))).kind, "needs-connection");
  runtime.sendNativeMessage = async () => {
    throw new Error("No such native application certferry");
  };
  assert.equal((await errorOf(callOnce("ping", {}, runtime))).kind, "host-not-found");
});

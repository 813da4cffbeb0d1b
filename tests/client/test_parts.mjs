// SPDX-License-Identifier: MPL-2.0
// Answers that come in parts.

import assert from "node:assert/strict";
import test from "node:test";

import { Connection } from "../../extension/client/client.js";
import { Parts } from "../../extension/client/parts.js";
import { FakePort } from "./fake_port.mjs";

const NAMES = { names: ["Zoë 🔑", "\u202E", "</script>", "\\", '"', "\u2028"] };

/** The text of an answer, cut between code points into pieces of `size`. */
function partsOf(id, result, size) {
  const letters = [...JSON.stringify({ jsonrpc: "2.0", id, result })];
  const pieces = [];
  while (letters.length > 0) pieces.push(letters.splice(0, size).join(""));
  return pieces.map((data, seq) => ({ id, seq, total: pieces.length, data }));
}

function called() {
  const port = new FakePort();
  const connection = new Connection(port);
  return { port, connection, call: connection.call("certificates.list") };
}

for (const size of [1, 2, 7, 1000]) {
  test(`an answer cut into pieces of ${size} is joined`, async () => {
    const { port, call } = called();
    for (const part of partsOf(1, NAMES, size)) port.notify("$/part", part);
    assert.deepEqual(await call, NAMES);
  });
}

test("parts in any order, some twice, and those of another call between them", async () => {
  const { port, connection, call } = called();
  const other = connection.call("certificates.list");
  const first = partsOf(1, NAMES, 5).reverse();
  const second = partsOf(2, { second: true }, 5);
  for (let at = 0; at < Math.max(first.length, second.length); at += 1) {
    if (first[at]) port.notify("$/part", first[at]);
    if (first[at]) port.notify("$/part", first[at]);
    if (second[at]) port.notify("$/part", second[at]);
  }
  assert.deepEqual(await call, NAMES);
  assert.deepEqual(await other, { second: true });
});

test("an error can come in parts too", async () => {
  const { port, call } = called();
  const text = JSON.stringify({ jsonrpc: "2.0", id: 1, error: { code: -32000, message: "Bad.", data: { kind: "bad-file" } } });
  port.notify("$/part", { id: 1, seq: 1, total: 2, data: text.slice(10) });
  port.notify("$/part", { id: 1, seq: 0, total: 2, data: text.slice(0, 10) });
  await assert.rejects(call, { kind: "bad-file" });
});

for (const [what, parts] of [
  ["text that is no JSON", [{ id: 1, seq: 0, total: 1, data: "{" }]],
  ["another call's answer", [{ id: 1, seq: 0, total: 1, data: '{"id":2,"result":{}}' }]],
  ["a number out of range", [{ id: 1, seq: 2, total: 2, data: "{" }]],
  ["a negative number", [{ id: 1, seq: -1, total: 2, data: "{" }]],
  ["no total", [{ id: 1, seq: 0, data: "{}" }]],
  ["a total of zero", [{ id: 1, seq: 0, total: 0, data: "{}" }]],
  ["another total", [{ id: 1, seq: 0, total: 2, data: "{" }, { id: 1, seq: 1, total: 3, data: "}" }]],
  ["no text", [{ id: 1, seq: 0, total: 1, data: 7 }]],
]) {
  test(`parts with ${what} end the call as an answer that cannot be read`, async () => {
    const { port, call } = called();
    for (const part of parts) port.notify("$/part", part);
    await assert.rejects(call, { kind: "bad-answer" });
  });
}

test("a joined text is given once", () => {
  const parts = new Parts();
  assert.equal(parts.add({ seq: 1, total: 2, data: "b" }), null);
  assert.equal(parts.add({ seq: 0, total: 2, data: "a" }), "ab");
  assert.equal(parts.add({ seq: 0, total: 2, data: "a" }), null);
});

// SPDX-License-Identifier: MPL-2.0
// The golden exchanges, of which the port plays the host's side.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

import { Connection } from "../../extension/client/client.js";
import { FakePort } from "./fake_port.mjs";

const FOLDER = new URL("../exchanges/", import.meta.url);
const RECORDED = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")));

/** The host's answer as its frames carry it: whole, or in parts cut between code points. */
function say(port, answer, size) {
  if (!size) return port.say(JSON.parse(JSON.stringify(answer)));
  const letters = [...JSON.stringify(answer)];
  const total = Math.ceil(letters.length / size);
  for (let seq = 0; seq < total; seq += 1) {
    port.notify("$/part", { id: answer.id, seq, total, data: letters.slice(seq * size, (seq + 1) * size).join("") });
  }
}

test("there are exchanges", () => assert.ok(RECORDED.length > 5));

for (const { method, exchanges } of RECORDED) {
  for (const { name, params, result, error } of exchanges) {
    for (const size of [0, 100]) {
      test(`${method}${size ? " in parts" : ""}: ${name}`, async () => {
        const port = new FakePort();
        const call = new Connection(port).call(method, params);
        assert.deepEqual(port.sent, [{ jsonrpc: "2.0", id: 1, method, params }]);
        say(port, error ? { jsonrpc: "2.0", id: 1, error } : { jsonrpc: "2.0", id: 1, result }, size);
        if (!error) return assert.deepEqual(await call, result);
        const thrown = await call.then(assert.fail, (reason) => reason);
        assert.equal(thrown.kind, error.data.kind);
        assert.equal(thrown.message, error.message);
        assert.equal(thrown.retriable, error.data.retriable);
        assert.deepEqual(thrown.fix, error.data.fix ?? null);
        assert.deepEqual(thrown.data, error.data);
      });
    }
  }
}

// SPDX-License-Identifier: MPL-2.0
// Does what the test says. It asks a server of the test for one command after the other, and sends back what came of each.

import { callOnce, connect } from "./client/client.js";

const { server } = await (await fetch("where.json")).json();
const connections = new Map();
const events = new Map();

const actions = {
  async connect({ name }) {
    const connection = await connect({ client: "test", clientVersion: "1" });
    connections.set(name, connection);
    connection.closed.then((error) => eventsOf(name).push({ closed: error.kind, browser: error.data.browser ?? null }));
    return connection.host;
  },
  call({ name, method, params }) {
    const onProgress = (progress) => eventsOf(name).push({ progress });
    return connections.get(name).call(method, params, { onProgress });
  },
  async callAndCancel({ name, method, params }) {
    const stop = new AbortController();
    return connections.get(name).call(method, params, { signal: stop.signal, onProgress: () => stop.abort() });
  },
  callOnce: ({ method, params }) => callOnce(method, params),
  async watch({ name, profile }) {
    const { pending } = await connections.get(name).watchPending(profile, (changed) => eventsOf(name).push({ pending: changed }));
    return { pending };
  },
  async many({ count }) {
    const all = await Promise.all(Array.from({ length: count }, () => connect({ client: "test", clientVersion: "1" })));
    const answers = await Promise.all(all.flatMap((connection) => Array.from({ length: count }, () => connection.call("ping"))));
    for (const connection of all) connection.close();
    return answers.length;
  },
  close({ name }) {
    connections.get(name).close();
    return true;
  },
  events: ({ name }) => eventsOf(name).splice(0),
};

function eventsOf(name) {
  if (!events.has(name)) events.set(name, []);
  return events.get(name);
}

async function run({ number, action, words }) {
  let answer;
  try {
    answer = { value: await actions[action](words) };
  } catch (error) {
    answer = { error: { kind: error.kind ?? "none", message: String(error), fix: error.fix ?? null, browser: error.data?.browser ?? null } };
  }
  await fetch(`${server}/done/${number}`, { method: "POST", body: JSON.stringify(answer) });
}

for (;;) run(await (await fetch(`${server}/next`, { method: "POST" })).json());

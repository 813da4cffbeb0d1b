// SPDX-License-Identifier: MPL-2.0

/**
 * Talks to the native host of Certferry from an add-on of Firefox or Thunderbird. Copy this folder into the add-on; it needs the
 * permission "nativeMessaging" and nothing else. docs/protocol.md says which methods there are.
 *
 *   const certferry = await connect({ client: "my-add-on", clientVersion: "1.0" });
 *   const { profiles } = await certferry.call("profiles.list");
 */

import { Connection } from "./connection.js";
import { CertferryError, fromHost, whyNoConnection } from "./errors.js";

export { CertferryError, Connection };

/** The name that the host is registered by. */
export const HOST = "certferry";

/** The versions of the protocol that this client speaks, the lowest and the highest. */
export const PROTOCOL = [1, 1];

/**
 * Starts the host and says hello.
 *
 * @param {object} options
 * @param {string} options.client the add-on's name, for the host's messages
 * @param {string} options.clientVersion
 * @param {AbortSignal} [options.signal] gives up; AbortSignal.timeout(10000) is a good one
 * @param {object} [options.port] talks through this port instead of starting the host
 * @param {object} [options.runtime] the browser's `runtime`, if it is not the global one
 * @returns {Promise<Connection>} its `host` is the host's answer to hello
 * @throws {CertferryError} with the kinds of Connection.closed; "version-mismatch", whose `update` says which side is too old
 */
export async function connect({ client, clientVersion, signal, port, runtime = globalRuntime() }) {
  const connection = new Connection(port ?? open(runtime), runtime);
  const giveUp = () => connection.close();
  signal?.addEventListener("abort", giveUp);
  try {
    if (signal?.aborted) giveUp();
    connection.host = await connection.call("hello", { client, clientVersion, protocol: PROTOCOL });
  } catch (error) {
    connection.close();
    throw signal?.aborted ? new CertferryError("cancelled", "The host was not waited for any longer.") : error;
  } finally {
    signal?.removeEventListener("abort", giveUp);
  }
  return connection;
}

/**
 * Calls one method in a process of its own. Its whole answer must fit into one message: lists can be longer, and then the error
 * is "needs-connection".
 *
 * @returns {Promise<object>} the method's result
 * @throws {CertferryError}
 */
export async function callOnce(method, params = {}, runtime = globalRuntime()) {
  let answer;
  try {
    answer = await runtime.sendNativeMessage(HOST, { jsonrpc: "2.0", id: 0, method, params });
  } catch (error) {
    throw whyNoConnection(error, runtime);
  }
  if (answer?.id === 0 && answer.error) throw fromHost(answer.error);
  if (answer?.id === 0 && "result" in answer) return answer.result;
  throw new CertferryError("needs-connection", "The first message of the host is not the whole answer. Use connect() and call().");
}

function open(runtime) {
  try {
    return runtime.connectNative(HOST);
  } catch (error) {
    throw whyNoConnection(error, runtime);
  }
}

function globalRuntime() {
  return (globalThis.browser ?? globalThis.chrome)?.runtime;
}

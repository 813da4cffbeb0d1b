// SPDX-License-Identifier: MPL-2.0

import { CertferryError, fromHost, isObject, whyNoConnection } from "./errors.js";
import { Parts } from "./parts.js";

// A message over this many characters is measured exactly before it is sent.
const SURELY_SHORT = 1_000_000;

/** One running host. Calls may overlap; each gets exactly one answer. */
export class Connection {
  #port;
  #calls = new Map();
  #lastId = 0;
  #listeners = new Set();
  #gone = null;
  #end;

  /** The host's answer to hello: protocol, hostVersion, methods, limits, caller, nss. Null before. */
  host = null;

  /**
   * Resolves when the connection is gone, with a CertferryError that says why: "host-not-found", "host-ended",
   * "message-too-long", "closed".
   * @type {Promise<CertferryError>}
   */
  closed = new Promise((resolve) => {
    this.#end = resolve;
  });

  /** @param {object} port as runtime.connectNative gives it */
  constructor(port, runtime) {
    this.#port = port;
    port.onMessage.addListener((message) => this.#take(message));
    port.onDisconnect.addListener((gone) => this.#finish(whyNoConnection(gone?.error ?? port.error, runtime)));
  }

  /**
   * Calls a method.
   *
   * @param {string} method
   * @param {object} [params]
   * @param {object} [options]
   * @param {AbortSignal} [options.signal] asks the host to stop. The call still ends by the host's one answer: its result if it
   *   was too late to stop, else an error of the kind "cancelled".
   * @param {(progress: {stage: string, done: number, total: number}) => void} [options.onProgress]
   * @returns {Promise<object>} the method's result
   * @throws {CertferryError}
   */
  call(method, params = {}, { signal, onProgress } = {}) {
    return new Promise((resolve, reject) => {
      if (this.#gone) throw this.#gone;
      if (signal?.aborted) throw new CertferryError("cancelled", "Cancelled before it was sent.");
      const id = ++this.#lastId;
      const message = { jsonrpc: "2.0", id, method, params };
      this.#requireRoom(message);
      const abort = () => this.#post({ jsonrpc: "2.0", method: "$/cancelRequest", params: { id } });
      const settle = (how) => (value) => {
        signal?.removeEventListener("abort", abort);
        this.#calls.delete(id);
        how(value);
      };
      signal?.addEventListener("abort", abort);
      this.#calls.set(id, { resolve: settle(resolve), reject: settle(reject), onProgress, parts: null });
      this.#post(message);
    });
  }

  /**
   * Tells of each change of what is pending in a profile, for as long as the connection lives.
   *
   * @param {string} profile the profile's id
   * @param {(profile: string) => void} listener
   * @returns {Promise<{pending: object[], stop: () => void}>} what is pending now; `stop` ends the telling
   */
  async watchPending(profile, listener) {
    const own = (changed) => {
      if (changed === profile) listener(changed);
    };
    this.#listeners.add(own);
    const stop = () => this.#listeners.delete(own);
    try {
      const { pending } = await this.call("selection.pending", { profile, watch: true });
      return { pending, stop };
    } catch (error) {
      stop();
      throw error;
    }
  }

  /** Ends the connection, and with it the host. Open calls end with an error of the kind "closed". */
  close() {
    if (this.#gone) return;
    this.#finish(new CertferryError("closed", "The connection was closed."));
    this.#port.disconnect();
  }

  #post(message) {
    if (this.#gone) return;
    try {
      this.#port.postMessage(message);
    } catch (error) {
      this.#finish(whyNoConnection(error));
    }
  }

  // The host answers a longer one, but cannot say to which request, because it did not read it.
  #requireRoom(message) {
    const limit = this.host?.limits?.maxRequestBytes;
    if (!limit) return;
    const text = JSON.stringify(message);
    if (text.length < Math.min(limit / 3, SURELY_SHORT)) return;
    if (new TextEncoder().encode(text).length > limit) {
      throw new CertferryError("too-large", `The request is longer than the ${limit} bytes that the host takes. Send less at once.`);
    }
  }

  #finish(why) {
    if (this.#gone) return;
    this.#gone = why;
    for (const call of [...this.#calls.values()]) call.reject(why);
    this.#listeners.clear();
    this.#end(why);
  }

  #take(message) {
    if (!isObject(message) || this.#gone) return;
    if (message.method === undefined) this.#takeAnswer(message);
    else if (isObject(message.params)) this.#takeNotification(message.method, message.params);
  }

  // An answer that nobody waits for is dropped: it came twice, or has no id because the host could not read one.
  #takeAnswer(message) {
    const call = this.#calls.get(message.id);
    if (!call) return;
    if ("error" in message) call.reject(fromHost(message.error));
    else if ("result" in message) call.resolve(message.result);
    else call.reject(unreadable());
  }

  #takeNotification(method, params) {
    const call = this.#calls.get(params.id);
    if (method === "$/progress" && call) call.onProgress?.({ stage: params.stage, done: params.done, total: params.total });
    if (method === "$/part" && call) this.#takePart(call, params);
    if (method === "$/pending") for (const listener of [...this.#listeners]) listener(params.profile);
  }

  #takePart(call, part) {
    call.parts ??= new Parts();
    try {
      const text = call.parts.add(part);
      if (text === null) return;
      const answer = JSON.parse(text);
      if (!isObject(answer) || answer.id !== part.id) throw new RangeError("another's answer");
      this.#takeAnswer(answer);
    } catch {
      call.reject(unreadable());
    }
  }
}

function unreadable() {
  return new CertferryError("bad-answer", "The host's answer cannot be read. Update Certferry and the add-on.");
}

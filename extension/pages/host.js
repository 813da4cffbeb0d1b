// SPDX-License-Identifier: MPL-2.0

const AGAIN_MS = 3000;
const PATIENCE_MS = 15000;

/**
 * The connection of one page to the host. It looks for the host until there is one, and connects again when it ended.
 * `state` is "connecting", "ready", "missing", "host-old", "addon-old", "refused" or "failing".
 */
export class Host {
  #connect;
  #pause;
  #changed;
  #connection = null;
  state = "connecting";

  /**
   * @param {{connect: function, changed: function, ownIdentities?: function, pause?: function}} tools `connect(signal)`; `changed(state)`;
   *   `ownIdentities()` gives those of the application that the page runs in
   */
  constructor({ connect, changed, ownIdentities = async () => [], pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms)) }) {
    this.ownIdentities = ownIdentities;
    this.#connect = connect;
    this.#changed = changed;
    this.#pause = pause;
  }

  get about() {
    return this.#connection?.host ?? null;
  }

  can(method) {
    return this.about?.methods.includes(method) ?? false;
  }

  call(method, params, options) {
    return this.#connection.call(method, params, options);
  }

  watchPending(profile, listener) {
    return this.#connection.watchPending(profile, listener);
  }

  /** Runs until `stop`. */
  async run() {
    for (this.stopped = false; !this.stopped; ) {
      try {
        this.#connection = await this.#connect(AbortSignal.timeout(PATIENCE_MS));
      } catch (error) {
        this.#become(stateAfter(error));
        await this.#pause(AGAIN_MS);
        continue;
      }
      this.#become(this.about.caller?.allowed === false ? "refused" : "ready");
      const why = await this.#connection.closed;
      if (why.kind === "closed") return;
      await this.#pause(AGAIN_MS / 10);
    }
  }

  stop() {
    this.stopped = true;
    this.#connection?.close();
  }

  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.#changed(state);
  }
}

function stateAfter(error) {
  if (error.kind === "host-not-found") return "missing";
  if (error.kind === "version-mismatch") return error.update === "extension" ? "addon-old" : "host-old";
  return "failing";
}

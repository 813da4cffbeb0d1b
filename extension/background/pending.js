// SPDX-License-Identifier: MPL-2.0

import { Bell } from "../views/bell.js";
import { ownProfile } from "../views/own_profile.js";

const AGAIN_MS = 2000;
const SOON_GIVEN_UP = 8;

/**
 * Watches what waits for this Thunderbird's profile, sets it live where that is possible, and says so to the host. The open
 * connection keeps the add-on's background alive.
 */
export class PendingKeeper {
  #tools;
  #running = false;

  /** What keeps the last one from being set: null, "no-package", "settings-open", "changed" or "failed". */
  obstacle = null;

  /** @param {object} tools `connect`, `setLive`, `ownIdentities`; `pause(ms)` for tests */
  constructor(tools) {
    this.#tools = { pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)), ...tools };
  }

  /** Connects if it is not connected; gives up when there is no host, until it is called again. */
  async start() {
    if (this.#running) return;
    this.#running = true;
    try {
      for (let failures = 0; failures < SOON_GIVEN_UP; failures += 1) {
        const connection = await this.#tools.connect().catch(() => null);
        if (connection === null) return;
        if (await this.#watch(connection).catch(() => false)) failures = 0;
        connection.close();
        await this.#tools.pause(AGAIN_MS);
      }
    } finally {
      this.#running = false;
    }
  }

  // Until the connection ends. True if it could watch at all.
  async #watch(connection) {
    const { profiles } = await connection.call("profiles.list");
    const profile = await ownProfile(connection, profiles, this.#tools.ownIdentities);
    if (profile === null) return false;
    const change = new Bell();
    const { pending } = await connection.watchPending(profile, () => change.ring());
    let ended = false;
    const closed = connection.closed.then(() => {
      ended = true;
    });
    for (let waiting = pending; !ended; ) {
      const again = await this.#apply(connection, profile, waiting);
      await Promise.race([closed, change.rung, ...(again ? [this.#tools.pause(AGAIN_MS)] : [])]);
      change.reset();
      if (!ended) ({ pending: waiting } = await connection.call("selection.pending", { profile }));
    }
    return true;
  }

  // True if something is worth another try by and by: a window that the person will close.
  async #apply(connection, profile, pending) {
    this.obstacle = null;
    for (const waiting of pending) {
      const obstacle = await this.#tools.setLive(waiting);
      if (obstacle === null) await connection.call("selection.applied", { profile, identity: waiting.identity }).catch(() => {});
      else this.obstacle = obstacle;
    }
    return this.obstacle === "settings-open";
  }
}

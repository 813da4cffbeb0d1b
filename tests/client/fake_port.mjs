// SPDX-License-Identifier: MPL-2.0

/** A port as runtime.connectNative gives it, whose other end is the test. */
export class FakePort {
  sent = [];
  disconnected = false;
  error = null;
  onMessage = new FakeEvent();
  onDisconnect = new FakeEvent();

  postMessage(message) {
    if (this.disconnected) throw new Error("Attempt to postMessage on disconnected port");
    this.sent.push(JSON.parse(JSON.stringify(message)));
  }

  disconnect() {
    this.disconnected = true;
  }

  /** The host says something. */
  say(message) {
    this.onMessage.fire(message);
  }

  /** The host answers the last request. */
  answer(members) {
    this.say({ jsonrpc: "2.0", id: this.sent.at(-1).id, ...members });
  }

  notify(method, params) {
    this.say({ jsonrpc: "2.0", method, params });
  }

  /** The browser ends the connection, saying `message`, or nothing. */
  drop(message) {
    this.disconnected = true;
    this.error = message ? { message } : null;
    this.onDisconnect.fire(this);
  }
}

class FakeEvent {
  #listeners = [];

  addListener(listener) {
    this.#listeners.push(listener);
  }

  fire(...values) {
    for (const listener of this.#listeners) listener(...values);
  }
}

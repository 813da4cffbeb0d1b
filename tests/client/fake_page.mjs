// SPDX-License-Identifier: MPL-2.0
// As much of a document as the views draw on, with the real texts: what they show can be read, and its buttons pressed.

import { readFileSync } from "node:fs";

class FakeElement {
  parent = null;
  dataset = {};
  children = [];
  attributes = {};
  #listeners = {};

  constructor(name) {
    this.name = name;
  }

  setAttribute(key, value) {
    this.attributes[key] = String(value);
  }

  removeAttribute(key) {
    delete this.attributes[key];
  }

  addEventListener(what, listener) {
    this.#listeners[what] = listener;
  }

  append(...children) {
    for (const each of children) {
      if (each instanceof FakeElement) each.parent = this;
      this.children.push(each instanceof FakeElement ? each : String(each));
    }
  }

  replaceChildren(...children) {
    for (const each of this.children) if (each instanceof FakeElement) each.parent = null;
    this.children = [];
    this.append(...children);
  }

  get isConnected() {
    return this.name === "main" || (this.parent?.isConnected ?? false);
  }

  get textContent() {
    return this.children.map((each) => (each instanceof FakeElement ? each.textContent : each)).join("");
  }

  set textContent(text) {
    this.children = [text];
  }

  /** This and all that is in it. */
  *all() {
    yield this;
    for (const each of this.children) if (each instanceof FakeElement) yield* each.all();
  }

  click() {
    return this.#listeners.click?.({ target: this });
  }

  change() {
    return this.#listeners.change?.({ target: this });
  }
}

/** Texts of this language, and a document, until the test ends. */
export function speak(test, language = "en") {
  const messages = JSON.parse(readFileSync(new URL(`../../extension/_locales/${language}/messages.json`, import.meta.url), "utf8"));
  const getMessage = (name, values = []) => (messages[name]?.message ?? "").replace(/\$(\d)/g, (_, number) => values[number - 1] ?? "");
  globalThis.browser = { i18n: { getMessage, getUILanguage: () => language } };
  const createTextNode = (text) => Object.assign(new FakeElement("#text"), { textContent: text });
  globalThis.document = { createElement: (name) => new FakeElement(name), createTextNode };
  test.after(() => {
    delete globalThis.browser;
    delete globalThis.document;
  });
}

/** What a view gets, with this host. What it drew is kept: `states`, and of the last one what is read and pressed. */
export class FakePage {
  states = [];
  inThunderbird = false;
  signal = new AbortController().signal;
  #main = new FakeElement("main");
  #waiting = [];

  constructor(host) {
    this.host = host;
    this.draw = this.draw.bind(this);
  }

  draw(state, ...content) {
    this.states.push(state);
    this.#main.replaceChildren(...content.flat(Infinity).filter(Boolean));
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Until this state is drawn. */
  async wait(state) {
    while (this.states.at(-1) !== state) await new Promise((wake) => this.#waiting.push(wake));
  }

  get text() {
    return this.#main.textContent;
  }

  /** Elements that the test wants, in order. */
  every(wanted) {
    return [...this.#main.all()].filter(wanted);
  }

  /** The button with this text. */
  button(text) {
    return this.every(({ name, textContent }) => name === "button" && textContent === text)[0] ?? null;
  }
}

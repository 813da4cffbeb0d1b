// SPDX-License-Identifier: MPL-2.0

import { printable } from "./names.js";

const shown = (value) => (typeof value === "string" ? printable(value) : value);

/**
 * Makes an element. Texts become text nodes, never markup, and here they become printable: nothing from outside is shown otherwise.
 *
 * @param {string} name
 * @param {object} properties attributes; `on…` are listeners; false and undefined are left out
 * @param {...(Node|string|null|false)} children
 */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === false || value === undefined || value === null) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : shown(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false).map(shown));
  return element;
}

/** A text whose lines we made ourselves, to stand in an element: each line is printable. */
export const lines = (text) => document.createTextNode(text.split("\n").map(printable).join("\n"));

export const button = (text, onclick, properties = {}) => el("button", { type: "button", onclick, ...properties }, text);

/** A box with a label. `changed` gets whether it is ticked. */
export function tick(text, checked, changed) {
  const input = el("input", { type: "checkbox", onchange: () => changed(input.checked) });
  input.checked = checked;
  return el("label", { class: "box" }, input, el("span", {}, text));
}

/** A labelled list to choose from. `options` are {value, text}. */
export function choose(label, options, value, changed) {
  const select = el("select", { onchange: () => changed(select.value) }, options.map((each) => el("option", { value: each.value }, each.text)));
  select.value = value;
  return el("label", { class: "field" }, el("span", {}, label), select);
}

/** One of several ways, of which one is chosen; those of one `group` belong together. `hint` says more. */
export function radio(group, text, checked, changed, hint) {
  const input = el("input", { type: "radio", name: group, onchange: changed });
  input.checked = checked;
  return el("label", { class: "box" }, input, el("span", {}, text, hint && el("span", { class: "quiet hint" }, hint)));
}

/** A labelled line to write on: {field, input}. */
export function write(label, value, properties = {}) {
  const input = el("input", { type: "text", dir: "auto", ...properties });
  input.value = value;
  return { field: el("label", { class: "field" }, el("span", {}, label), input), input };
}

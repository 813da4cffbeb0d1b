// SPDX-License-Identifier: MPL-2.0
// What profiles say comes into the page as text only.

/** An element with attributes and children; what is no node becomes text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter(child => child !== null && child !== undefined && child !== ""));
  return made;
}

const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u034F\u115F\u1160\u17B4\u17B5\u3164\uFFA0]/gu;

/** Foreign text made visible: what shows nothing or changes the order of text becomes its number. */
export function printable(text) {
  return String(text ?? "").replace(HIDDEN, hidden => `\\u{${hidden.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}}`);
}

export function texts(list) {
  return (Array.isArray(list) ? list : []).filter(each => typeof each === "string");
}

export function day(time) {
  return typeof time === "string" ? time.slice(0, 10) : "";
}

export function counted(number, noun, plural = `${noun}s`) {
  return `${number} ${number === 1 ? noun : plural}`;
}

// SPDX-License-Identifier: MPL-2.0

import { el } from "../pages/dom.js";
import { t } from "../pages/texts.js";

// The host takes no more of a key file, nor of what lies beside a whole backup's.
const LARGEST = 10 << 20;
const LARGEST_BESIDE = 24 << 20;
// Only what the browser's dialog shows first; what a file is, the host sees by its content.
const KINDS = ".p12,.pfx,.p7b,.p7c,.pem,.cer,.crt,.der,.certferry,application/x-pkcs12";

/** A labelled field for one file or several. `chosen` gets [{name, data}], in base64, each time the person chose. */
export function fileField({ id, label, hint, many = false, chosen }) {
  const said = el("p", { class: "bad", role: "alert" });
  const input = el("input", { type: "file", id, multiple: many, accept: KINDS, "aria-describedby": `${id}-hint`, onchange: async () => {
    const files = [...input.files];
    const large = files.some(({ name, size }) => size > (isBeside(name) ? LARGEST_BESIDE : LARGEST));
    const read = large ? null : await Promise.all(files.map(contentOf)).catch(() => null);
    said.textContent = read ? "" : t(large ? "file_too_large" : "file_unreadable");
    chosen(read ?? []);
  } });
  return el("div", { class: "field" }, el("label", { for: id }, label), el("p", { class: "quiet", id: `${id}-hint` }, hint), input, said);
}

const isBeside = (name) => name.endsWith(".certferry");

async function contentOf(file) {
  return { name: file.name, data: base64(new Uint8Array(await file.arrayBuffer())) };
}

/** btoa takes one character a byte, and a call takes only so many arguments. */
export function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

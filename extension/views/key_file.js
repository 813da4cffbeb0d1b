// SPDX-License-Identifier: MPL-2.0

import { el } from "../pages/dom.js";
import { t } from "../pages/texts.js";

const LARGEST = 1 << 20;

/** Lets the person choose a key file; `chosen` gets its bytes in base64. Its password is asked for by the host. */
export function fileChoice(chosen) {
  const said = el("p", { class: "bad", role: "alert" });
  const input = el("input", { type: "file", id: "file", accept: ".p12,.pfx,application/x-pkcs12", onchange: async () => {
    const [file] = input.files;
    if (!file) return;
    if (file.size > LARGEST) said.textContent = t("file_too_large");
    else chosen(base64(new Uint8Array(await file.arrayBuffer())));
  } });
  return el("div", { class: "card" },
    el("h2", {}, el("label", { for: "file" }, t("file_title"))),
    el("p", {}, t("file_text")), input, said);
}

/** btoa takes one character a byte, and a call takes only so many arguments. */
export function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

// SPDX-License-Identifier: MPL-2.0

import { el } from "../pages/dom.js";
import { dateText, grouped, t } from "../pages/texts.js";
import { reasonWords } from "../views/parts.js";

const CIPHERS = { "aes256-cbc": "AES-256", "aes128-cbc": "AES-128", "3des-cbc": "Triple DES", "des-cbc": "DES", "rc2-128-cbc": "RC2 (128)",
  "rc2-64-cbc": "RC2 (64)", "rc2-40-cbc": "RC2 (40)" };
// What a signed mail of theirs mends; the rest takes another certificate.
const LEARNABLE = ["not-found", "chain-incomplete", "root-not-trusted"];
// What is said to the owner of a certificate is nothing to who writes to them.
const OTHERWISE = { expired: "recipient_expired" };

/** Whether mail can be encrypted to one address, with what, or what to do; `name` as the mail calls them. */
export function recipientCard({ address, canEncrypt, fingerprint, notAfter, cipher }, name = "") {
  const { ok, reasons } = canEncrypt;
  return el("section", { class: `card ${ok ? "done" : "problem"}`, "data-recipient": address },
    el("h2", {}, name && name !== address && [el("bdi", {}, name), " "], el("bdi", {}, address)),
    el("p", { class: ok ? "yes" : "no" }, el("span", { class: "mark", "aria-hidden": "true" }, ok ? "✓" : "✗"), t(ok ? "recipient_yes" : "recipient_no")),
    reasons.map((reason) => el("p", { class: ok ? "warn" : "bad" }, OTHERWISE[reason.kind] ? t(OTHERWISE[reason.kind]) : reasonWords(reason))),
    !ok && el("p", {}, t(reasons.every(({ kind }) => LEARNABLE.includes(kind)) ? "recipient_learn" : "recipient_other")),
    ok && el("p", {}, t("recipient_until", dateText(notAfter)), " ", t("recipient_cipher", nameOfCipher(cipher))),
    ok && !isStrong(cipher) && el("p", { class: "warn" }, t("recipient_weak")),
    fingerprint && el("details", {}, el("summary", {}, t("recipient_which")),
      el("p", {}, el("code", { dir: "ltr" }, grouped(fingerprint))), ok && el("p", { class: "quiet" }, t("recipient_why"))));
}

export const isStrong = (cipher) => cipher?.startsWith("aes");
export const nameOfCipher = (cipher) => CIPHERS[cipher] ?? cipher;

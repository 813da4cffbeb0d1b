// SPDX-License-Identifier: MPL-2.0
// Names that somebody else chose: whoever issues a certificate, owns a profile, writes a mail.

// As host/text/printable.cpp has them (Unicode 15): Cc, Zl, Zp, Cf, and letters and marks that show nothing.
const HIDDEN = new RegExp("[\\u{0}-\\u{1F}\\u{7F}-\\u{9F}\\u{AD}\\u{34F}\\u{600}-\\u{605}\\u{61C}\\u{6DD}\\u{70F}\\u{890}-\\u{891}\\u{8E2}" +
  "\\u{115F}-\\u{1160}\\u{17B4}-\\u{17B5}\\u{180B}-\\u{180F}\\u{200B}-\\u{200F}\\u{2028}-\\u{202E}\\u{2060}-\\u{206F}\\u{3164}\\u{FEFF}" +
  "\\u{FFA0}\\u{FFF0}-\\u{FFFB}\\u{110BD}\\u{110CD}\\u{13430}-\\u{1343F}\\u{1BCA0}-\\u{1BCA3}\\u{1D173}-\\u{1D17A}\\u{E0000}-\\u{E0FFF}]", "gu");

/** Characters that control something, change the order of text or show nothing become `\u{XXXX}`, as in the command line's texts. */
export const printable = (text) => text.replace(HIDDEN, (letter) => `\\u{${letter.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}}`);

// Escaped octets that follow each other, any other escaped character, what has a meaning outside of quotes, and the rest.
const TOKENS = /(?:\\[\da-f]{2})+|\\.|["=,+;]|[^\\"=,+;]+/gisu;

/**
 * What a person calls a certificate: the common name in its subject. Of several it is the most specific one, which NSS writes first,
 * and Thunderbird shows too. Without one the whole subject.
 *
 * @param {string} subject as NSS writes it (RFC 1485): `CN="Doe, Jane",O=Example`
 */
export function commonName(subject = "") {
  const attributes = [[""]]; // [type, value] each
  let quoted = false;
  for (const [token] of subject.matchAll(TOKENS)) {
    const parts = attributes.at(-1);
    if (token === '"') quoted = !quoted;
    else if (!quoted && /^[,+;]$/.test(token)) attributes.push([""]);
    else if (token === "=" && parts.length === 1) parts.push("");
    else parts.push(parts.pop() + unescaped(token));
  }
  return attributes.find(([type, value]) => type.trim().toUpperCase() === "CN" && value?.trim())?.[1] ?? subject;
}

function unescaped(token) {
  if (token[0] !== "\\") return token;
  if (token.length === 2) return token[1];
  return new TextDecoder().decode(Uint8Array.from(token.match(/[\da-f]{2}/gi), (octet) => parseInt(octet, 16)));
}

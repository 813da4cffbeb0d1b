// SPDX-License-Identifier: MPL-2.0
// Names that somebody else chose, as the pages show them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { el, lines } from "../../extension/pages/dom.js";
import { commonName, printable } from "../../extension/pages/names.js";
import { askedRoot } from "../../extension/views/move_plan.js";
import { speak } from "./fake_page.mjs";

// Subjects as NSS 3.87 writes them.
for (const [subject, name] of [
  ["CN=Mallory", "Mallory"],
  ['O="Foo, CN=Trusted Bank",CN=Mallory', "Mallory"],
  ['CN=Mallory,O="Foo, CN=Trusted Bank"', "Mallory"],
  ['O="Foo \\"x\\", CN=Trusted Bank",CN=Mallory', "Mallory"],
  ['CN="Jane \\"JD\\" Doe, PhD"', 'Jane "JD" Doe, PhD'],
  ['CN="back \\\\",O="Foo, CN=Bank"', "back \\"],
  ["OU=first+CN=second,O=third", "second"],
  ["CN=Most specific,OU=between,CN=Least specific", "Most specific"],
  ["CN=one\\0Aname", "one\nname"],
  ["CN=Zo\\C3\\AB", "Zoë"],
  ["CN=a=b", "a=b"],
  ["CN=Mallory\ufeff,O=Example", "Mallory\ufeff"],
  ["OID.1.2.CN=x,CN=y", "y"],
  ["E=alice@example.test", "E=alice@example.test"],
  ["CN=,O=Example", "CN=,O=Example"],
  ["", ""],
  [`CN=${"x".repeat(100_000)}`, "x".repeat(100_000)],
]) {
  test(`of ${JSON.stringify(subject).slice(0, 60)} the name is ${JSON.stringify(name).slice(0, 60)}`, () => assert.equal(commonName(subject), name));
}

test("what is hidden in a name is shown as in the command line's texts: each character, and no other", () => {
  const source = readFileSync(new URL("../../host/text/printable.cpp", import.meta.url), "utf8");
  const [, table] = /hidden\[\] = \{(.*?)\n\};/s.exec(source);
  const ranges = [...table.matchAll(/\{0x([\dA-F]+), *0x([\dA-F]+)\}/g)].map(([, first, last]) => [parseInt(first, 16), parseInt(last, 16)]);
  assert.ok(ranges.length > 20);
  for (let code = 0; code <= 0x10FFFF; code += code === 0xD7FF ? 0x801 : 1) {
    const letter = String.fromCodePoint(code);
    const hidden = ranges.some(([first, last]) => first <= code && code <= last);
    const number = code.toString(16).toUpperCase().padStart(4, "0");
    assert.equal(printable(letter), hidden ? `\\u{${number}}` : letter);
  }
});

test("every text and every attribute of an element is printable", (t) => {
  speak(t);
  const element = el("p", { title: "x\u202ey" }, "a\u202egnp.exe", [el("b", {}, "\u0007")]);
  assert.equal(element.textContent, "a\\u{202E}gnp.exe\\u{0007}");
  assert.equal(element.attributes.title, "x\\u{202E}y");
});

test("what we made lines of ourselves keeps its lines, and each is printable", (t) => {
  speak(t);
  assert.equal(el("code", {}, lines("{\n  \"subject\": \"a\u202eb\"\n}")).textContent, "{\n  \"subject\": \"a\\u{202E}b\"\n}");
});

test("on the card of a root that is to be trusted its own name stands, not one from inside of another", (t) => {
  speak(t);
  const card = askedRoot({ subject: 'O="Foo, CN=Trusted Bank",CN=Mallory\u202e', fingerprint: "ab".repeat(32) }, "why");
  assert.match(card.textContent, /Mallory\\u\{202E\}/);
  assert.doesNotMatch(card.textContent, /Trusted Bank|\u202e/);
});

// SPDX-License-Identifier: MPL-2.0
// What a page says of an error: never more than the host's answer tells.

import assert from "node:assert/strict";
import test from "node:test";

import { CertferryError } from "../../extension/client/client.js";
import { failure, problem } from "../../extension/views/parts.js";
import { speak } from "./fake_page.mjs";

const DECIDED = "The certificates of this identity are decided by another file than the profile's own preferences.";

test("of a right that is missing, the host says which", (t) => {
  speak(t);
  const text = problem(new CertferryError("permission-denied", DECIDED)).textContent;
  assert.ok(text.includes(DECIDED));
  assert.doesNotMatch(text, /Others can change/);
});

test("why Thunderbird would refuse a certificate is listed; where nothing is, the host's words stand", (t) => {
  speak(t, "de");
  const reasons = [{ kind: "expired", message: "It expired." }, { kind: "unknown", message: "A critical extension." }];
  const listed = problem(new CertferryError("not-eligible", "No.", { reasons })).textContent;
  assert.match(listed, /Thunderbird würde dieses Zertifikat ablehnen\.Es ist abgelaufen\..*A critical extension\./);
  assert.match(problem(new CertferryError("not-eligible", "No key.")).textContent, /No key\./);
});

test("who was not asked is not said to have said no", (t) => {
  speak(t);
  const error = (retriable) => ({ message: "m", data: { kind: "consent-refused", retriable } });
  assert.match(failure(error(false)).textContent, /You said no/);
  assert.match(failure(error(true)).textContent, /ten seconds/);
  assert.doesNotMatch(problem(new CertferryError("consent-refused", "m", { retriable: true })).textContent, /You said no/);
});

test("what the application says, and not the host, is shown as it says it", (t) => {
  speak(t);
  assert.match(problem(new TypeError("x is not a function")).textContent, /x is not a function/);
});

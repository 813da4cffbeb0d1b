// SPDX-License-Identifier: MPL-2.0
// What is said of a mail that arrived, by what Thunderbird's interface gives of it.

import assert from "node:assert/strict";
import test from "node:test";

import { judge } from "../../extension/mail/judge.js";

const part = (type, more = {}) => ({ contentType: type.split(";")[0], headers: { "content-type": [type] }, ...more });
const text = part("text/plain; charset=UTF-8", { body: "Number of this test: 42\r\n" });
const signature = part('application/pkcs7-signature; name="smime.p7s"');
// As Thunderbird 153 gives it.
const signed = part('multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary="x"', { parts: [text, signature] });
const message = (decryptionStatus, ...parts) => ({ ...part("message/rfc822"), decryptionStatus, parts });

test("decrypted and signed", () => {
  assert.deepEqual(judge(message("success", signed), "42"), { encrypted: true, decrypted: true, signed: true });
});

test("a signature around the content counts too", () => {
  const opaque = part("application/pkcs7-mime; name=smime.p7m; smime-type=signed-data", { parts: [text] });
  assert.equal(judge(message("success", opaque), "42").signed, true);
});

test("what was opened must be what was sent", () => {
  assert.deepEqual(judge(message("success", signed), "43"), { encrypted: true, decrypted: false, signed: true });
});

test("no signature, and one that is no S/MIME signature, is none", () => {
  assert.equal(judge(message("success", text), "42").signed, false);
  const other = part('multipart/signed; protocol="application/pgp-signature"', { parts: [text, part("application/pgp-signature")] });
  assert.equal(judge(message("success", other), "42").signed, false);
});

test("without encryption nothing is said of decrypting", () => {
  assert.deepEqual(judge(message("none", signed), "42"), { encrypted: false, decrypted: null, signed: true });
});

test("what cannot be opened says nothing of its signature", () => {
  assert.deepEqual(judge(message("fail"), "42"), { encrypted: true, decrypted: false, signed: null });
});

test("what cannot be read says nothing at all", () => {
  const nothing = { encrypted: null, decrypted: null, signed: null };
  assert.deepEqual(judge(null, "42"), nothing);
  assert.deepEqual(judge(message("skipped", signed), "42"), nothing);
});

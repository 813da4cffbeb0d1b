// SPDX-License-Identifier: MPL-2.0
// What is said of a mail that arrived: by what Thunderbird gives of it, and of its signature by the host.

import assert from "node:assert/strict";
import test from "node:test";

import { judge } from "../../extension/mail/judge.js";
import { isSignatureGood } from "../../extension/mail/signature.js";

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

const OWN = { id: "t", application: "thunderbird", isCaller: true, running: true, passwordProtected: false };

/** A host with one profile that says this of every message, and the calls that it got. */
function host(valid, { methods = ["messages.verify"], profile = OWN, refuse = false } = {}) {
  const calls = [];
  return {
    calls,
    can: (method) => methods.includes(method),
    ownIdentities: async () => [],
    async call(method, params) {
      calls.push([method, params]);
      if (method === "profiles.list") return { profiles: [profile] };
      if (refuse) throw new Error("refused");
      return { valid };
    },
  };
}

async function judged(with_, announce = () => {}) {
  globalThis.browser = { messages: { getRaw: async (id) => new Blob([`message ${id}`]) } };
  try {
    return await isSignatureGood(with_, 7, announce);
  } finally {
    delete globalThis.browser;
  }
}

test("the host judges the signature of the message as it came", async () => {
  for (const valid of [true, false]) {
    const one = host(valid);
    assert.equal(await judged(one), valid);
    assert.deepEqual(one.calls.at(-1), ["messages.verify", { profile: "t", message: Buffer.from("message 7").toString("base64") }]);
  }
});

test("what the host cannot judge is not called good or bad", async () => {
  const older = host(true, { methods: [] });
  assert.equal(await judged(older), null);
  assert.deepEqual(older.calls, []);
  assert.equal(await judged(host(true, { refuse: true })), null);
  assert.equal(await judged(host(true, { profile: { ...OWN, isCaller: false } })), null);
});

test("a password dialog is announced first", async () => {
  let announced = 0;
  await judged(host(true), () => { announced += 1; });
  assert.equal(announced, 0);
  const locked = host(true, { profile: { ...OWN, passwordProtected: true } });
  await judged(locked, () => { announced += 1; assert.deepEqual(locked.calls.map(([method]) => method), ["profiles.list"]); });
  assert.equal(announced, 1);
});

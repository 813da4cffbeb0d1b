// SPDX-License-Identifier: MPL-2.0
// Every text that the add-on shows is there in every language, and nothing else is.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

const EXTENSION = new URL("../../extension/", import.meta.url);
const read = (name) => readFileSync(new URL(name, EXTENSION), "utf8");
const json = (name) => JSON.parse(read(name));
const LANGUAGES = ["en", "de"];
const SHAPES = JSON.parse(readFileSync(new URL("../../host/protocol/schemas/shapes.json", import.meta.url), "utf8")).$defs;

/** Words that the protocol or the page fills in after a prefix. */
const FAMILIES = {
  error: [...Object.keys(SHAPES.ErrorKind["x-meanings"]), "host-not-found", "host-ended", "message-too-long", "closed", "bad-answer", "needs-connection"],
  // What is unknown may be many things: the host's own words say which.
  reason: Object.keys(SHAPES.ReasonKind["x-meanings"]).filter((kind) => kind !== "unknown"),
  stage: [...Object.keys(SHAPES.Stage["x-meanings"]), "other", "of"],
  step: Object.keys(SHAPES.StepKind["x-meanings"]),
  check: ["keyMatches", "chain", "signVerify", "encryptDecrypt", "arrived", "encrypted", "decrypted", "signed", "signature", "yes", "no", "none"],
  severity: ["error", "warning", "note"],
  outcome: ["copied", "present", "skipped", "failed"],
  identity: ["selected", "pending", "kept", "none", "failed", "signs"],
  root: ["carry", "administrator", "ask", "present", "builtin", "title", "text", "dialog", "still_asked"],
  signature: ["good", "unsigned", "altered", "bad-signature", "no-certificate", "unsupported-algorithm", "weak-signature", "time-mismatch", "not-whole",
    "ambiguous-header", "doubtful-sender", "address-mismatch", "no-encryption-usage", "root-not-trusted", "chain-incomplete"],
  nav: ["move", "select", "explain", "bring", "backup", "audit", "doctor", "label"],
  warning: ["weak-encryption", "weak-password", "chain-incomplete", "key-without-certificate", "unsupported-key", "damaged-key", "unreadable-certificate",
    "root-distrusted", "target-unprotected", "pending-dropped"],
};
const LESSONS = ["plan", "present", "root", "distrusted", "change", "chain", "unsigned", "invalid", "done", "declined", "unasked"];
const RESULTS = ["done", "pending", "partial"];
const PURPOSES = ["signing", "encryption"];

function sources() {
  const files = ["pages", "views", "background", "mail"].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, EXTENSION)).filter((name) => name.endsWith(".js")).map((name) => `${folder}/${name}`));
  return [...files, "manifests/firefox.json", "manifests/thunderbird.json"].map(read).join("\n");
}

function wanted() {
  const text = sources();
  const names = new Set(["description"]);
  for (const [, name] of text.matchAll(/\bt\("([A-Za-z0-9_]+)"/g)) names.add(name);
  for (const [, name] of text.matchAll(/__MSG_(\w+)__/g)) names.add(name);
  for (const [, name] of text.matchAll(/"([a-z]+(?:_[a-z]+)+)"/g)) if (name in json("_locales/en/messages.json")) names.add(name);
  for (const [prefix, words] of Object.entries(FAMILIES)) for (const word of words) names.add(`${prefix}_${word.replaceAll("-", "_")}`);
  for (const word of LESSONS) names.add(`learn_${word}_title`);
  for (const word of RESULTS) names.add(`result_${word}`).add(`result_${word}_title`);
  for (const prefix of ["select", "select_clear", "select_use"]) for (const word of PURPOSES) names.add(`${prefix}_${word}`);
  return names;
}

for (const language of LANGUAGES) {
  const messages = json(`_locales/${language}/messages.json`);
  test(`every text is there in ${language}, and no other`, () => {
    assert.deepEqual(Object.keys(messages).sort(), [...wanted()].sort());
  });
  test(`no text is empty in ${language}, and each fills in what the English one does`, () => {
    const blanks = (text) => [...new Set(text.match(/\$\d/g) ?? [])].sort();
    for (const [name, { message }] of Object.entries(json("_locales/en/messages.json"))) {
      assert.ok(messages[name].message.trim(), name);
      assert.deepEqual(blanks(messages[name].message), blanks(message), name);
    }
  });
}

test("the live package has the same texts in every language", () => {
  const keys = LANGUAGES.map((language) => Object.keys(json(`live/_locales/${language}/messages.json`)).sort());
  assert.deepEqual(keys[0], keys[1]);
});

test("the languages are those", () => assert.deepEqual(readdirSync(new URL("_locales/", EXTENSION)).sort(), [...LANGUAGES].sort()));

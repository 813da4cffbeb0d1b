// SPDX-License-Identifier: MPL-2.0
// What a message teaches, drawn: who signed it, what that is worth, and what is to be decided.

import { button, el } from "../pages/dom.js";
import { commonName } from "../pages/names.js";
import { dateText, grouped, listText, t } from "../pages/texts.js";
import { fileField } from "../views/key_file.js";
import { askedRoot } from "../views/move_plan.js";
import { dialogNotice, reasonWords } from "../views/parts.js";
import { faultOf } from "./lesson.js";

const GOOD = ["plan", "present", "change"];
const LOOKS = { plan: "done", present: "done", root: "waits", change: "waits" };

/** The mail, its signature, and what that is worth. */
export function signatureCard({ header, lesson, state }) {
  return el("section", { class: `card ${LOOKS[state] ?? "problem"}`, id: "signature" },
    el("p", {}, el("bdi", {}, header.author), el("br"), el("bdi", { class: "quiet" }, header.subject)),
    el("p", { class: GOOD.includes(state) ? "" : "warn" }, worth(lesson, state)),
    lesson.signers.map(signer));
}

function worth(lesson, state) {
  if (GOOD.includes(state)) return t("signature_good");
  return t(`signature_${faultOf(lesson).replaceAll("-", "_")}`) || reasonWords(lesson.reason);
}

function signer({ subject, emails, signingTime, digest, fingerprint }) {
  return el("div", { class: "inner" },
    el("p", {}, el("strong", { dir: "auto" }, commonName(subject)), " ", el("bdi", {}, listText(emails))),
    el("p", { class: "quiet" }, signingTime && t("learn_signed_on", dateText(signingTime)), " ", digest.toUpperCase()),
    fingerprint && el("details", {}, el("summary", {}, t("recipient_which")), el("code", { dir: "ltr" }, grouped(fingerprint))));
}

/** What has to be known before the person decides; in most states nothing. */
export function decision({ lesson, state, bringFile, wrongFile }) {
  if (state === "root") return lesson.roots.filter(({ action }) => action === "ask").map((root) => askedRoot(root, t("learn_root_text")));
  if (state === "change") return lesson.changes.map(change);
  if (state === "chain") return missingRoot(bringFile, wrongFile);
  return null;
}

function change({ address, used, offered }) {
  return el("div", { class: "card waits" },
    el("h2", {}, el("bdi", {}, address)),
    el("p", {}, t("learn_change_text")),
    el("p", {}, t("learn_change_used"), el("code", { class: "aloud", dir: "ltr" }, grouped(used))),
    el("p", {}, t("learn_change_offered"), el("code", { class: "aloud", dir: "ltr" }, grouped(offered))),
    dialogNotice(t("learn_change_dialog")));
}

function missingRoot(bringFile, wrongFile) {
  return el("div", { class: "card" },
    el("h2", {}, t("learn_file_title")),
    el("p", {}, t("learn_file_text")),
    wrongFile && el("p", { class: "bad", role: "alert" }, t("learn_file_wrong")),
    fileField({ id: "file", label: t("learn_file"), hint: t("learn_file_hint"), chosen: (files) => files.length && bringFile(files) }));
}

/** The button that does it, where there is something to do. */
export function decide(state, run) {
  const texts = { plan: "learn_run", root: "learn_trust", change: "learn_accept" };
  return texts[state] && button(t(texts[state]), run, { class: "main", id: "learn" });
}

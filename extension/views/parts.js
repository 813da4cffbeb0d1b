// SPDX-License-Identifier: MPL-2.0
// Pieces that several views show.

import { button, choose, el } from "../pages/dom.js";
import { applicationName, t, textFor } from "../pages/texts.js";

/**
 * Something went wrong: in the person's language, with the host's advice and a way on.
 *
 * @param {object} [more] `words`: texts for kinds that mean something else here, and then the host's own words, which name
 *   what exactly it is; `other`: a second button
 */
export function problem(error, again, { words, other } = {}) {
  const text = words?.[error.kind] ? t(words[error.kind]) : errorWords(error);
  const exactly = words || !error.kind; // what has no kind comes from the application, not from the host
  return el("div", { class: "card problem", role: "alert" },
    el("h1", {}, t("problem_title")),
    el("div", {}, text),
    (error.fix || exactly) && el("details", {}, el("summary", {}, t(exactly ? "problem_exactly" : "problem_more")),
      exactly && el("p", { lang: "en", dir: "auto" }, error.message), error.fix && fix(error.fix)),
    (again || other) && el("p", { class: "actions" }, again && button(t("try_again"), again, { class: "main" }), other));
}

/** What is said in English alone. */
export const english = (text) => el("span", { lang: "en", dir: "auto" }, text);

/** A reason in the person's language; of one that may be many things ("unknown") the host's own words. */
export const reasonWords = ({ kind, message }) => textFor("reason", kind) === kind ? english(message) : textFor("reason", kind);

// What their kind alone does not tell: which right is missing, what else decides.
const BROAD = ["permission-denied", "not-eligible"];

/** What an error of the host means: in the person's language, and what only the host can name. */
export function errorWords({ kind, message, retriable, data }) {
  // Nobody was asked: another dialog was refused a moment ago.
  if (kind === "consent-refused" && retriable) return t("error_consent_refused_lately");
  const reasons = data?.reasons ?? [];
  return [
    textFor("error", kind ?? "internal", message),
    BROAD.includes(kind) && reasons.length === 0 && [" ", english(message)],
    reasons.length > 0 && el("ul", {}, reasons.map((reason) => el("li", {}, reasonWords(reason)))),
  ];
}

/** The same of what failed in a result where the rest went on, and the host's advice. */
export function failure(error) {
  const { data = {}, message } = error;
  return el("div", {}, el("div", { class: "bad" }, errorWords({ kind: data.kind, message, retriable: data.retriable, data })), data.fix && fix(data.fix));
}

/** Which of these profiles, by id; nothing where there is no choice. */
export function profileChoice(label, profiles, value, changed) {
  if (profiles.length < 2) return null;
  const options = profiles.map(({ id, application, name }) => ({ value: id, text: t("profile_named", applicationName(application), name) }));
  return choose(label, options, value, changed);
}

/** What the host says besides the result, each in a line. */
export function warnings(list = []) {
  return list.map(({ kind, message }) => el("p", { class: "warn" }, textFor("warning", kind, message)));
}

/** One step that mends something: its words, the command, and a button where the page can do it. */
export function fix({ text, command, call }, run) {
  return el("div", {},
    text && el("p", { lang: "en", dir: "auto" }, text),
    command && el("code", { class: "command", dir: "ltr" }, command),
    call && run && el("p", { class: "actions" }, button(t("fix_do_it"), () => run(call))));
}

/** yes, no, or not checked, each with a mark and in words. */
export function check(name, value) {
  const [look, mark, words] = value === true ? ["yes", "✓", "check_yes"] : value === false ? ["no", "✗", "check_no"] : ["unknown", "–", "check_none"];
  return el("li", { class: look }, el("span", { class: "mark", "aria-hidden": "true" }, mark), textFor("check", name), " ",
    el("span", { class: value === true ? "unseen" : "" }, t(words)));
}

/** Says that a dialog may come, and whose it is. */
export function dialogNotice(why) {
  return el("div", { class: "card notice" }, el("p", {}, el("strong", {}, why)), el("p", {}, t("dialog_whose")));
}

export function busy(draw, text) {
  draw("busy", el("h1", {}, text), el("progress", { "aria-label": text }));
}

// SPDX-License-Identifier: MPL-2.0

import { button, el } from "../pages/dom.js";
import { commonName } from "../pages/names.js";
import { dateText, t } from "../pages/texts.js";
import { outcomeOf } from "./back_up_choice.js";
import { failure, warnings } from "./parts.js";

/** Where the file lies, what is in it and what is not, and what to do with it. */
export function writtenView(page, result, again) {
  const { file, companion, beside, certificates, protection } = result;
  const state = outcomeOf(result);
  page.draw(state,
    el("h1", {}, t(state === "done" ? "back_up_done" : "back_up_partial")),
    el("p", {}, t("back_up_read_back")),
    el("div", { class: "card done" },
      el("p", {}, t("back_up_file")), el("code", { class: "command", dir: "ltr", id: "written" }, file),
      companion && [el("p", {}, t("back_up_companion")), el("code", { class: "command", dir: "ltr", id: "companion" }, companion),
        el("p", { class: "quiet" }, t("back_up_beside", beside.certificates, beside.trust, beside.smimeProfiles))]),
    warnings(result.warnings),
    el("h2", {}, t("bring_inside")),
    el("ul", { class: "plain" }, certificates.map(inside)),
    el("p", { class: "quiet" }, t("back_up_protection", protection.encryption, protection.mac)),
    el("div", { class: "card notice" }, el("p", {}, t("back_up_keep")), companion && el("p", {}, t("back_up_keep_both"))),
    el("p", { class: "actions" }, button(t("back_up_another"), again)));
}

function inside({ subject, notAfter, outcome, error }) {
  const exported = outcome === "exported";
  return el("li", { class: exported ? "yes" : "no" },
    el("span", { class: "mark", "aria-hidden": "true" }, exported ? "✓" : "✗"),
    el("strong", { dir: "auto" }, commonName(subject)), " ", el("span", { class: "quiet" }, t("valid_to", dateText(notAfter))),
    !exported && el("div", { class: "bad" }, t("back_up_left_out")),
    error && failure(error));
}

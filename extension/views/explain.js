// SPDX-License-Identifier: MPL-2.0

import { el } from "../pages/dom.js";
import { t } from "../pages/texts.js";
import { rootsToTrust, stepView } from "./explain_step.js";
import { apart } from "./move_choice.js";
import { showResult } from "./move_result.js";
import { busy, dialogNotice, fix, problem, reasonWords } from "./parts.js";
import { allProfiles, targetAmong } from "./profiles.js";
import { cancelled, running } from "./running.js";

/** Why an identity can or cannot sign and encrypt, and what to do, one step a reason. */
export async function explainView(page) {
  const { host, draw, signal } = page;
  busy(draw, t("explain_busy"));
  try {
    const profiles = await allProfiles(host);
    const profile = targetAmong(profiles);
    if (profile === null) return draw("empty", el("h1", {}, t("select_empty")), el("p", {}, t("no_thunderbird")));
    const { identities, notes = [] } = await host.call("selection.explain", { profile: profile.id }, { signal });
    if (!identities.length) return draw("empty", el("h1", {}, t("select_empty")), el("p", {}, t("no_account_text")));
    const around = { profiles, roots: await rootsToTrust(host, identities.flatMap(({ steps }) => steps)), run: (...what) => carryOut(page, ...what) };
    return draw("done", el("h1", {}, t("explain_title")), identities.map((identity) => explained(identity, around)),
      notes.length > 0 && el("section", { class: "card notice", id: "notes" }, el("h2", {}, t("explain_notes")), notes.map((note) => fix(note))));
  } catch (error) {
    return draw("error", problem(error, () => explainView(page)));
  }
}

/** Does what a step says; what a move did is shown as where one moves. `asks`: a dialog may come. */
async function carryOut(page, { method, params }, asks) {
  const again = () => explainView(page);
  try {
    const result = await running(page, { state: "running", title: t("explain_running"), notice: asks && dialogNotice(t("dialog_may_come")), method, params });
    await (method === "migration.run" ? showResult(page, apart(result), again) : again());
  } catch (error) {
    if (error.kind === "cancelled") return cancelled(page, t("cancelled_text"), again);
    page.draw("error", problem(error, again));
  }
}

function explained({ email, canSign, canEncrypt, steps }, around) {
  return el("section", { class: `card ${canSign.ok && canEncrypt.ok ? "done" : "waits"}` },
    el("h2", { dir: "auto" }, email),
    verdict(canSign, "can_sign", "cannot_sign"),
    verdict(canEncrypt, "can_encrypt", "cannot_encrypt"),
    steps.length > 0 && el("h3", {}, t("explain_steps")),
    steps.map((step) => stepView(step, around)));
}

function verdict({ ok, reasons }, yes, no) {
  return el("div", { class: ok ? "yes" : "no" },
    el("p", {}, el("span", { class: "mark", "aria-hidden": "true" }, ok ? "✓" : "✗"), t(ok ? yes : no)),
    reasons.length > 0 && el("ul", {}, reasons.map((reason) => el("li", {}, reasonWords(reason)))));
}

// SPDX-License-Identifier: MPL-2.0

import { el } from "../pages/dom.js";
import { reasonText, t, textFor } from "../pages/texts.js";
import { busy, fix, problem } from "./parts.js";
import { targetProfile } from "./profiles.js";

/** Why an identity can or cannot sign and encrypt, and what to do, one step a reason. */
export async function explainView(page) {
  const { host, draw, signal } = page;
  const again = () => explainView(page);
  busy(draw, t("explain_busy"));
  try {
    const profile = await targetProfile(host);
    if (profile === null) return draw("empty", el("h1", {}, t("select_empty")), el("p", {}, t("no_thunderbird")));
    const { identities, notes = [] } = await host.call("selection.explain", { profile: profile.id }, { signal });
    if (!identities.length) return draw("empty", el("h1", {}, t("select_empty")), el("p", {}, t("no_account_text")));
    const run = async ({ method, params }) => {
      busy(draw, t("explain_busy"));
      await host.call(method, params, { signal }).then(again, (error) => draw("error", problem(error, again)));
    };
    return draw("done", el("h1", {}, t("explain_title")), identities.map((identity) => explained(identity, run)),
      notes.length > 0 && el("section", { class: "card notice", id: "notes" }, el("h2", {}, t("explain_notes")), notes.map((note) => fix(note))));
  } catch (error) {
    return draw("error", problem(error, again));
  }
}

// The person's language says it all, but for steps whose text names something: an address to fetch from, a root.
const NAMING = ["trust-root", "fetch-issuer", "other"];
const without = ({ kind, text, call, command }) => ({ text: NAMING.includes(kind) ? text : "", command: call ? undefined : command });

function explained({ email, canSign, canEncrypt, steps }, run) {
  return el("section", { class: `card ${canSign.ok && canEncrypt.ok ? "done" : "waits"}` },
    el("h2", { dir: "auto" }, email),
    verdict(canSign, "can_sign", "cannot_sign"),
    verdict(canEncrypt, "can_encrypt", "cannot_encrypt"),
    steps.length > 0 && el("h3", {}, t("explain_steps")),
    steps.map((step) => el("div", { "data-step": step.kind },
      el("p", {}, textFor("step", step.kind, step.text)),
      fix({ ...step, ...without(step) }, run))));
}

function verdict({ ok, reasons }, yes, no) {
  return el("div", { class: ok ? "yes" : "no" },
    el("p", {}, el("span", { class: "mark", "aria-hidden": "true" }, ok ? "✓" : "✗"), t(ok ? yes : no)),
    reasons.length > 0 && el("ul", {}, reasons.map((reason) => el("li", {}, reasonText(reason)))));
}

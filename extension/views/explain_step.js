// SPDX-License-Identifier: MPL-2.0
// One step of an explanation: its words, what the person will be asked, and the button that does it.

import { el } from "../pages/dom.js";
import { applicationName, listText, profileName, t, textFor } from "../pages/texts.js";
import { askedRoot } from "./move_plan.js";
import { dialogNotice, english, fix } from "./parts.js";

// The person's language says it all, but for steps whose text names something: where to fetch from, what else to do.
const NAMING = ["fetch-issuer", "other"];

/**
 * The roots that these steps want to be trusted, by fingerprint: {fingerprint, subject}. The subject is absent where neither profile has
 * the root.
 */
export async function rootsToTrust(host, steps) {
  const asking = steps.map(paramsOf).filter(({ trustRoots }) => trustRoots);
  const roots = new Map(asking.flatMap(({ trustRoots }) => trustRoots).map((fingerprint) => [fingerprint, { fingerprint }]));
  for (const profile of new Set(asking.flatMap(({ from, to }) => [from, to]))) {
    const { certificates } = await host.call("certificates.list", { profile, kind: "authority" });
    for (const { fingerprint, subject } of certificates) if (roots.has(fingerprint)) roots.set(fingerprint, { fingerprint, subject });
  }
  return roots;
}

/** `around`: all `profiles`, the `roots` of rootsToTrust, and `run(call, asks)`. */
export function stepView(step, { profiles, roots, run }) {
  const { kind, text, command, call, needsDecision } = step;
  const { from, to, trustRoots = [] } = paramsOf(step);
  const locked = profiles.filter(({ id, passwordProtected }) => (id === from || id === to) && passwordProtected);
  return el("div", { "data-step": kind },
    el("p", {}, words(step, profiles)),
    trustRoots.map((root) => askedRoot(roots.get(root), t("root_text"), locked.length > 0 ? el("p", {}, t("root_dialog")) : undefined)),
    locked.length > 0 && dialogNotice(t("password_why", listText([...new Set(locked.map(({ application }) => applicationName(application)))]))),
    kind === "trust-root" && el("details", {}, el("summary", {}, t("problem_more")), el("p", {}, english(text))),
    fix({ text: NAMING.includes(kind) ? text : "", command: call ? undefined : command, call }, (what) => run(what, needsDecision || locked.length > 0)));
}

const paramsOf = ({ call }) => (call?.method === "migration.run" ? call.params : {});

function words(step, profiles) {
  const { from, to } = paramsOf(step);
  const nameOf = (wanted) => profiles.filter(({ id }) => id === wanted).map(profileName)[0] ?? "";
  // What is within one profile already is only to be trusted there.
  if (step.kind === "bring-chain" && from === to) return t("step_bring_chain_here", nameOf(to));
  return textFor("step", step.kind, step.text, nameOf(from), nameOf(to));
}

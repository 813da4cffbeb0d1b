// SPDX-License-Identifier: MPL-2.0

import { button, el } from "../pages/dom.js";
import { commonName } from "../pages/names.js";
import { applicationName, t } from "../pages/texts.js";
import { Bell } from "./bell.js";
import { besideCard, countTrust } from "./beside.js";
import { besideTrust, moving } from "./move_choice.js";
import { busy, check, english, failure, problem, reasonWords, warnings } from "./parts.js";

const CHECKS = ["keyMatches", "chain", "signVerify", "encryptDecrypt"];

const stillAsked = ({ roots }) => roots.some(({ action }) => action === "ask");

/** "partial", "pending" or "done". */
export function outcomeOf(result) {
  const broken = moving(result).some(({ outcome, roots, checks }) => outcome === "failed" || stillAsked({ roots }) ||
    Object.values(checks ?? {}).includes(false));
  const leftOut = result.beside?.error || countTrust(besideTrust(result)).asked > 0;
  const failed = result.people?.some(({ outcome }) => outcome === "failed");
  if (broken || leftOut || failed || result.identities.some(({ outcome }) => outcome === "failed")) return "partial";
  return result.identities.some(({ outcome }) => outcome === "pending") ? "pending" : "done";
}

/** The result; while something waits for Thunderbird, it is watched and turns to done by itself. */
export async function showResult(page, result, again) {
  const undone = () => undo(page, result, again);
  const testMail = (each) => inUse(each) && result.toProfile?.isCaller !== false && page.testMail?.(each, () => draw(outcomeOf(result)), { class: "main" });
  let drawn;
  const draw = (state) => page.draw(state, ...(drawn = content(result, state, { undone, again, testMail })));
  draw(outcomeOf(result));
  if (!result.identities.some(({ outcome }) => outcome === "pending")) return;
  try {
    await untilApplied(page, result);
    const { identities } = await page.host.call("identities.list", { profile: result.to });
    for (const each of result.identities.filter(({ outcome }) => outcome === "pending")) {
      const now = identities.find(({ id }) => id === each.id);
      const holds = (purpose) => !each[purpose] || now?.[purpose]?.fingerprint === each[purpose];
      each.dropped = now?.dropped ?? null;
      each.outcome = holds("signing") && holds("encryption") ? "selected" : each.dropped ? "failed" : "none";
    }
    if (drawn[0].isConnected) draw(outcomeOf(result)); // else the person went on to something else
  } catch {
    // The connection ended: the page shows that, and the result comes back with the next look.
  }
}

async function untilApplied({ host, signal }, result) {
  const change = new Bell();
  const { pending, stop } = await host.watchPending(result.to, () => change.ring());
  signal.addEventListener("abort", stop);
  for (let waiting = pending; waiting.length && !signal.aborted; ) {
    await change.rung;
    change.reset();
    ({ pending: waiting } = await host.call("selection.pending", { profile: result.to }));
  }
  stop();
}

const inUse = ({ outcome, signing, encryption }) => (outcome === "selected" || outcome === "kept") && signing && encryption;

function content(result, state, { undone, again, testMail }) {
  const used = result.identities.filter(({ outcome }) => outcome === "selected" || outcome === "pending" || outcome === "kept");
  const target = applicationName(result.toProfile?.application ?? "thunderbird");
  return [
    el("h1", {}, t(`result_${state}_title`)),
    el("p", {}, t(state === "done" && !moving(result).length ? "result_people" : `result_${state}`, target)),
    warnings(result.warnings),
    result.identities.filter(({ outcome }) => outcome && outcome !== "none").map((each) => identity(each, testMail(each))),
    moving(result).map((each) => certificate(each, target)),
    result.people?.length > 0 && peopleCard(result.people),
    result.beside && besideCard(result.beside, true),
    used.length === 0 && result.identities.length > 0 && moving(result).length > 0 && !moving(result).some(stillAsked) && el("p", {}, t("result_unused")),
    el("p", { class: "actions" },
      result.backup && button(t("undo"), undone),
      button(t("result_again"), again)),
  ];
}

function identity({ email, outcome, signByDefault, error, dropped }, testMail) {
  const look = { selected: "done", pending: "waits", kept: "done", failed: "problem" }[outcome];
  return el("div", { class: `card ${look}` },
    el("p", {}, el("strong", { dir: "auto" }, email), " – ", t(`identity_${outcome}`)),
    signByDefault && outcome === "selected" && el("p", { class: "quiet" }, t("identity_signs")),
    error && failure(error),
    outcome === "failed" && dropped && el("p", { class: "warn" }, english(dropped.reason)),
    testMail && el("p", { class: "actions" }, testMail));
}

function certificate({ subject, outcome, checks, roots, error, withoutKey }, target) {
  return el("div", { class: "card" },
    el("h2", {}, el("bdi", {}, commonName(subject)), ` – ${t(`outcome_${outcome}`)}`),
    checks && !withoutKey && el("ul", { class: "plain" }, CHECKS.map((name) => check(name, checks[name]))),
    stillAsked({ roots }) && el("p", { class: "warn" }, t("root_still_asked", target)),
    error && failure(error));
}

/** Other people's: how many are there now, and why the others stayed out. */
function peopleCard(people) {
  const there = people.filter(({ outcome, reason }) => !reason && outcome !== "failed"), left = people.filter((each) => !there.includes(each));
  return el("div", { class: left.length ? "card" : "card done", id: "people" },
    el("p", {}, t("people_there", there.length)),
    left.length > 0 && el("details", {}, el("summary", {}, t("people_left", left.length)),
      el("ul", { class: "plain" }, left.map((each) => el("li", {}, el("bdi", {}, each.emails?.[0] ?? commonName(each.subject)), " – ", why(each))))));
}

function why({ reason, error }) {
  if (error) return failure(error);
  return reason.kind === "change" ? t("people_change") : reasonWords(reason);
}

/** Back to before: the whole profile where Thunderbird is closed, else the choice of certificates. */
async function undo(page, result, again) {
  busy(page.draw, t("undo_busy"));
  try {
    const whole = await restore(page.host, result);
    page.draw("undone", el("h1", {}, t("undone_title")), el("p", {}, t(whole ? "undone_whole" : "undone_choice")),
      el("p", { class: "actions" }, button(t("start_again"), again)));
  } catch (error) {
    page.draw("error", problem(error, again));
  }
}

async function restore(host, result) {
  try {
    await host.call("backups.restore", { profile: result.to, name: result.backup });
    return true;
  } catch (error) {
    if (error.kind !== "application-running") throw error;
  }
  for (const { id, outcome } of result.identities) {
    if (outcome === "pending") await host.call("selection.set", { profile: result.to, identity: id, cancelPending: true });
    if (outcome === "selected") await host.call("selection.set", { profile: result.to, identity: id, undo: true });
  }
  return false;
}

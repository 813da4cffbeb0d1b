// SPDX-License-Identifier: MPL-2.0

import { button, el, tick } from "../pages/dom.js";
import { commonName } from "../pages/names.js";
import { applicationName, dateText, grouped, t } from "../pages/texts.js";
import { besideCard } from "./beside.js";
import { asksPrimaryPassword, others, own } from "./bring_choice.js";
import { asked, besideTrust, changesAnything, choosing, moving } from "./move_choice.js";
import { askedRoot, ownSentence, picture } from "./move_plan.js";
import { dialogNotice, profileChoice, warnings } from "./parts.js";

/** What is in the file and what would happen, and one button that does it. */
export function bringPlan(page, choice, { again, run }) {
  const { plan } = choice;
  const target = applicationName(plan.toProfile.application);
  const change = changesAnything(plan);
  const text = change ? sentence(plan, target) : t("bring_nothing", target);
  page.draw(change ? "plan" : "nothing",
    el("h1", {}, change ? t("bring_plan_title") : t("plan_nothing_title")),
    el("p", {}, text),
    own(plan).length > 0 && picture(plan, text),
    warnings(plan.warnings),
    plan.beside && besideCard(plan.beside),
    change && whatElse(choice, target),
    el("p", { class: "actions" }, change && button(t("bring_run", target), run, { class: "main", id: "run" }), button(t("bring_other_file"), choice.back)),
    el("h2", {}, t("bring_inside")),
    el("ul", { class: "plain" }, moving(plan).map(inside)),
    targets(choice, again));
}

function sentence(plan, target) {
  if (own(plan).length === 0) return t("bring_sentence_others", others(plan).length, target);
  return plan.toProfile.application === "thunderbird" ? ownSentence(plan, own(plan)) : ownSentence(plan, own(plan), "bring_sentence_firefox");
}

function whatElse(choice, target) {
  const { plan } = choice;
  const signs = choosing(plan).some(({ signByDefault }) => signByDefault);
  return [
    choosing(plan).length > 0 && tick(t("plan_sign"), choice.signByDefault ?? signs, (on) => Object.assign(choice, { signByDefault: on })),
    el("p", { class: "quiet" }, t("bring_safe", target)),
    asked(plan).map((root) => askedRoot(root, t(isBackedUp(plan, root) ? "bring_root_backup" : "bring_root_text", target), el("p", {}, t("root_dialog")))),
    dialogNotice(asksPrimaryPassword(choice) ? t("bring_consent_password", target) : t("bring_consent")),
  ];
}

const isBackedUp = (plan, root) => besideTrust(plan).some(({ fingerprint }) => fingerprint === root.fingerprint);

/** One certificate of the file: whose it is, until when, whether its key came along, and by what to tell it. */
function inside({ fingerprint, subject, emails = [], notAfter, action, withoutKey }) {
  const words = [withoutKey ? t("inside_without_key") : t("inside_with_key"), notAfter && t("valid_to", dateText(notAfter)),
    action === "present" && t("present")];
  return el("li", {},
    el("strong", { dir: "auto" }, commonName(subject)), emails.length > 0 && [" ", el("bdi", {}, emails.join(", "))],
    " ", el("span", { class: "quiet" }, words.filter(Boolean).join(", ")), el("br"),
    el("code", { class: "quiet", dir: "ltr" }, grouped(fingerprint)));
}

function targets({ profiles, to }, again) {
  const list = profileChoice(t("bring_to"), profiles, to, (id) => again({ to: id }));
  return list && el("details", {}, el("summary", {}, t("choices_title")), list);
}

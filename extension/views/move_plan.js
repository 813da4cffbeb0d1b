// SPDX-License-Identifier: MPL-2.0

import { button, el, tick } from "../pages/dom.js";
import { commonName } from "../pages/names.js";
import { applicationName, dateText, grouped, listText, profileName, t } from "../pages/texts.js";
import { asked, changesAnything, choosing, company, moving } from "./move_choice.js";
import { dialogNotice, profileChoice } from "./parts.js";

/** What would happen, as a sentence and a picture, and one button that does it. */
export function planView(page, choice, { again, run, file }) {
  const { plan } = choice;
  if (!moving(plan).length) return peopleView(page, choice, { again, run, file });
  const change = changesAnything(plan);
  const said = el("p", { class: "bad", role: "alert" });
  // To the host no certificate at all means each of them.
  const runTicked = () => (moving(plan).every(({ fingerprint }) => choice.skipped.has(fingerprint)) ? Object.assign(said, { textContent: t("choices_none") }) : run());
  page.draw(change ? "plan" : "nothing",
    el("h1", {}, change ? t("plan_title") : t("plan_nothing_title")),
    el("p", {}, change ? sentence(plan) : t("plan_nothing")),
    picture(plan, sentence(plan)),
    change && whatElse(choice),
    change && asked(plan).map((root) => askedRoot(root, t("root_text"))),
    said,
    change && el("p", { class: "actions" }, button(t("plan_run"), runTicked, { class: "main", id: "run" })),
    !change && peopleOnly(choice, run, peopleText(plan)),
    choices(choice, again),
    file());
}

/** Everything that happens in one sentence. */
const sentence = (plan) => ownSentence(plan, moving(plan));

/** The same of these certificates alone. `unused`: the text where no account gets one. */
export function ownSentence(plan, certificates, unused = "plan_sentence_unused") {
  const target = targetOf(plan);
  const source = plan.from === null ? t("plan_from_file") : profileName(plan.fromProfile);
  const what = certificates.length === 1 ? t("plan_one", addressesOf(certificates[0])) : t("plan_many", certificates.length);
  return choosing(plan).length
    ? t("plan_sentence", what, source, target, listText(choosing(plan).map(({ email }) => email)))
    : t(unused, what, source, target);
}

const targetOf = ({ toProfile }) => applicationName(toProfile?.application ?? "thunderbird");

const addressesOf = ({ emails = [], subject }) => (emails.length ? listText(emails) : commonName(subject));

/** From where, what, to where; `text` says the same. */
export function picture(plan, text) {
  const [first, ...more] = moving(plan);
  const account = choosing(plan)[0] ?? plan.identities.find(({ action }) => action === "keep");
  return el("div", { class: "picture", role: "img", "aria-label": text },
    end(plan.from === null ? t("plan_from_file") : "Firefox", plan.fromProfile && profileName(plan.fromProfile)),
    arrow(),
    el("div", { class: "cargo" },
      el("strong", { dir: "auto" }, commonName(first.subject)),
      el("span", { dir: "auto" }, first.emails?.[0] ?? ""),
      first.notAfter && el("span", { class: "quiet" }, t("valid_to", dateText(first.notAfter))),
      more.length > 0 && el("span", { class: "quiet" }, t("and_more", more.length))),
    arrow(),
    end(targetOf(plan), account?.email));
}

const end = (name, below) => el("div", { class: "end" }, el("strong", {}, name), below && below !== name && el("span", { class: "quiet", dir: "auto" }, below));
const arrow = () => el("span", { class: "arrow" }, "→");

function whatElse(choice) {
  const { plan } = choice;
  const signs = choosing(plan).some(({ signByDefault }) => signByDefault);
  return [
    choosing(plan).length > 0 && tick(t("plan_sign"), choice.signByDefault ?? signs, (on) => Object.assign(choice, { signByDefault: on })),
    company(plan).length > 0 && el("div", { id: "people" },
      tick(peopleText(plan), choice.correspondents ?? false, (on) => Object.assign(choice, { correspondents: on }))),
    el("p", { class: "quiet" }, t("plan_safe")),
  ];
}

/** The source has no certificate of one's own. */
function peopleView(page, choice, { again, run, file }) {
  const { plan } = choice;
  page.draw("people",
    el("h1", {}, t("people_only_title")),
    el("p", {}, t("people_only", profileName(plan.fromProfile)), " ", peopleText(plan, "people_take_one", "people_take")),
    peopleOnly(choice, run, t("people_run"), { class: "main" }),
    choices(choice, again),
    file());
}

/** Where none of one's own comes, other people's may still come. */
function peopleOnly(choice, run, text, properties) {
  const withPeople = () => {
    choice.correspondents = true;
    run();
  };
  return company(choice.plan).length > 0 && el("p", { class: "actions" }, button(text, withPeople, { id: "people", ...properties }));
}

function peopleText(plan, one = "plan_person", many = "plan_people") {
  const people = company(plan);
  return people.length === 1 ? t(one, addressesOf(people[0])) : t(many, people.length);
}

/** A root that nobody trusts yet: its whole fingerprint, and what will be asked where. */
export function askedRoot(root, text, notice = dialogNotice(t("root_dialog"))) {
  return el("div", { class: "card waits" },
    el("h2", {}, t("root_title")),
    el("p", {}, text),
    root.subject && el("p", {}, el("strong", { dir: "auto" }, commonName(root.subject))),
    el("code", { class: "aloud", dir: "ltr" }, grouped(root.fingerprint)),
    notice);
}

/** What can be chosen, the best preselected; closed, because nearly nobody needs it. */
function choices(choice, again) {
  const { plan, profiles, skipped } = choice;
  const of = (application) => profiles.filter((each) => each.application === application);
  const pick = (member) => (id) => again(Object.assign(choice, { [member]: id, skipped: skipped.clear() ?? skipped }));
  const certificates = moving(plan);
  return el("details", {},
    el("summary", {}, t("choices_title")),
    profileChoice(t("choices_from"), of("firefox"), plan.from, pick("from")),
    profileChoice(t("choices_to"), of("thunderbird"), plan.to, pick("to")),
    certificates.length > 0 && el("h2", {}, t("choices_certificates")),
    certificates.map((each) => certificateChoice(each, certificates.length > 1, skipped)),
    certificates.length > 0 && el("h2", {}, t("choices_roots")),
    el("ul", { class: "plain" }, rootsOf(certificates).map((root) => el("li", {},
      el("strong", { dir: "auto" }, commonName(root.subject)), " – ", t(`root_${root.byAdministrator ? "administrator" : root.action}`), el("br"),
      el("code", { dir: "ltr" }, grouped(root.fingerprint))))));
}

function certificateChoice({ fingerprint, subject, emails = [], notAfter, action }, optional, skipped) {
  const name = `${commonName(subject)} – ${emails.join(", ")}`;
  const text = [notAfter ? `${name}, ${t("valid_to", dateText(notAfter))}` : name, action === "present" ? ` (${t("present")})` : ""].join("");
  const keep = (on) => (on ? skipped.delete(fingerprint) : skipped.add(fingerprint));
  return el("div", {}, optional ? tick(text, !skipped.has(fingerprint), keep) : el("p", { dir: "auto" }, text),
    el("code", { class: "quiet", dir: "ltr" }, grouped(fingerprint)));
}

const rootsOf = (certificates) => [...new Map(certificates.flatMap(({ roots }) => roots).map((root) => [root.fingerprint, root])).values()];

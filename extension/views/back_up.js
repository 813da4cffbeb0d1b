// SPDX-License-Identifier: MPL-2.0
// Writing a key file: what goes into it, its name, one button, where it lies.

import { button, el, radio, tick, write } from "../pages/dom.js";
import { commonName } from "../pages/names.js";
import { dateText, t } from "../pages/texts.js";
import { exportParams, chosen, isName, newChoice, nextName, suggestedName, withProfile } from "./back_up_choice.js";
import { writtenView } from "./back_up_result.js";
import { busy, dialogNotice, problem, profileChoice } from "./parts.js";
import { allProfiles } from "./profiles.js";
import { cancelled, running } from "./running.js";

// What these kinds mean where a file is written.
const OF_FILE = { "wrong-password": "back_up_no_password", "permission-denied": "back_up_denied" };

export async function backUpView(page) {
  busy(page.draw, t("back_up_busy"));
  try {
    const profiles = await allProfiles(page.host);
    if (!profiles.length) return page.draw("empty", el("h1", {}, t("bring_empty")), el("p", {}, t("bring_empty_text")));
    return await offer(page, newChoice(profiles, page.inThunderbird));
  } catch (error) {
    return page.draw("error", problem(error, () => backUpView(page)));
  }
}

async function offer(page, choice) {
  busy(page.draw, t("back_up_busy"));
  try {
    ({ certificates: choice.certificates } = await page.host.call("certificates.list", { profile: choice.profile }));
  } catch (error) {
    return page.draw("error", problem(error, () => offer(page, choice), { other: source(page, choice) }));
  }
  return choice.certificates.length ? form(page, choice) : page.draw("empty", el("h1", {}, t("back_up_empty")), el("p", {}, t("back_up_empty_text")), source(page, choice));
}

function source(page, choice) {
  return profileChoice(t("back_up_from"), choice.profiles, choice.profile, (profile) => offer(page, withProfile(choice, profile)));
}

/** `fault`: what was wrong with the last try. */
function form(page, choice, fault = "") {
  const said = el("p", { class: "bad", role: "alert", id: "name-fault" }, fault);
  const own = choice.name;
  const name = write(t("back_up_name"), own ?? suggestedName(choice, today()), { id: "name", "aria-describedby": "name-hint name-fault", spellcheck: "false" });
  let written = own !== null;
  name.input.addEventListener("input", () => {
    written = true;
  });
  // A name that the person wrote stays; ours follows what is chosen.
  const pick = (whole) => {
    choice.whole = whole;
    if (!written) name.input.value = suggestedName(choice, today());
  };
  const some = radio("what", t("back_up_some"), !choice.whole, () => pick(false));
  page.draw("choose",
    el("h1", {}, t("back_up_title")),
    el("p", {}, t("back_up_text")),
    source(page, choice),
    el("fieldset", { class: "card" },
      el("legend", {}, t("back_up_what")),
      radio("what", t("back_up_whole", choice.certificates.length), choice.whole, () => pick(true), t("back_up_whole_hint")),
      some,
      el("div", { class: "inner" }, choice.certificates.map((each) => tick(lineOf(each), choice.ticked.has(each.fingerprint), (on) => {
        if (on) choice.ticked.add(each.fingerprint);
        else choice.ticked.delete(each.fingerprint);
        some.querySelector("input").checked = true;
        pick(false);
      }))),
      name.field,
      el("p", { class: "quiet", id: "name-hint" }, t("back_up_name_hint")),
      said,
      el("details", {}, el("summary", {}, t("back_up_old")),
        tick(t("back_up_compatible"), choice.compatible, (on) => Object.assign(choice, { compatible: on })),
        el("p", { class: "warn" }, t("back_up_compatible_hint")))),
    dialogNotice(t("back_up_password")),
    el("p", { class: "actions" }, button(t("back_up_run"), () => {
      choice.name = name.input.value.trim();
      const wrong = chosen(choice).length === 0 ? "choices_none" : isName(choice.name) ? null : "back_up_bad_name";
      if (!wrong) return carryOut(page, choice);
      choice.name = own;
      said.textContent = t(wrong);
      return name.input.focus();
    }, { class: "main", id: "run" })));
}

const lineOf = ({ subject, emails, notAfter }) => [commonName(subject), ...emails, t("valid_to", dateText(notAfter))].join(", ");

async function carryOut(page, choice) {
  try {
    const result = await running(page, { state: "running", title: t("back_up_running"), notice: dialogNotice(t("back_up_password")),
      method: "pkcs12.export", params: exportParams(choice) });
    writtenView(page, result, () => backUpView(page));
  } catch (error) {
    if (error.kind === "cancelled") return cancelled(page, t("back_up_cancelled"), () => form(page, choice));
    if (error.kind !== "file-exists") return page.draw("error", problem(error, () => form(page, choice), { words: OF_FILE }));
    form(page, Object.assign(choice, { name: nextName(choice.name) }), t("back_up_exists"));
    document.getElementById("name").focus();
  }
}

/** In the person's own time zone. */
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

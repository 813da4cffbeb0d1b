// SPDX-License-Identifier: MPL-2.0
// The move: what would happen, one button, progress, the result.

import { button, el } from "../pages/dom.js";
import { applicationName, listText, t } from "../pages/texts.js";
import { lookInto } from "./bring.js";
import { newChoice } from "./bring_choice.js";
import { fileField } from "./key_file.js";
import { apart, asked, company, makePlan, moving, runParams } from "./move_choice.js";
import { planView } from "./move_plan.js";
import { showResult } from "./move_result.js";
import { busy, dialogNotice, problem } from "./parts.js";
import { allProfiles } from "./profiles.js";
import { cancelled, running } from "./running.js";

/** Shows what would happen. Where a primary password will be asked for, that is said before the host is asked anything. */
export async function moveView(page) {
  busy(page.draw, t("move_looking"));
  try {
    const profiles = await allProfiles(page.host);
    await offer(page, { profiles, announced: false, skipped: new Set(), inThunderbird: page.inThunderbird });
  } catch (error) {
    page.draw("error", problem(error, () => moveView(page)));
  }
}

async function offer(page, choice) {
  const again = () => offer(page, choice);
  const locked = choice.announced ? [] : withPassword(choice);
  if (locked.length) return announce(page, locked, () => offer(page, Object.assign(choice, { announced: true })));
  busy(page.draw, t("move_looking"));
  try {
    choice.plan = await makePlan(page.host, choice, page.signal);
  } catch (error) {
    if (["certificate-not-found", "identity-not-found", "profile-not-found"].includes(error.kind)) return nothing(page, choice, error.kind);
    return page.draw("error", problem(error, again));
  }
  if (!moving(choice.plan).length && !company(choice.plan).length) return nothing(page, choice, "certificate-not-found");
  return planView(page, choice, { again, run: () => carryOut(page, choice), file: () => fileOffer(page, choice) });
}

const withPassword = ({ profiles }) => profiles.filter(({ passwordProtected }) => passwordProtected);

function announce({ draw }, profiles, go) {
  const applications = [...new Set(profiles.map(({ application }) => applicationName(application)))];
  draw("password",
    el("h1", {}, t("password_title")),
    dialogNotice(t("password_why", listText(applications))),
    el("p", { class: "actions" }, button(t("go_on"), go, { class: "main" })));
}

function nothing(page, choice, kind) {
  const [title, text] = kind === "certificate-not-found" ? ["empty_title", "empty_text"] : ["no_account_title", "no_account_text"];
  page.draw("empty",
    el("h1", {}, t(title)),
    fileOffer(page, choice),
    el("p", {}, t(text)),
    el("p", { class: "actions" }, button(t("look_again"), () => moveView(page))));
}

/** "I have a file from my authority", where the host can take one. */
function fileOffer(page, { profiles }) {
  if (!page.host.can("pkcs12.import")) return null;
  const choice = newChoice(profiles, () => moveView(page));
  return el("div", { class: "card" }, fileField({ id: "file", label: el("strong", {}, t("file_title")), hint: t("file_text"), chosen: ([file]) => {
    if (file) lookInto(page, Object.assign(choice, { file }));
  } }));
}

async function carryOut(page, choice) {
  const [method, params] = runParams(choice);
  const asks = asked(choice.plan).length > 0 || withPassword(choice).length > 0;
  try {
    const result = await running(page, { state: "running", title: t("move_running"), notice: asks && dialogNotice(t("dialog_may_come")), method, params });
    await showResult(page, apart(result), () => moveView(page));
  } catch (error) {
    if (error.kind === "cancelled") return cancelled(page, t("cancelled_text"), () => moveView(page));
    page.draw("error", problem(error, () => moveView(page)));
  }
}

// SPDX-License-Identifier: MPL-2.0
// Bringing in a key file: choose it, see what is inside and what would happen, one button, the result.

import { button, el } from "../pages/dom.js";
import { t } from "../pages/texts.js";
import { bringParams, lookParams, newChoice } from "./bring_choice.js";
import { bringPlan } from "./bring_plan.js";
import { fileField } from "./key_file.js";
import { showResult } from "./move_result.js";
import { busy, dialogNotice, problem, profileChoice } from "./parts.js";
import { allProfiles } from "./profiles.js";
import { cancelled, running } from "./running.js";

// What these kinds mean of a key file. Where the host was to open it, no primary password was asked for.
const OF_FILE = {
  "wrong-password": "file_wrong_password",
  "certificate-not-found": "file_holds_nothing",
  "no-private-key": "file_mismatch",
  "too-large": "file_too_large",
};

export async function bringView(page) {
  busy(page.draw, t("bring_busy"));
  try {
    const profiles = await allProfiles(page.host);
    if (!profiles.length) return page.draw("empty", el("h1", {}, t("bring_empty")), el("p", {}, t("bring_empty_text")));
    return chooseFile(page, newChoice(profiles, () => bringView(page)));
  } catch (error) {
    return page.draw("error", problem(error, () => bringView(page)));
  }
}

function chooseFile(page, choice) {
  const said = el("p", { class: "bad", role: "alert" });
  page.draw("choose",
    el("h1", {}, t("bring_title")),
    el("p", {}, t("bring_text")),
    el("div", { class: "card" },
      fileField({ id: "file", label: t("bring_file"), hint: t("bring_file_hint"), chosen: ([file]) => Object.assign(choice, { file: file ?? null }) }),
      el("details", {}, el("summary", {}, t("bring_more")),
        fileField({ id: "more", label: t("bring_bundles"), hint: t("bring_bundles_hint"), many: true, chosen: (bundles) => Object.assign(choice, { bundles }) })),
      profileChoice(t("bring_to"), choice.profiles, choice.to, (to) => Object.assign(choice, { to }))),
    dialogNotice(t("bring_password")),
    said,
    el("p", { class: "actions" }, button(t("bring_look"), () => {
      if (choice.file) return lookInto(page, choice);
      said.textContent = t("bring_no_file");
      return document.getElementById("file").focus();
    }, { class: "main", id: "look" })));
}

/** What is in the file, and what would happen. Nothing is changed. */
export async function lookInto(page, choice) {
  try {
    choice.plan = await running(page, { state: "looking", title: t("bring_looking"), notice: dialogNotice(t("bring_password")),
      method: "pkcs12.import", params: lookParams(choice) });
  } catch (error) {
    if (error.kind === "cancelled") return cancelled(page, t("bring_cancelled"), choice.back);
    return page.draw("error", problem(error, () => lookInto(page, choice), { words: OF_FILE, other: button(t("bring_other_file"), choice.back) }));
  }
  return bringPlan(page, choice, { again: (change) => lookInto(page, Object.assign(choice, change)), run: () => bringIn(page, choice) });
}

async function bringIn(page, choice) {
  try {
    const result = await running(page, { state: "running", title: t("bring_running"), notice: dialogNotice(t("dialog_may_come")),
      method: "pkcs12.import", params: bringParams(choice) });
    await showResult(page, result, choice.back);
  } catch (error) {
    if (error.kind === "cancelled") return cancelled(page, t("cancelled_text"), choice.back);
    return page.draw("error", problem(error, () => lookInto(page, choice), { other: button(t("bring_other_file"), choice.back) }));
  }
}

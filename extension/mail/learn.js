// SPDX-License-Identifier: MPL-2.0
// The sender of the message that is shown: what its signature is worth, and their certificate kept, so that mail can be encrypted to them.

import { button, el } from "../pages/dom.js";
import { t } from "../pages/texts.js";
import { base64 } from "../views/key_file.js";
import { dialogNotice, problem, reasonWords } from "../views/parts.js";
import { targetProfile } from "../views/profiles.js";
import { cancelled, running } from "../views/running.js";
import { addressesOf, stateAfter, stateOf, wishesOf } from "./lesson.js";
import { decide, decision, signatureCard } from "./lesson_view.js";
import { allowed, askAndStartAgain, giveBack, NEEDED, takeUp } from "./permissions.js";
import { recipientCard } from "./recipient_card.js";
import { backTo } from "./window.js";

/** `page.subject`: the number of the tab that shows the message. */
export async function learnView(page) {
  if (!takeUp(viewOf(page)) || !(await allowed(NEEDED.message))) return announce(page);
  page.signal.addEventListener("abort", () => giveBack(NEEDED.message));
  return read(page);
}

const viewOf = ({ subject }) => `learn/${subject}`;

function announce(page) {
  page.draw("announce",
    el("h1", {}, t("learn_title")),
    el("p", {}, t("learn_what")),
    el("div", { class: "card notice" }, el("p", {}, el("strong", {}, t("learn_permission"))), el("p", {}, t("learn_permission_why"))),
    ways(page, button(t("recipients_look"), async () => (await askAndStartAgain(NEEDED.message, viewOf(page), true)) || refused(page),
      { class: "main", id: "ask" })));
}

function refused(page) {
  page.draw("refused", el("h1", {}, t("recipients_refused_title")), el("p", {}, t("learn_refused")),
    ways(page, button(t("try_again"), () => announce(page), { class: "main" })));
}

/** The message once; then what it teaches. */
async function read(page) {
  const again = () => read(page);
  reading(page);
  try {
    const header = await shown(page.subject);
    if (!header) return page.draw("none", el("h1", {}, t("learn_none_title")), el("p", {}, t("learn_none")), ways(page, button(t("look_again"), again, { class: "main" })));
    const raw = await browser.messages.getRaw(header.id, { data_format: "File" });
    const profile = await targetProfile(page.host);
    return await judge(page, { header, profile, files: [base64(new Uint8Array(await raw.arrayBuffer()))] });
  } catch (error) {
    return page.draw("error", problem(error, again, { other: back(page) }));
  }
}

/** The one message in this tab; null where there is none, or several, or no tab any more. */
async function shown(tab) {
  const { messages } = await browser.messageDisplay.getDisplayedMessages(tab).catch(() => ({ messages: [] }));
  return messages.length === 1 ? messages[0] : null;
}

function reading(page, profile) {
  page.draw("busy", el("h1", {}, t("learn_busy")), el("progress", { "aria-label": t("learn_busy") }),
    profile?.passwordProtected && dialogNotice(t("dialog_may_come")));
}

/** `message`: its header, the profile that learns, and the files: the message first. */
async function judge(page, message) {
  const { profile, files } = message;
  reading(page, profile);
  try {
    const lesson = lessonOf(await page.host.call("recipients.learn", { profile: profile.id, messages: files, dryRun: true }, { signal: page.signal }));
    return show(page, { ...message, lesson, state: stateOf(lesson) });
  } catch (error) {
    const words = files.length > 1 ? { "bad-file": "learn_file_bad" } : undefined;
    return page.draw("error", problem(error, () => judge(page, { ...message, files: files.slice(0, 1) }), { words, other: back(page) }));
  }
}

const lessonOf = ({ messages }) => messages.find(({ file }) => file === 0);

async function show(page, found) {
  const { lesson, state, files, profile } = found;
  const bringFile = (more) => judge(page, { ...found, files: [files[0], ...more.map(({ data }) => data)] });
  const answers = state === "present" ? await check(page, profile, lesson) : [];
  const doIt = decide(state, () => learn(page, found));
  page.draw(state,
    el("h1", {}, t(`learn_${state}_title`)),
    signatureCard(found),
    decision({ ...found, bringFile, wrongFile: files.length > 1 }),
    answers.map((answer) => recipientCard(answer)),
    doIt && profile.passwordProtected && dialogNotice(t("password_why", "Thunderbird")),
    ways(page, doIt));
}

async function learn(page, found) {
  const { files, profile } = found;
  const again = () => judge(page, found);
  const wishes = { ...found.wishes, ...wishesOf(found.lesson) };
  try {
    const lesson = lessonOf(await running(page, { state: "running", title: t("learn_running"), notice: dialogNotice(t("dialog_may_come")),
      method: "recipients.learn", params: { profile: profile.id, messages: files, ...wishes } }));
    // Whose place somebody would take is seen only once the root is trusted; without a yes to that, too, nothing is kept.
    if (lesson.outcome === "change" && !wishes.acceptChanges) return await show(page, { ...found, lesson, wishes, state: "change" });
    return await finish(page, { ...found, lesson, state: stateAfter(lesson) }, again);
  } catch (error) {
    if (error.kind === "cancelled") return cancelled(page, t("learn_nothing"), again);
    return page.draw("error", problem(error, again, { other: back(page) }));
  }
}

const OUTCOMES = { done: ["learn_done"], declined: ["learn_nothing", "learn_declined"], unasked: ["learn_nothing", "error_no_ui"] };

async function finish(page, found, again) {
  const { lesson, state, profile } = found;
  const answers = state === "done" ? await check(page, profile, lesson) : [];
  page.draw(state,
    el("h1", {}, t(`learn_${state}_title`)),
    OUTCOMES[state]?.map((text) => el("p", {}, t(text))) ?? el("p", { class: "bad" }, reasonWords(lesson.reason)),
    answers.map((answer) => recipientCard(answer)),
    ways(page, state !== "done" && button(t("try_again"), again, { class: "main", id: "again" })));
}

async function check({ host, signal }, { id }, lesson) {
  return (await host.call("recipients.check", { profile: id, addresses: addressesOf(lesson) }, { signal })).recipients;
}

const back = (page) => button(t("learn_back"), () => backTo(page.subject), { id: "back" });
const ways = (page, first) => el("p", { class: "actions" }, first, back(page));

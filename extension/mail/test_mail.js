// SPDX-License-Identifier: MPL-2.0
// A mail to oneself: what will happen, sending, waiting, and what can be said of what arrived.

import { button, el } from "../pages/dom.js";
import { t } from "../pages/texts.js";
import { check, dialogNotice } from "../views/parts.js";
import { arrivals } from "./arrival.js";
import { judge } from "./judge.js";
import { allowed, askAndStartAgain, giveBack, NEEDED, takeUp } from "./permissions.js";
import { sendToSelf } from "./send.js";
import { isSignatureGood } from "./signature.js";

const SLOW_MS = 30_000;
const LOST_MS = 600_000;

let resumed = takeUp("select");

/**
 * The button that starts it, where this Thunderbird has this identity and a certificate for both purposes is chosen for it.
 *
 * @param {object} page
 * @param {{id: string, email: string}} identity
 * @param {function} back draws what was shown before
 * @param {object} [properties] of the button
 */
export function testMailButton(page, identity, back, properties) {
  if (resumed === identity.id) {
    resumed = null;
    queueMicrotask(() => start(page, identity, back)); // once what it belongs to is drawn
  }
  return button(t("mail_button"), () => start(page, identity, back), { "data-mail": identity.id, ...properties });
}

async function start(page, { id, email }, back) {
  const own = await browser.identities.get(id).catch(() => null);
  const test = { identity: { id, email }, back, again: () => start(page, { id, email }, back) };
  if (own?.email.toLowerCase() !== email.toLowerCase()) return unsent(page, test, "mail_foreign");
  return (await allowed(NEEDED.mail)) ? run(page, test) : announce(page, test);
}

function announce(page, test) {
  page.draw("mail-announce",
    el("h1", {}, t("mail_title")),
    el("p", {}, t("mail_what", test.identity.email)),
    el("div", { class: "card notice" }, el("p", {}, el("strong", {}, t("mail_permission"))), el("p", {}, t("mail_permission_why"))),
    el("p", { class: "quiet" }, t("mail_stays")),
    el("p", { class: "actions" },
      button(t("mail_send"), async () => (await askAndStartAgain(NEEDED.mail, "select", test.identity.id)) || refused(page, test), { class: "main", id: "send" }),
      button(t("mail_back"), test.back)));
}

function refused(page, test) {
  page.draw("mail-refused", el("h1", {}, t("mail_refused_title")), el("p", {}, t("mail_refused")), ways(test, "try_again"));
}

async function run(page, test) {
  const ending = new AbortController();
  page.signal.addEventListener("abort", () => {
    ending.abort();
    giveBack(NEEDED.mail);
  });
  const mark = crypto.randomUUID();
  try {
    const arriving = arrivals(ending.signal);
    page.draw("mail-sending", el("h1", {}, t("mail_sending")), el("progress", { "aria-label": t("mail_sending") }), el("p", {}, t("mail_sending_text")));
    const sent = await sendToSelf(test.identity, { subject: t("mail_subject"), text: t("mail_body", mark) });
    const message = await wait(page, test, arriving.find(sent));
    if (message) await arrived(page, test, message, mark);
  } catch (error) {
    unsent(page, test, error.opened ? "mail_unsent" : "mail_not_set", error);
  } finally {
    ending.abort();
  }
}

/** The mail; null if the person stopped waiting. */
function wait(page, test, arrival) {
  return new Promise((resolve) => {
    const slow = el("p", { role: "status" });
    const timers = [];
    const done = (message) => {
      timers.forEach(clearTimeout);
      resolve(message);
    };
    const stop = () => {
      done(null);
      test.back();
    };
    const look = () => {
      slow.textContent = "";
      page.draw("mail-waiting", el("h1", {}, t("mail_waiting")), el("progress", { "aria-label": t("mail_waiting") }),
        el("p", {}, t("mail_waiting_text")), slow, el("p", { class: "actions" }, button(t("mail_stop"), stop)));
      timers.push(setTimeout(() => {
        slow.textContent = t("mail_slow");
      }, SLOW_MS), setTimeout(missing, LOST_MS));
    };
    // It goes on listening meanwhile: a mail that comes after all is judged.
    const missing = () => page.draw("mail-missing", el("h1", {}, t("mail_missing_title")),
      el("p", {}, t("mail_missing", LOST_MS / 60_000)), el("ul", {}, ["mail_missing_junk", "mail_missing_fetch", "mail_missing_other"].map((text) => el("li", {}, t(text)))),
      el("p", { class: "actions" }, button(t("mail_longer"), look, { class: "main" }), button(t("mail_back"), stop)));
    page.signal.addEventListener("abort", () => done(null));
    arrival.then(done);
    look();
  });
}

function checking(page) {
  page.draw("mail-checking", el("h1", {}, t("mail_checking")), dialogNotice(t("mail_password")), el("progress", { "aria-label": t("mail_checking") }));
}

async function arrived(page, test, message, mark) {
  const full = message.headersOnly ? null : await browser.messages.getFull(message.id).catch(() => null);
  const found = judge(full, mark);
  found.signature = found.decrypted && found.signed ? await isSignatureGood(page.host, message.id, () => checking(page)) : null;
  const good = found.decrypted && found.signed && found.signature !== false;
  const advice = { encrypted: "mail_plain", decrypted: "mail_undecrypted", signed: "mail_unsigned", signature: "mail_bad_signature" };
  const wrong = Object.keys(advice).filter((name) => found[name] === false);
  const unread = found.encrypted === null;
  page.draw(good ? "mail-done" : "mail-partial",
    el("h1", {}, t(good && found.signature ? "mail_proved_title" : good ? "mail_done_title" : unread ? "mail_unread_title" : "mail_partial_title")),
    el("p", {}, good ? t("mail_done", test.identity.email) : unread ? t("mail_unread") : t("mail_partial")),
    el("div", { class: `card ${good ? "done" : "problem"}` },
      el("ul", { class: "plain" }, check("arrived", true), check("encrypted", found.encrypted), check("decrypted", found.decrypted),
        check("signed", found.signed), check("signature", found.signature)),
      wrong.map((name) => el("p", { class: "bad" }, t(advice[name])))),
    found.signed && found.signature === null && el("p", {}, t("mail_seal")),
    el("p", { class: "quiet" }, t("mail_stays")),
    el("p", { class: "actions" },
      button(t("mail_open"), () => browser.messageDisplay.open({ messageId: message.id, location: "tab", active: true }), { class: "main", id: "open" }),
      button(t("mail_another"), test.again), button(t("mail_back"), test.back)));
}

/** `error`: Thunderbird's own words, for whoever helps. */
function unsent(page, test, why, error) {
  page.draw("mail-unsent",
    el("div", { class: "card problem", role: "alert" },
      el("h1", {}, t("mail_unsent_title")),
      el("p", {}, t(why)),
      error && el("details", {}, el("summary", {}, t("problem_exactly")), el("p", { lang: "en", dir: "auto" }, error.message)),
      ways(test, "try_again")));
}

const ways = (test, again) => el("p", { class: "actions" }, button(t(again), test.again, { class: "main" }), button(t("mail_back"), test.back));

// SPDX-License-Identifier: MPL-2.0
// Who can read the mail encrypted that is being written, and S/MIME switched on for it.

import { button, el, tick } from "../pages/dom.js";
import { listText, t } from "../pages/texts.js";
import { busy, problem } from "../views/parts.js";
import { targetProfile } from "../views/profiles.js";
import { addressees } from "./addressees.js";
import { allowed, ask, giveBack, NEEDED } from "./permissions.js";
import { isStrong, nameOfCipher, recipientCard } from "./recipient_card.js";
import { backTo } from "./window.js";

const KEPT = "keep-compose";

/** `page.subject`: the number of the tab that the mail is written in. */
export async function recipientsView(page) {
  if (!(await allowed(NEEDED.compose))) return announce(page);
  page.signal.addEventListener("abort", () => {
    if (localStorage.getItem(KEPT) === null) giveBack(NEEDED.compose);
    giveBack(NEEDED.lists);
  });
  return look(page);
}

function announce(page) {
  const start = async () => ((await ask(NEEDED.compose)) ? recipientsView(page) : refused(page));
  page.draw("announce",
    el("h1", {}, t("recipients_title")),
    el("p", {}, t("recipients_what")),
    el("div", { class: "card notice" }, el("p", {}, el("strong", {}, t("recipients_permission"))), el("p", {}, t("recipients_permission_why"))),
    tick(t("recipients_keep"), localStorage.getItem(KEPT) !== null, keep),
    el("p", { class: "actions" }, button(t("recipients_look"), start, { class: "main", id: "ask" }), back(page)));
}

const keep = (on) => (on ? localStorage.setItem(KEPT, "") : localStorage.removeItem(KEPT));

function refused(page) {
  page.draw("refused", el("h1", {}, t("recipients_refused_title")), el("p", {}, t("recipients_refused")),
    el("p", { class: "actions" }, button(t("try_again"), () => announce(page), { class: "main" }), back(page)));
}

async function look(page, open = false) {
  const again = () => look(page, open);
  busy(page.draw, t("recipients_busy"));
  try {
    const details = await browser.compose.getComposeDetails(page.subject).catch(() => null);
    if (!details) return page.draw("gone", el("h1", {}, t("recipients_gone_title")), el("p", {}, t("recipients_gone")));
    const { people, lists } = await addressees(details, open);
    if (!people.length && !lists.length) return page.draw("empty", el("h1", {}, t("recipients_empty_title")), el("p", {}, t("recipients_empty")), ways(page, again));
    const [{ recipients: answers, cipher }, own] = await Promise.all([check(page, people.map(({ address }) => address)), ownCapabilities(details)]);
    return show(page, { details, people, lists, answers, cipher, own, open }, again);
  } catch (error) {
    return page.draw("error", problem(error, again));
  }
}

async function check({ host, signal }, addresses) {
  if (!addresses.length) return { recipients: [], cipher: null };
  const { id } = await targetProfile(host);
  return host.call("recipients.check", { profile: id, addresses }, { signal });
}

async function ownCapabilities({ identityId }) {
  const identity = await browser.identities.get(identityId);
  return identity.encryptionCapabilities?.["S/MIME"] ?? { canSign: false, canEncrypt: false };
}

function show(page, mail, again) {
  const { details, people, lists, answers, cipher, own } = mail;
  const good = answers.filter(({ canEncrypt }) => canEncrypt.ok).length;
  const known = good === people.length;
  const all = known && !lists.length;
  const now = plans(details);
  const state = all ? (now.encryptBody && now.signMessage ? "on" : "done") : (now.signMessage && !now.encryptBody ? "signed" : "some");
  page.draw(state,
    el("h1", {}, t(all ? "recipients_all" : known ? "recipients_unsure" : good ? "recipients_some" : "recipients_none")),
    el("p", { id: "now" }, t(nowText(now))),
    !known && now.encryptBody && el("p", { class: "warn" }, t("recipients_blocked")),
    !(own.canSign && own.canEncrypt) && ownMissing(),
    answers.map((answer, at) => recipientCard(answer, people[at].name)),
    lists.length > 0 && closedLists(page, mail, again),
    good > 1 && together(all ? cipher : null, answers),
    actions(page, { all, now, own }, again));
}

/** What Thunderbird would do with the mail as it stands. */
const plans = ({ selectedEncryptionTechnology: chosen }) =>
  (chosen?.name === "S/MIME" ? chosen : { signMessage: false, encryptBody: false, name: chosen?.name });

function nowText({ name, signMessage, encryptBody }) {
  if (name === "OpenPGP") return "recipients_now_pgp";
  if (encryptBody) return signMessage ? "recipients_now_both" : "recipients_now_encrypted";
  return signMessage ? "recipients_now_signed" : "recipients_now_plain";
}

/** `cipher` of the one mail that goes to all; null where not all are known. */
function together(cipher, answers) {
  if (!cipher) return el("p", { class: "quiet" }, t("recipients_together"));
  const safer = !isStrong(cipher) && answers.every((each) => isStrong(each.cipher));
  return el("p", { class: isStrong(cipher) ? "quiet" : "warn", id: "together" }, t("recipients_together_cipher", nameOfCipher(cipher)),
    safer && [" ", t("recipients_together_weak")]);
}

const ownMissing = () => el("div", { class: "card waits", id: "own" }, el("p", {}, t("recipients_own")), el("p", {}, el("a", { href: "#select" }, t("recipients_own_choose"))));

function closedLists(page, { lists, open }, again) {
  const see = async () => ((await ask(NEEDED.lists)) ? look(page, true) : again());
  return el("section", { class: "card waits", id: "lists" },
    el("h2", { dir: "auto" }, listText(lists)),
    el("p", {}, t(open ? "recipients_list_unknown" : "recipients_list")),
    !open && el("p", { class: "actions" }, button(t("recipients_list_open"), see, { id: "open-lists" })));
}

function actions(page, { all, now, own }, again) {
  const both = all && own.canSign && own.canEncrypt && !(now.signMessage && now.encryptBody);
  const sign = !all && own.canSign && (!now.signMessage || now.encryptBody);
  return el("p", { class: "actions" },
    both && button(t("recipients_both"), () => switchOn(page, true, again), { class: "main", id: "both" }),
    sign && button(t("recipients_sign"), () => switchOn(page, false, again), { id: "sign" }),
    back(page), button(t("look_again"), again));
}

async function switchOn(page, encryptBody, again) {
  try {
    await browser.compose.setComposeDetails(page.subject, { selectedEncryptionTechnology: { name: "S/MIME", signMessage: true, encryptBody } });
    await again();
  } catch ({ message }) {
    page.draw("error", problem({ kind: "not-set", message }, again, { words: { "not-set": "recipients_not_set" } }));
  }
}

const back = (page) => button(t("recipients_back"), () => backTo(page.subject), { id: "back" });
const ways = (page, again) => el("p", { class: "actions" }, button(t("look_again"), again, { class: "main" }), back(page));

// SPDX-License-Identifier: MPL-2.0
// Which certificate each identity signs and encrypts with.

import { button, choose, el, tick } from "../pages/dom.js";
import { commonName } from "../pages/names.js";
import { dateText, t } from "../pages/texts.js";
import { busy, english, problem, reasonWords } from "./parts.js";
import { targetProfile } from "./profiles.js";

const PURPOSES = [["signing", "canSign"], ["encryption", "canEncrypt"]];

export async function selectView(page) {
  busy(page.draw, t("select_busy"));
  try {
    const profile = await targetProfile(page.host);
    const { identities } = profile ? await page.host.call("identities.list", { profile: profile.id }) : { identities: [] };
    if (!identities.length) return page.draw("empty", el("h1", {}, t("select_empty")), el("p", {}, t("no_account_text")));
    await follow(page, profile.id);
    return await show(page, profile.id);
  } catch (error) {
    return page.draw("error", problem(error, () => selectView(page)));
  }
}

// What waits, and whether it still does, is told by the host for as long as the view is open.
async function follow(page, profile) {
  const { stop } = await page.host.watchPending(profile, () => show(page, profile).catch(() => {}));
  page.signal.addEventListener("abort", stop);
}

async function show(page, profile) {
  const { host } = page;
  const asked = (page.asked = {}); // of two that overlap, the one that began last is drawn
  const { identities } = await host.call("identities.list", { profile });
  const lists = [];
  // One after the other: each is a process.
  for (const { id } of identities) lists.push(await host.call("certificates.list", { profile, identity: id }));
  const obstacle = await obstacleOf(page);
  const change = async (identity, params) => {
    try {
      await host.call("selection.set", { profile, identity: identity.id, ...params });
      await show(page, profile);
    } catch (error) {
      page.draw("error", problem(error, () => selectView(page)));
    }
  };
  if (page.asked !== asked) return;
  const waits = identities.some(({ pending }) => pending);
  page.draw(waits ? "pending" : lists.some(({ certificates }) => certificates.length) ? "done" : "none",
    el("h1", {}, t("select_title")),
    identities.map((identity, at) => card(identity, lists[at].certificates, obstacle, (params) => change(identity, params),
      provable(identity) && page.testMail?.(identity, () => selectView(page)))));
}

async function obstacleOf({ inThunderbird }) {
  if (!inThunderbird) return null;
  const answer = await browser.runtime.sendMessage({ what: "live" }).catch(() => null);
  return answer?.obstacle ?? null;
}

const provable = ({ signing, encryption, pending }) => !pending && signing?.verdict.ok && encryption?.verdict.ok;

function card(identity, certificates, obstacle, change, testMail) {
  return el("section", { class: `card ${identity.pending ? "waits" : identity.signing?.verdict.ok ? "done" : ""}`, "data-identity": identity.id },
    el("h2", {}, el("bdi", {}, identity.email)),
    identity.pending && pending(obstacle, change),
    identity.dropped && el("p", { class: "warn" }, english(identity.dropped.reason)),
    PURPOSES.map(([purpose, verdict]) => [
      el("h3", {}, t(`select_${purpose}`)),
      rows(identity, purpose, verdict, certificates, change),
    ]),
    identity.signing && tick(t("plan_sign"), identity.signByDefault, (on) => change({ signByDefault: on })),
    identity.encryption && choose(t("select_encrypt"), [{ value: "off", text: t("encrypt_off") }, { value: "required", text: t("encrypt_required") }],
      identity.encryptByDefault, (value) => change({ encryptByDefault: value })),
    testMail && el("p", { class: "actions" }, testMail));
}

function pending(obstacle, change) {
  return el("div", { class: "notice card" },
    el("p", {}, t(obstacle === "settings-open" ? "pending_settings" : "pending_text")),
    el("p", { class: "actions" }, button(t("pending_cancel"), () => change({ cancelPending: true }))));
}

// The candidates best first, then the others with what is wrong with each.
function rows(identity, purpose, verdict, certificates, change) {
  const best = identity.candidates[purpose];
  const rank = ({ fingerprint }) => (best.includes(fingerprint) ? best.indexOf(fingerprint) : best.length);
  const sorted = [...certificates].sort((one, other) => rank(one) - rank(other));
  const selected = identity[purpose];
  const lost = selected && !certificates.some(({ fingerprint }) => fingerprint === selected.fingerprint);
  if (!sorted.length && !lost) return el("p", { class: "quiet" }, t("select_none"));
  return [
    lost && el("p", { class: "bad" }, t("select_lost", selected.displayName)),
    sorted.map((each) => row(each, each[verdict], {
      waits: identity.pending?.[purpose] === each.fingerprint,
      used: selected?.fingerprint === each.fingerprint,
      newer: selected?.fingerprint && each.fingerprint === best[0] && selected.fingerprint !== best[0],
      usable: best.includes(each.fingerprint),
      purpose,
      use: () => change({ [purpose]: each.fingerprint }),
    })),
    selected && el("p", {}, button(t(`select_clear_${purpose}`), () => change({ [purpose]: null }))),
  ];
}

function row(certificate, { reasons }, { used, waits, newer, usable, purpose, use }) {
  const name = commonName(certificate.subject);
  return el("div", { class: "choice" },
    el("div", {},
      el("bdi", {}, name), " ", el("span", { class: "quiet" }, t("valid_to", dateText(certificate.notAfter))),
      newer && el("strong", {}, ` – ${t("select_newer")}`),
      reasons.map((reason) => el("div", { class: usable ? "warn" : "bad" }, reasonWords(reason)))),
    waits ? el("span", { class: "warn" }, `… ${t("select_waits")}`)
      : used ? el("span", { class: "used" }, `✓ ${t("select_used")}`)
        : usable && button(t("select_use"), use, { "aria-label": t(`select_use_${purpose}`, name), "data-use": `${purpose}:${certificate.fingerprint}` }));
}

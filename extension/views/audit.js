// SPDX-License-Identifier: MPL-2.0

import { button, el, lines, tick, write } from "../pages/dom.js";
import { profileName, t } from "../pages/texts.js";
import { narrowed, sorted } from "./audit_findings.js";
import { fix, problem } from "./parts.js";
import { cancelled, running } from "./running.js";

const LOOKS = { error: "problem", warning: "waits", note: "" };
const SEVERITIES = Object.keys(LOOKS);
const MOST_SHOWN = 200;

/** What is wrong in the certificate stores of this person, to read, to narrow, and to save for whoever helps. */
export async function auditView(page) {
  const again = () => auditView(page);
  try {
    show(page, await running(page, { state: "running", title: t("audit_busy"), method: "audit.run", params: {} }), again);
  } catch (error) {
    if (error.kind === "cancelled") return cancelled(page, t("audit_cancelled"), again);
    return page.draw("error", problem(error, again));
  }
}

function show({ draw }, result, again) {
  const findings = sorted(result);
  const wanted = { severities: new Set(SEVERITIES), words: "" };
  const count = el("p", { class: "quiet", role: "status" }), list = el("div");
  const refresh = () => {
    const shown = narrowed(findings, wanted);
    count.textContent = t("audit_shown", shown.length, findings.length);
    list.replaceChildren(...shown.slice(0, MOST_SHOWN).map(card));
  };
  const words = write(t("audit_words"), "", { oninput: () => {
    wanted.words = words.input.value;
    refresh();
  } });
  const boxes = SEVERITIES.map((severity) => tick(t(`severity_${severity}`), true, (checked) => {
    wanted.severities[checked ? "add" : "delete"](severity);
    refresh();
  }));
  refresh();
  draw(findings.length ? "findings" : "done",
    el("h1", {}, findings.length ? t("audit_found", findings.length) : t("audit_well")),
    el("p", {}, t("audit_profiles", result.profiles.length)),
    findings.length > 0 && el("div", { class: "card" }, words.field, el("div", { class: "choice" }, boxes), count),
    list,
    el("p", {}, t("audit_save_text")),
    el("details", {}, el("summary", {}, t("audit_holds")), el("code", { class: "command report", dir: "ltr", tabindex: "0", role: "region", "aria-label": t("audit_holds") },
      lines(textOf(result)))),
    el("p", { class: "actions" }, button(t("audit_save"), () => save(result), { class: "main" }), button(t("doctor_again"), again)));
}

function card({ finding, profile, about }) {
  return el("div", { class: `card ${LOOKS[finding.severity] ?? ""}`, "data-rule": finding.rule },
    el("h2", {}, t(`severity_${finding.severity}`)),
    el("p", { lang: "en", dir: "auto" }, finding.message),
    el("p", { class: "quiet" }, [profileName(profile), about, finding.rule].filter(Boolean).flatMap((part) => [" · ", el("bdi", {}, part)]).slice(1)),
    finding.fix && fix({ text: finding.fix.text, command: finding.fix.command }));
}

const textOf = (result) => JSON.stringify(result, null, 2);

/** As any download of the browser. */
function save(result) {
  const url = URL.createObjectURL(new Blob([textOf(result)], { type: "application/json" }));
  const link = el("a", { href: url, download: `certferry-audit-${result.time.slice(0, 10)}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

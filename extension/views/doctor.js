// SPDX-License-Identifier: MPL-2.0

import { button, el } from "../pages/dom.js";
import { t } from "../pages/texts.js";
import { busy, fix, problem } from "./parts.js";

const LOOKS = { error: "problem", warning: "waits", note: "" };

/** Each link from the add-on to the keys, and how to mend what is broken. The host's findings are in English. */
export async function doctorView({ host, draw, signal }) {
  const again = () => doctorView({ host, draw, signal });
  busy(draw, t("doctor_busy"));
  let report;
  try {
    report = await host.call("doctor.run", {}, { signal });
  } catch (error) {
    return draw("error", problem(error, again));
  }
  const run = async ({ method, params }) => {
    busy(draw, t("doctor_busy"));
    await host.call(method, params, { signal }).then(again, (error) => draw("error", problem(error, again)));
  };
  const { findings, good } = report;
  return draw(findings.some(({ severity }) => severity === "error") ? "findings" : "done",
    el("h1", {}, findings.length ? t("doctor_found", findings.length) : t("doctor_well")),
    findings.map((finding) => el("div", { class: `card ${LOOKS[finding.severity] ?? ""}` },
      el("h2", {}, t(`severity_${finding.severity}`)),
      el("p", { lang: "en", dir: "auto" }, finding.message),
      finding.fix && fix(finding.fix, run))),
    el("details", {}, el("summary", {}, t("doctor_good", good.length)), el("ul", { lang: "en" }, good.map((text) => el("li", {}, text)))),
    el("p", { class: "actions" }, button(t("doctor_again"), again)));
}

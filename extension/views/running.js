// SPDX-License-Identifier: MPL-2.0

import { button, el } from "../pages/dom.js";
import { stageText, t } from "../pages/texts.js";

/**
 * Calls a method, and shows how far it is and a way to stop it.
 *
 * @param {object} page
 * @param {object} work `state` and `title` of what is shown, `notice` of a dialog that may come, `method`, `params`
 * @returns {Promise<object>} the result
 * @throws {CertferryError} of the kind "cancelled" where the person stopped it
 */
export function running(page, { state, title, notice, method, params }) {
  const stop = new AbortController();
  const stage = el("p", { "aria-live": "polite" }, t("stage_other"));
  const bar = el("progress", { "aria-label": title });
  const cancel = button(t("cancel"), () => {
    stop.abort();
    cancel.disabled = true;
    cancel.textContent = t("cancelling");
  });
  page.draw(state, el("h1", {}, title), stage, bar, notice, el("p", { class: "actions" }, cancel));
  const onProgress = ({ stage: word, done, total }) => {
    stage.textContent = total > 1 ? t("stage_of", stageText(word), done, total) : stageText(word);
    if (total > 0) Object.assign(bar, { max: total, value: done });
    else bar.removeAttribute("value");
  };
  return page.host.call(method, params, { signal: stop.signal, onProgress });
}

/** The person stopped it: what that means, and a way on. */
export function cancelled({ draw }, text, again) {
  draw("cancelled", el("h1", {}, t("cancelled_title")), el("p", {}, text),
    el("p", { class: "actions" }, button(t("start_again"), again, { class: "main" })));
}

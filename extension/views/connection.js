// SPDX-License-Identifier: MPL-2.0

import { el } from "../pages/dom.js";
import { t } from "../pages/texts.js";

const INSTALL = "certferry install";
const REASONS = {
  "host-old": ["host_old_title", "host_old_text"],
  "addon-old": ["addon_old_title", "addon_old_text"],
  refused: ["refused_title", "refused_text"],
  failing: ["failing_title", "failing_text"],
};

/** While there is no host to talk to: what is missing, for somebody without a terminal first. */
export function connectionView({ host, draw }) {
  if (host.state === "connecting") return draw("connecting", el("h1", {}, t("connecting")), el("progress", { "aria-label": t("connecting") }));
  if (host.state === "missing") return draw("missing", missing());
  const [title, text] = REASONS[host.state];
  return draw(host.state, el("h1", {}, t(title)), el("p", {}, t(text)), lookingAgain());
}

function missing() {
  return [
    el("h1", {}, t("missing_title")),
    el("p", {}, t("missing_why")),
    el("div", { class: "card" },
      el("h2", {}, t("missing_package_title")),
      el("p", {}, t("missing_package"))),
    el("details", {},
      el("summary", {}, t("missing_command_title")),
      el("p", {}, t("missing_command")),
      el("code", { class: "command" }, INSTALL)),
    el("details", {}, el("summary", {}, t("missing_snap_title")), el("p", {}, t("missing_snap"))),
    lookingAgain(),
  ];
}

const lookingAgain = () => el("p", { class: "quiet" }, t("looking_again"));

// SPDX-License-Identifier: MPL-2.0
// The page in a tab: it owns the connection, and shows one view at a time.

import { connect } from "../client/client.js";
import { auditView } from "../views/audit.js";
import { backUpView } from "../views/back_up.js";
import { bringView } from "../views/bring.js";
import { connectionView } from "../views/connection.js";
import { doctorView } from "../views/doctor.js";
import { explainView } from "../views/explain.js";
import { moveView } from "../views/move.js";
import { selectView } from "../views/select.js";
import { el } from "./dom.js";
import { Host } from "./host.js";
import { t } from "./texts.js";

const inThunderbird = Boolean(browser.identities);
// Thunderbird's package alone has these.
const mail = inThunderbird
  ? Object.assign({}, ...await Promise.all([import("../mail/identities.js"), import("../mail/learn.js"), import("../mail/recipients.js"), import("../mail/test_mail.js")]))
  : null;
const VIEWS = [
  { name: "move", show: moveView, needs: "migration.plan" },
  { name: "select", show: selectView, needs: "selection.set", only: inThunderbird },
  { name: "explain", show: explainView, needs: "selection.explain" },
  { name: "bring", show: bringView, needs: "pkcs12.import" },
  { name: "backup", show: backUpView, needs: "pkcs12.export" },
  { name: "audit", show: auditView, needs: "audit.run" },
  { name: "doctor", show: doctorView, needs: "doctor.run" },
];
// What our buttons in other windows open, about what that window shows: `#name/number`.
const OPENED = [
  { name: "recipients", show: mail?.recipientsView, needs: "recipients.check", only: inThunderbird },
  { name: "learn", show: mail?.learnView, needs: "recipients.learn", only: inThunderbird },
];

const main = document.getElementById("main");
const host = new Host({
  connect: (signal) =>
    connect({ client: inThunderbird ? "certferry-thunderbird" : "certferry-firefox", clientVersion: browser.runtime.getManifest().version, signal }),
  changed: show,
  ownIdentities: mail?.ownIdentities,
});
let leaving = new AbortController();

const offered = (views) => views.filter(({ needs, only }) => only !== false && host.can(needs));
const address = () => location.hash.slice(1).split("/");

function current() {
  const views = offered(VIEWS);
  return [...views, ...offered(OPENED)].find(({ name }) => name === address()[0]) ?? views[0];
}

function drawNavigation() {
  const nav = document.getElementById("nav");
  nav.setAttribute("aria-label", t("nav_label"));
  nav.replaceChildren(...(host.state === "ready" ? offered(VIEWS) : []).map(({ name }) =>
    el("a", { href: `#${name}`, "aria-current": name === current().name && "page" }, t(`nav_${name}`))));
}

/**
 * What a view gets: the host, how to draw, the number in the page's address, and in Thunderbird the button for a mail to oneself.
 * `state` is for the tests' eyes, `said` for screen readers.
 */
function pageFor(name, signal) {
  const page = {
    host,
    inThunderbird,
    signal,
    subject: Number(address()[1]),
    testMail: mail && ((...how) => mail.testMailButton(page, ...how)),
    draw(state, ...content) {
      if (signal.aborted) return;
      document.documentElement.dataset.state = `${name}:${state}`;
      main.replaceChildren(...content.flat(Infinity).filter(Boolean));
      document.getElementById("said").textContent = main.querySelector("h1")?.textContent ?? "";
    },
  };
  return page;
}

function show() {
  leaving.abort();
  leaving = new AbortController();
  drawNavigation();
  const view = host.state === "ready" ? current() : { name: "host", show: connectionView };
  view.show(pageFor(view.name, leaving.signal));
}

document.documentElement.lang = browser.i18n.getUILanguage();
document.documentElement.dir = t("@@bidi_dir");
document.title = t("action_title");
addEventListener("hashchange", () => {
  show();
  main.focus();
});
addEventListener("pagehide", () => {
  leaving.abort();
  host.stop();
});
if (inThunderbird) browser.runtime.sendMessage({ what: "live" }).catch(() => {});
show();
host.run();

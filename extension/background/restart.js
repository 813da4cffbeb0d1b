// SPDX-License-Identifier: MPL-2.0

import { noted } from "../mail/permissions.js";
import { closePages, openPage } from "./open_page.js";

/** A page of ours wants the add-on to start again, and to be opened then: see `askAndStartAgain` in mail/permissions.js. */
export function restartOnDemand() {
  browser.runtime.onMessage.addListener((message) => {
    if (message?.what === "restart") closePages().then(() => browser.runtime.reload()); // a page that outlives its add-on is dead
  });
  const view = noted();
  if (view) openPage(view);
}

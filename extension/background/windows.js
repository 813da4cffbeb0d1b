// SPDX-License-Identifier: MPL-2.0

import { openPage } from "./open_page.js";

/** Our buttons where a mail is written, and where one is shown, open the page about that mail, in front. */
export function openPageFromWindows() {
  browser.composeAction.onClicked.addListener((tab) => inFront(`recipients/${tab.id}`));
  browser.messageDisplayAction.onClicked.addListener((tab) => inFront(`learn/${tab.id}`));
}

async function inFront(view) {
  const { windowId } = await openPage(view);
  await browser.windows.update(windowId, { focused: true });
}

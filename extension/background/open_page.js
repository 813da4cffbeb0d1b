// SPDX-License-Identifier: MPL-2.0

/** The toolbar button opens the page in a tab. A popup would die when a dialog takes the focus, and its port with it. */
export function openPageOnClick() {
  browser.action.onClicked.addListener(async () => {
    const url = browser.runtime.getURL("pages/certferry.html");
    const [open] = (await browser.tabs.query({})).filter((tab) => tab.url?.startsWith(url));
    if (open) await browser.tabs.update(open.id, { active: true });
    else await browser.tabs.create({ url });
  });
}

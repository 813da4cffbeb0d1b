// SPDX-License-Identifier: MPL-2.0

const PAGE = browser.runtime.getURL("pages/certferry.html");

/** The toolbar button opens the page in a tab. A popup would die when a dialog takes the focus, and its port with it. */
export function openPageOnClick() {
  browser.action.onClicked.addListener(async () => {
    const [open] = await openPages();
    if (open) await browser.tabs.update(open.id, { active: true });
    else await openPage();
  });
}

/** A new tab with the page; `view` as its address names it. */
export const openPage = (view) => browser.tabs.create({ url: view ? `${PAGE}#${view}` : PAGE });

export async function closePages() {
  await Promise.all((await openPages()).map(({ id }) => browser.tabs.remove(id)));
}

const openPages = async () => (await browser.tabs.query({})).filter((tab) => tab.url?.startsWith(PAGE));

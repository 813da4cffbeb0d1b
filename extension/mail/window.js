// SPDX-License-Identifier: MPL-2.0

/** Back to the window, or the tab, that our button was pressed in; this page closes. */
export async function backTo(tab) {
  const { windowId, type } = await browser.tabs.get(tab);
  if (type !== "messageCompose") await browser.tabs.update(tab, { active: true });
  await browser.windows.update(windowId, { focused: true });
  await browser.tabs.remove((await browser.tabs.getCurrent()).id);
}

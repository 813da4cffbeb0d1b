// SPDX-License-Identifier: MPL-2.0

/** What a mail to oneself needs: to send it, and to read it when it arrives. Asked for on the click, and given back after the test. */
const NEEDED = { permissions: ["compose.send", "messagesRead"] };

const NOTE = "mail";
const FRESH_MS = 60_000;

export const allowed = () => browser.permissions.contains(NEEDED);

export const giveBack = () => browser.permissions.remove(NEEDED).catch(() => false);

/**
 * Only in a click: Thunderbird asks the person. False if they said no.
 *
 * Thunderbird 153 makes messages readable only for an add-on that has the permission when it starts. So on a yes the add-on
 * starts again, which closes this page; the background opens a new one, which goes on for that identity.
 */
export async function ask(identity) {
  if (!(await browser.permissions.request(NEEDED).catch(() => false))) return false;
  localStorage.setItem(NOTE, JSON.stringify({ identity, time: Date.now() }));
  await browser.runtime.sendMessage({ what: "restart" });
  return true;
}

/** Whether the add-on started again for a page that wants to go on. */
export const isNoted = () => localStorage.getItem(NOTE) !== null;

/** For the page: the identity that the add-on started again for, or null; then what was allowed once is given back. */
export function takeUp() {
  const { identity = null, time = 0 } = JSON.parse(localStorage.getItem(NOTE) ?? "{}");
  localStorage.removeItem(NOTE);
  if (identity && Math.abs(Date.now() - time) < FRESH_MS) return identity;
  giveBack();
  return null;
}

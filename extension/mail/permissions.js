// SPDX-License-Identifier: MPL-2.0
// What single views need of Thunderbird beyond what the add-on may always do: asked for on a click, and given back.

export const NEEDED = {
  /** To send a mail to oneself, and to read it when it arrives. */
  mail: { permissions: ["compose.send", "messagesRead"] },
  /** To read the message that is shown. */
  message: { permissions: ["messagesRead"] },
  /** To see who the mail goes to that is being written, and to switch S/MIME on for it. */
  compose: { permissions: ["compose"] },
  /** To see who is on a list of the address book. */
  lists: { permissions: ["addressBooks"] },
};

const NOTE = "started-again";
const FRESH_MS = 60_000;

export const allowed = (needed) => browser.permissions.contains(needed);

export const giveBack = (needed) => browser.permissions.remove(needed).catch(() => false);

/** Only in a click: Thunderbird asks the person. False if they said no. */
export const ask = (needed) => browser.permissions.request(needed).catch(() => false);

/**
 * The same for what lets messages be read. Thunderbird 153 makes messages readable only for an add-on that has the permission
 * when it starts. So on a yes the add-on starts again, which closes this page; the background opens a new one with this view,
 * which goes on with `subject`.
 */
export async function askAndStartAgain(needed, view, subject) {
  if (!(await ask(needed))) return false;
  localStorage.setItem(NOTE, JSON.stringify({ view, subject, time: Date.now() }));
  await browser.runtime.sendMessage({ what: "restart" });
  return true;
}

/** The view that the add-on started again for, or null. */
export const noted = () => note()?.view ?? null;

/** For that view: what to go on with. Null if it is not waited for; then what was allowed once is given back. */
export function takeUp(view) {
  const found = note();
  const fresh = found && Math.abs(Date.now() - found.time) < FRESH_MS;
  if (fresh && found.view !== view) return null;
  localStorage.removeItem(NOTE);
  if (fresh) return found.subject;
  giveBack(NEEDED.mail);
  return null;
}

const note = () => JSON.parse(localStorage.getItem(NOTE));

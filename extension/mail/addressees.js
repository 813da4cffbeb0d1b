// SPDX-License-Identifier: MPL-2.0

/**
 * Whom a mail goes to: everybody in To, Cc and Bcc once, also those within groups.
 *
 * @param {object} details as compose.getComposeDetails gives them
 * @param {boolean} open also those on lists of the address book, which takes a permission of its own
 * @returns {Promise<{people: {name: string, address: string}[], lists: string[]}>} `lists`: names of those that stay closed
 */
export async function addressees({ to = [], cc = [], bcc = [] }, open) {
  const people = new Map();
  const lists = new Set();
  for (const text of [to, cc, bcc].flat()) {
    const mailboxes = await browser.messengerUtilities.parseMailboxString(text, ...(open ? [{ expandMailingLists: true }] : []));
    for (const { name = "", email = "" } of mailboxes) {
      const key = email.toLowerCase();
      if (!email.includes("@")) lists.add(name || email);
      else if (!people.has(key)) people.set(key, { name, address: email });
    }
  }
  return { people: [...people.values()], lists: [...lists] };
}

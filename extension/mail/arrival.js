// SPDX-License-Identifier: MPL-2.0

// What lies there did not arrive: it is our own copy.
const OWN_COPIES = ["sent", "drafts", "outbox", "templates"];

/**
 * Mail that arrives from now on, in whatever folder a filter puts it.
 *
 * @param {AbortSignal} signal ends it
 * @returns {{find: function}} `find({id, copies})` waits for the mail with this Message-ID that is none of these copies
 */
export function arrivals(signal) {
  const arrived = [];
  let wake = () => {};
  const listener = async ({ specialUse = [] }, list) => {
    if (specialUse.some((use) => OWN_COPIES.includes(use))) return;
    for await (const message of messagesOf(list)) arrived.push(message);
    wake();
  };
  browser.messages.onNewMailReceived.addListener(listener, true);
  signal.addEventListener("abort", () => browser.messages.onNewMailReceived.removeListener(listener));
  return {
    async find({ id, copies }) {
      for (;;) {
        const found = arrived.find((message) => message.headerMessageId === id && !copies.includes(message.id));
        if (found) return found;
        await new Promise((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

// A list comes in pages.
async function* messagesOf(list) {
  for (let page = list; ; page = await browser.messages.continueList(page.id)) {
    yield* page.messages;
    if (!page.id) return;
  }
}

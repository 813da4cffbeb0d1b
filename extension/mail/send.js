// SPDX-License-Identifier: MPL-2.0

// Thunderbird looks for the recipient's certificate after the window is there, tells nobody when it has it, and without it
// refuses to send. A machine that is slow to open the window is slow in that, too.
const SETTLED_MS = 3000;
const SLOWNESS = 2;

/**
 * Sends a signed and encrypted mail from an identity to its own address, and leaves no window behind.
 *
 * @param {{id: string, email: string}} identity
 * @param {{subject: string, text: string}} mail
 * @returns {Promise<{id: string, copies: number[]}>} its Message-ID, and the copies that were kept of it
 * @throws {Error} as Thunderbird words it, in English; `opened` says whether it had taken the mail before it refused to send it
 */
export async function sendToSelf({ id, email }, { subject, text }) {
  const before = new Set(await openOnes());
  const begun = performance.now();
  let opened = false;
  try {
    const tab = await browser.compose.beginNew({
      identityId: id,
      // Those whom the account always copies in shall not get it.
      to: [email], cc: [], bcc: [],
      subject,
      plainTextBody: text,
      isPlainText: true,
      attachVCard: false,
      selectedEncryptionTechnology: { name: "S/MIME", signMessage: true, encryptBody: true },
    });
    opened = true;
    await new Promise((resolve) => setTimeout(resolve, Math.max(SETTLED_MS, SLOWNESS * (performance.now() - begun))));
    const sent = await browser.compose.sendMessage(tab.id, { mode: "sendNow" });
    // That is how Thunderbird 153 answers when the outgoing server refused it, once the person has closed what it reports.
    if (!sent.headerMessageId) throw new Error("The outgoing server did not take the message.");
    return { id: sent.headerMessageId, copies: (sent.messages ?? []).map((copy) => copy.id) };
  } catch (error) {
    // Where Thunderbird refuses the technology, the window is open and nobody has its number.
    const left = (await openOnes()).filter((tab) => !before.has(tab));
    await Promise.all(left.map((tab) => browser.tabs.remove(tab).catch(() => {})));
    throw Object.assign(error, { opened });
  }
}

const openOnes = async () => (await browser.tabs.query({ type: "messageCompose" })).map(({ id }) => id);

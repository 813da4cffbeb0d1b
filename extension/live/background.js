// SPDX-License-Identifier: MPL-2.0
// Sets the S/MIME attributes of an identity for the add-on Certferry, and answers nobody else. Nothing is read from anywhere.

const MASTER = "certferry@certferry";

browser.runtime.onMessageExternal.addListener((message, sender) => {
  if (sender.id !== MASTER || typeof message?.set !== "string") return undefined;
  return browser.smimeIdentities.set(message.set, message.email, message.values).then(
    (obstacle) => ({ obstacle }),
    () => ({ obstacle: "failed" }),
  );
});

// SPDX-License-Identifier: MPL-2.0
import { base64 } from "../views/key_file.js";
import { ownProfile } from "../views/own_profile.js";

/**
 * Has the host judge a message of this Thunderbird, which itself tells no add-on what a signature is worth.
 *
 * @param {object} host the page's connection
 * @param {number} id the message's
 * @param {function} announce called before the host asks for the primary password
 * @returns {Promise<boolean|null>} whether the signature is good and the sender's; null where nobody can tell: a host that does not offer
 *   it, a profile that is not known, a password that was not given, a message that is not all there
 */
export async function isSignatureGood(host, id, announce) {
  if (!host.can("messages.verify")) return null;
  try {
    const { profiles } = await host.call("profiles.list");
    const profile = await ownProfile(host, profiles, host.ownIdentities);
    if (!profile) return null;
    const file = await browser.messages.getRaw(id, { data_format: "File" });
    if (profiles.find((each) => each.id === profile).passwordProtected) announce();
    const message = base64(new Uint8Array(await file.arrayBuffer()));
    return (await host.call("messages.verify", { profile, message })).valid;
  } catch {
    return null;
  }
}

// SPDX-License-Identifier: MPL-2.0

/** The identities of the Thunderbird that this page or background runs in: [{id, email}]. */
export const ownIdentities = async () => (await browser.identities.list()).map(({ id, email }) => ({ id, email }));

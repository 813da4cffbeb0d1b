// SPDX-License-Identifier: MPL-2.0

/**
 * The profile that the add-on runs in, by id; null where that cannot be told. Where the system hides it, it is the running
 * Thunderbird profile with the same identities.
 *
 * @param {{call: function}} host
 * @param {object[]} profiles as profiles.list gives them
 * @param {function} ownIdentities gives [{id, email}]; in Firefox none
 */
export async function ownProfile(host, profiles, ownIdentities) {
  const mine = profiles.find((each) => each.isCaller);
  if (mine) return mine.id;
  const hidden = profiles.filter((each) => each.application === "thunderbird" && each.running && each.isCaller === null);
  const own = hidden.length ? sorted(await ownIdentities()) : NONE;
  if (own === NONE) return null;
  for (const { id } of hidden) {
    const { identities } = await host.call("identities.list", { profile: id }).catch(() => ({ identities: [] }));
    if (sorted(identities) === own) return id;
  }
  return null;
}

function sorted(identities) {
  return JSON.stringify(identities.map(({ id, email }) => [id, email.toLowerCase()]).sort());
}

const NONE = sorted([]);

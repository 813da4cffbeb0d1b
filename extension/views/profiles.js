// SPDX-License-Identifier: MPL-2.0

import { ownProfile } from "./own_profile.js";

/** Every profile; the one that the page runs in has `isCaller`, also where the system hides it and it can be told. */
export async function allProfiles(host) {
  const { profiles } = await host.call("profiles.list");
  const own = await ownProfile(host, profiles, host.ownIdentities);
  return profiles.map((each) => (each.id === own ? { ...each, isCaller: true } : each));
}

/** The Thunderbird profile that a page is about: its own; else the one that Thunderbird starts with. Null if there is none. */
export async function targetProfile(host) {
  return targetAmong(await allProfiles(host));
}

/** The same of these profiles. */
export const targetAmong = (profiles) => best(of(profiles, "thunderbird"));

/** The best profile of this application, without one the best of all. Null if there is none at all. */
export const preferring = (profiles, application) => best(of(profiles, application)) ?? best(profiles);

const of = (profiles, wanted) => profiles.filter(({ application }) => application === wanted);

/** The profile that the page runs in; else the one that an application starts with. Null if there is none. */
function best(profiles) {
  return profiles.find(({ isCaller }) => isCaller) ?? profiles.find(({ isCaller, running }) => isCaller === null && running) ??
    profiles.find(({ isDefault }) => isDefault) ?? profiles[0] ?? null;
}

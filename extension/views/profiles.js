// SPDX-License-Identifier: MPL-2.0

/** The Thunderbird profile that a page is about: its own; else the one that Thunderbird starts with. Null if there is none. */
export async function targetProfile(host) {
  const { profiles } = await host.call("profiles.list");
  return best(profiles.filter(({ application }) => application === "thunderbird"));
}

/** Where something most likely shall go: Thunderbird's profile, without one Firefox's. Null if there is none at all. */
export const bestTarget = (profiles) => best(profiles.filter(({ application }) => application === "thunderbird")) ?? best(profiles);

/** The profile that the page runs in; else the one that an application starts with. Null if there is none. */
export function best(profiles) {
  return profiles.find(({ isCaller }) => isCaller) ?? profiles.find(({ isCaller, running }) => isCaller === null && running) ??
    profiles.find(({ isDefault }) => isDefault) ?? profiles[0] ?? null;
}

// SPDX-License-Identifier: MPL-2.0

/** The Thunderbird profile that a page is about: its own; else the one that Thunderbird starts with. Null if there is none. */
export async function targetProfile(host) {
  const { profiles } = await host.call("profiles.list");
  const fitting = profiles.filter(({ application }) => application === "thunderbird");
  return fitting.find(({ isCaller }) => isCaller) ?? fitting.find(({ isCaller, running }) => isCaller === null && running) ??
    fitting.find(({ isDefault }) => isDefault) ?? fitting[0] ?? null;
}

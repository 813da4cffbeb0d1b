// SPDX-License-Identifier: MPL-2.0
// What goes into which key file, without a word of what is shown.

import { preferring } from "./profiles.js";

// The host's own rule for names of files that it writes.
const NAME = /^[A-Za-z0-9_][A-Za-z0-9 ._()+@,=-]*[.](p12|pfx)$/;
const LONGEST = 120;
const ADDRESS = /^[A-Za-z0-9_][A-Za-z0-9._+=-]*@[A-Za-z0-9.-]+$/;

/** Everything of the profile that the page runs in, or that an application starts with. */
export function newChoice(profiles, inThunderbird) {
  const profile = preferring(profiles, inThunderbird ? "thunderbird" : "firefox");
  return { profiles, profile: profile?.id, certificates: [], whole: true, ticked: new Set(), compatible: false, name: null };
}

/** Another profile: its certificates are others. */
export const withProfile = (choice, profile) => Object.assign(choice, { profile, ticked: new Set(), name: null });

/** Those of `certificates` that go into the file. */
export const chosen = ({ certificates, whole, ticked }) => (whole ? certificates : certificates.filter(({ fingerprint }) => ticked.has(fingerprint)));

/** A name that says what is in the file and from when it is. `date` as 2026-11-28. */
export function suggestedName(choice, date) {
  const some = chosen(choice);
  const [address] = some[0]?.emails ?? [];
  if (!choice.whole && some.length === 1 && ADDRESS.test(address ?? "") && address.length <= 64) return `${address} ${date}.p12`;
  const { application } = choice.profiles.find(({ id }) => id === choice.profile);
  return `${application}-${choice.whole ? "backup" : "certificates"} ${date}.p12`;
}

export const isName = (name) => name.length <= LONGEST && NAME.test(name);

/** The next name to try where a file of this one is there: "a.p12", "a (2).p12", "a (3).p12". */
export function nextName(name) {
  const [, stem, number, ending] = /^(.*?)(?: \((\d{1,4})\))?([.](?:p12|pfx))$/.exec(name);
  return `${stem} (${Number(number ?? 1) + 1})${ending}`;
}

export function exportParams(choice) {
  return {
    profile: choice.profile,
    certificates: choice.whole ? "all" : chosen(choice).map(({ fingerprint }) => fingerprint),
    name: choice.name,
    ...(choice.compatible ? { compatible: true } : {}),
  };
}

/** "partial" where something that was wanted is not in the file, else "done". */
export const outcomeOf = ({ certificates, keysWithoutCertificate }) =>
  (certificates.some(({ outcome }) => outcome !== "exported") || keysWithoutCertificate.length > 0 ? "partial" : "done");

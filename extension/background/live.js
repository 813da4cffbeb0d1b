// SPDX-License-Identifier: MPL-2.0

const LIVE = "certferry-live@certferry";

/**
 * Sets what waits for one identity, through the package that holds the Experiment.
 *
 * @returns {Promise<null|string>} null: it is set. Else what is in the way: "no-package", "settings-open", "changed", "failed".
 */
export async function setLive(waiting) {
  const { identity, email, wanted, signByDefault, encryptByDefault } = waiting;
  try {
    const answer = await browser.runtime.sendMessage(LIVE, { set: identity, email, values: valuesOf(wanted, signByDefault, encryptByDefault) });
    return answer === undefined ? "no-package" : answer.obstacle;
  } catch {
    return "no-package"; // not installed, or switched off by Thunderbird: both look the same from here
  }
}

/** The values as Thunderbird keeps them. What is absent stays as it is. */
export function valuesOf(wanted, signByDefault, encryptByDefault) {
  const values = {};
  for (const purpose of ["signing", "encryption"]) {
    if (!(purpose in wanted)) continue;
    const kept = wanted[purpose];
    values[purpose] = kept === null ? { name: "", dbKey: "" } : { name: kept.displayName, dbKey: kept.dbKey };
  }
  if (signByDefault !== undefined) values.signByDefault = signByDefault;
  if (encryptByDefault !== undefined) values.requireEncryption = encryptByDefault === "required";
  if (wanted.technology !== undefined) values.technology = wanted.technology;
  return values;
}

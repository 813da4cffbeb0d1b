// SPDX-License-Identifier: MPL-2.0
// What a message teaches, as the host says it, without a word of what is shown.

/** What the page is about: "plan", "present", "root", "distrusted", "change", "chain", "unsigned" or "invalid". */
export function stateOf(lesson) {
  const { outcome, roots } = lesson;
  if (outcome === "learned") return "plan";
  if (outcome === "root-not-trusted") return roots.some(({ distrusted }) => distrusted) ? "distrusted" : "root";
  if (outcome === "invalid" && faultOf(lesson) === "chain-incomplete") return "chain";
  return outcome;
}

/**
 * What is wrong with it, by kind; null where nothing is. Who signed for another address is not asked for what their chain lacks,
 * which the host looks at first.
 */
export function faultOf({ reason, signers }) {
  const lacksIssuer = reason?.kind === "chain-incomplete";
  return lacksIssuer && signers.every(({ addressMatches }) => !addressMatches) ? "address-mismatch" : reason?.kind ?? null;
}

/** The state after the person was asked. */
export function stateAfter(lesson) {
  const state = stateOf(lesson);
  if (state === "plan" || state === "present") return "done";
  if (lesson.reason?.kind === "no-ui") return "unasked";
  return state === "root" || state === "change" ? "declined" : state;
}

/** What the person is to be asked about, as parameters of recipients.learn. */
export function wishesOf({ roots, changes }) {
  const asked = roots.filter(({ action, distrusted }) => action === "ask" && !distrusted).map(({ fingerprint }) => fingerprint);
  const offered = [...new Set(changes.map((change) => change.offered))];
  return { ...(asked.length ? { trustRoots: asked } : {}), ...(offered.length ? { acceptChanges: offered } : {}) };
}

/** Whom mail can be encrypted to by it: the addresses, each once. */
export const addressesOf = ({ people }) => [...new Set(people.flatMap(({ emails }) => emails))];

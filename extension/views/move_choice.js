// SPDX-License-Identifier: MPL-2.0
// What moves from where to where, without a word of what is shown.

/**
 * The plan for what is chosen so far. A page in Firefox starts from its own profile, one in Thunderbird goes to its own; if
 * Firefox's own profile has nothing to move, every other may serve; if those have nothing either, other people's certificates of the
 * own one may. What is ambiguous gets the best, and stays a choice.
 *
 * @param {object} host
 * @param {object} choice `profiles`, `inThunderbird`; `from`, `to` once chosen
 */
export async function makePlan(host, choice, signal) {
  const mine = choice.profiles.find(({ isCaller }) => isCaller)?.id;
  const to = choice.to ?? (choice.inThunderbird ? mine : undefined);
  if (choice.from || choice.inThunderbird || !mine) return planOrBest(host, choice.profiles, { from: choice.from, to }, signal);
  const plan = await planOrNone(host, choice.profiles, { from: mine, to }, signal);
  if (plan && moving(plan).length) return plan;
  if (!plan || !company(plan).length) return planOrBest(host, choice.profiles, { to }, signal);
  const other = await planOrNone(host, choice.profiles, { to }, signal);
  return other && moving(other).length ? other : plan;
}

/** Null where the source has nothing at all. */
async function planOrNone(...how) {
  try {
    return await planOrBest(...how);
  } catch (error) {
    if (error.kind !== "certificate-not-found") throw error;
    return null;
  }
}

async function planOrBest(host, profiles, ends, signal) {
  const params = Object.fromEntries(Object.entries(ends).filter(([, id]) => id));
  try {
    return apart(await host.call("migration.plan", { ...params, correspondents: true }, { signal }));
  } catch (error) {
    const best = error.kind === "ambiguous" && bestOf(profiles, error.data.candidates ?? []);
    const side = best && (best.application === "thunderbird" && !params.to ? "to" : "from");
    if (!best || params[side]) throw error;
    return planOrBest(host, profiles, { ...params, [side]: best.id }, signal);
  }
}

function bestOf(profiles, candidates) {
  const fitting = profiles.filter(({ id }) => candidates.includes(id));
  return fitting.find(({ isDefault }) => isDefault) ?? fitting[0];
}

/** A plan or a result with other people's certificates as `people`, so that `certificates` are the person's own. */
export function apart(answer) {
  const isOther = ({ capabilities }) => capabilities !== undefined;
  const { certificates } = answer;
  return { ...answer, certificates: certificates.filter((each) => !isOther(each)), people: certificates.filter(isOther) };
}

/** Those of other people that would come along. */
export const company = ({ people }) => people.filter(({ action }) => action === "copy");

/** The certificates of a plan that are or will be in the target. */
export const moving = (plan) => plan.certificates.filter(({ action }) => action !== "skip");

/** What the file beside a whole backup says of trust, where such a file came. */
export const besideTrust = ({ beside }) => beside?.trust ?? [];

/** The roots that the person will be asked about, each once. One that a profile distrusts is never among them. */
export function asked(plan) {
  const roots = [...moving(plan).flatMap(({ roots }) => roots), ...besideTrust(plan)]
    .filter(({ action, distrusted }) => action === "ask" && !distrusted);
  return [...new Map(roots.map((root) => [root.fingerprint, root])).values()];
}

/** Whether running the plan changes anything. */
export function changesAnything(plan) {
  return plan.certificates.some(({ action }) => action === "copy") || asked(plan).length > 0 ||
    plan.identities.some(({ action }) => action === "select") || besideTrust(plan).some(({ action }) => action === "carry") ||
    plan.beside?.smimeProfiles.copy > 0;
}

/** The identities that get a certificate: by the plan, or once the person said yes to its root. */
export function choosing(plan) {
  const waiting = new Set(moving(plan).filter(({ roots }) => roots.some(({ action, distrusted }) => action === "ask" && !distrusted))
    .flatMap(({ emails = [] }) => emails.map((email) => email.toLowerCase())));
  return plan.identities.flatMap((identity) => {
    if (identity.action === "select") return [identity];
    if (identity.action === "none" && waiting.has(identity.email.toLowerCase())) return [{ ...identity, signByDefault: true }];
    return [];
  });
}

/** The parameters for what the person agreed to besides the certificates. A root is still asked for by the host, not here. */
export function agreed({ plan, signByDefault }) {
  const trustRoots = asked(plan).map(({ fingerprint }) => fingerprint);
  return { ...(trustRoots.length ? { trustRoots } : {}), ...(signByDefault === undefined ? {} : { signByDefault }) };
}

/** [method, parameters] for what the person agreed to. */
export function runParams({ plan, skipped, signByDefault, correspondents }) {
  const kept = moving(plan).filter(({ fingerprint }) => !skipped.has(fingerprint));
  return ["migration.run", {
    from: plan.from,
    to: plan.to,
    certificates: kept.map(({ fingerprint }) => fingerprint),
    ...agreed({ plan, signByDefault }),
    ...(correspondents ? { correspondents } : {}),
  }];
}

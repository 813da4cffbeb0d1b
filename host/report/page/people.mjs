// SPDX-License-Identifier: MPL-2.0
// The view by person: an address of one user on one computer, over all of that user's profiles.
import {rank} from "./data.mjs";

const MOST_STEPS = 3;
const addressesOf = certificate => (Array.isArray(certificate.emails) ? certificate.emails : []).map(each => String(each).toLowerCase());

/** [{address, user, host, signUntil, encryptUntil, oldMail, steps, severity}]; times are past where that is why it cannot be
 * done any more, null where it cannot be done at all; oldMail is "yes", "no", "unknown" or "" where there is nothing to read.
 * The worst first. */
export function peopleOf(report) {
  const people = new Map();
  for (const profile of report.profiles) {
    for (const [address, identities] of addressesIn(profile)) {
      const key = JSON.stringify([address, profile.user ?? ""]);
      if (!people.has(key)) people.set(key, {address, user: profile.user ?? "", host: report.head.host ?? "", places: []});
      people.get(key).places.push({profile, identities, certificates: certificatesFor(profile, address, identities)});
    }
  }
  const at = report.head.at ?? "";
  return [...people.values()].map(person => summed(person, at)).sort((one, other) => rank(one.severity) - rank(other.severity) || one.address.localeCompare(other.address));
}

/** Every address of an identity, or of a certificate with a key, to the identities that have it. */
function addressesIn(profile) {
  const addresses = new Map();
  const add = address => {
    if (address && !addresses.has(address)) addresses.set(address, []);
    return addresses.get(address);
  };
  for (const identity of profile.identities) add(String(identity.email ?? "").toLowerCase())?.push(identity);
  for (const certificate of profile.certificates) {
    if (certificate.hasPrivateKey === true) addressesOf(certificate).forEach(add);
  }
  return addresses;
}

function certificatesFor(profile, address, identities) {
  const selected = new Set(identities.flatMap(each => [each.signing?.fingerprint, each.encryption?.fingerprint]));
  return profile.certificates.filter(each => !each.isAuthority && (addressesOf(each).includes(address) || selected.has(each.fingerprint)));
}

function summed({address, user, host, places}, at) {
  const writing = places.filter(place => place.identities.length > 0);
  const until = (purpose, verdict) => (writing.length > 0 ? untilOfIdentities(writing, purpose, at) : untilOfCertificates(places, verdict, at));
  const findings = places.flatMap(findingsAbout);
  const steps = stepsOf(findings);
  const elsewhere = writing.length === 0 && places.some(place => place.certificates.length > 0);
  if (elsewhere && steps.length < MOST_STEPS) steps.push("Move it to Thunderbird, where it is used: certferry migrate");
  const signUntil = until("signing", "canSign"), encryptUntil = until("encryption", "canEncrypt");
  if (steps.length === 0 && !(signUntil >= at && encryptUntil >= at)) steps.push("See why with: certferry explain");
  return {address, user, host, signUntil, encryptUntil, oldMail: oldMail(places, findings), steps, severity: findings[0]?.severity ?? ""};
}

const latest = times => times.filter(Boolean).sort().at(-1) ?? null;
const usableUntil = (certificate, verdict, at) => (verdict?.ok === true || certificate?.notAfter < at ? certificate?.notAfter : null);

function untilOfIdentities(places, purpose, at) {
  return latest(places.flatMap(({profile, identities}) => identities.map(identity => {
    const selection = identity[purpose];
    const certificate = selection?.fingerprint && profile.certificates.find(each => each.fingerprint === selection.fingerprint);
    return certificate ? usableUntil(certificate, selection.verdict, at) : null;
  })));
}

function untilOfCertificates(places, verdict, at) {
  return latest(places.flatMap(({certificates}) => certificates.map(each => usableUntil(each, each[verdict], at))));
}

/** Mail that was encrypted to a certificate needs its key. */
function oldMail(places, findings) {
  if (findings.some(each => each.rule === "KEY-MISSING-FOR-OLD-MAIL" || each.rule === "ID-CERT-NO-KEY")) return "no";
  const certificates = places.flatMap(place => place.certificates);
  if (certificates.some(each => each.hasPrivateKey === null || each.hasPrivateKey === undefined)) return "unknown";
  if (places.some(({profile}) => profile.unknown.includes("private-keys"))) return "unknown";
  return certificates.length === 0 ? "" : certificates.every(each => each.hasPrivateKey) ? "yes" : "no";
}

/** What concerns this address: by identity, by certificate, or by an address in what the finding rests on. The worst first. */
function findingsAbout({profile, identities, certificates}) {
  const ids = new Set(identities.map(each => each.id)), fingerprints = new Set(certificates.map(each => each.fingerprint));
  const own = new Set([...identities.map(each => String(each.email ?? "").toLowerCase()), ...certificates.flatMap(addressesOf)]);
  return profile.findings.filter(each => (each.identity ? ids.has(each.identity) : fingerprints.has(each.certificate) || namesOne(each.evidence, own)))
    .sort((one, other) => rank(one.severity) - rank(other.severity));
}

function namesOne(evidence, addresses) {
  const values = Object.values(evidence ?? {}).flat();
  return values.some(each => typeof each === "string" && addresses.has(each.toLowerCase()));
}

function stepsOf(findings) {
  const texts = findings.filter(each => each.severity !== "note").map(each => each.fix?.text).filter(Boolean);
  return [...new Set(texts)].slice(0, MOST_STEPS);
}

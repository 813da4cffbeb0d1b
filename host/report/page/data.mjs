// SPDX-License-Identifier: MPL-2.0
// The report as the page holds it: blocks of JSON, in the shape of audit.run.

const list = value => (Array.isArray(value) ? value : []);
const records = value => list(value).filter(each => each !== null && typeof each === "object");

export const SEVERITIES = ["error", "warning", "note"];
export const rank = severity => (SEVERITIES.includes(severity) ? SEVERITIES.indexOf(severity) : SEVERITIES.length);

function profileOf(value) {
  return {...value, identities: records(value.identities), certificates: records(value.certificates),
    findings: records(value.findings), unknown: list(value.unknown)};
}

/** {head, profiles, people, gone, unreachable, hosts, forecast, difference}; what was found across profiles is among the findings of each.
 * The last three are a fleet's. */
export function assemble(blocks) {
  const report = {head: {}, profiles: [], people: [], gone: [], unreachable: [], hosts: [], forecast: [], difference: null};
  for (const block of records(blocks)) {
    if (block.head) report.head = block.head;
    if (block.profile) report.profiles.push(profileOf(block.profile));
    for (const each of records(block.across)) {
      const whole = report.profiles.find(profile => profile.id === each.id);
      if (whole) whole.findings.push(...records(each.findings));
      else report.profiles.push(profileOf(each));
    }
    for (const person of records([block.person])) report.people.push({...person, steps: list(person.steps)});
    for (const each of records(block.forecast)) report.forecast.push({...each, signing: records(each.signing), encryption: records(each.encryption)});
    for (const part of ["gone", "unreachable", "hosts"]) for (const each of records(block[part])) report[part].push(each);
    if (block.difference) report.difference = block.difference;
  }
  return report;
}

/** A line for each finding of the report, with what it is about in words that a person knows. */
export function findingsOf(report) {
  const lines = [];
  for (const profile of report.profiles) {
    const certificates = new Map(profile.certificates.map(each => [each.fingerprint, each]));
    const identities = new Map(profile.identities.map(each => [each.id, each]));
    for (const finding of profile.findings) {
      const certificate = certificates.get(finding.certificate);
      const identity = identities.get(finding.identity);
      lines.push({finding, profile, certificate, about: aboutOf(finding, certificate, identity), baseline: finding.baseline ?? ""});
    }
  }
  for (const finding of report.gone) {
    lines.push({finding, profile: report.profiles.find(each => each.id === finding.profile) ?? {id: finding.profile}, about: "", baseline: "gone"});
  }
  return lines.sort((one, other) => rank(one.finding.severity) - rank(other.finding.severity));
}

function aboutOf(finding, certificate, identity) {
  if (identity?.email) return identity.email;
  const address = list(certificate?.emails)[0];
  if (address) return address;
  if (certificate?.subject) return certificate.subject;
  if (finding.certificate) return `certificate ${String(finding.certificate).slice(0, 16)}`;
  return finding.file ?? "";
}

/** {error, warning, note} of lines that are not gone. */
export function countBySeverity(lines) {
  const counts = Object.fromEntries(SEVERITIES.map(severity => [severity, 0]));
  for (const {finding, baseline} of lines) {
    if (baseline !== "gone" && finding.severity in counts) counts[finding.severity] += 1;
  }
  return counts;
}

// SPDX-License-Identifier: MPL-2.0
// Findings of an audit in the order and choice in which a page shows them.

const ORDER = ["error", "warning", "note"];

/** [{finding, profile, about}] of a result of audit.run, the worst first; `about` is an address or a name, or "". */
export function sorted({ profiles, across = [] }) {
  const titles = new Map(profiles.map((profile) => [profile.id, profile]));
  return [...profiles, ...across]
    .flatMap(({ id, findings, ...rest }) => findings.map((finding) => {
      const profile = titles.get(id) ?? rest;
      return { finding, profile, about: aboutOf(finding, profile) };
    }))
    .sort((one, other) => ORDER.indexOf(one.finding.severity) - ORDER.indexOf(other.finding.severity));
}

function aboutOf({ identity, certificate, file }, { identities = [], certificates = [] }) {
  const chosen = identities.find(({ id }) => id === identity);
  const found = certificates.find(({ fingerprint }) => fingerprint === certificate);
  return chosen?.email ?? found?.emails[0] ?? found?.subject ?? certificate?.slice(0, 16) ?? file ?? "";
}

/** Those of the wanted severities in which each of the words stands. */
export function narrowed(findings, { severities, words }) {
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean);
  return findings.filter(({ finding, profile, about }) => {
    const text = [finding.rule, finding.message, finding.fix?.text, about, profile.name, profile.path].join("\n").toLowerCase();
    return severities.has(finding.severity) && parts.every((part) => text.includes(part));
  });
}

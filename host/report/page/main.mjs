// SPDX-License-Identifier: MPL-2.0
// Draws the report from the blocks of data in the page.
import {assemble, countBySeverity, findingsOf, rank, SEVERITIES} from "./data.mjs";
import {counted, day, element, printable, texts} from "./dom.mjs";
import {drawFleet} from "./fleet.mjs";
import {Table} from "./table.mjs";
import {drawExpiries} from "./timeline.mjs";

const APPLICATIONS = {firefox: "Firefox", thunderbird: "Thunderbird"};
const TITLES = {error: ["error", "errors"], warning: ["warning", "warnings"], note: ["note", "notes"]};
const OLD_MAIL = {yes: "yes", no: "no", unknown: "not known", "": "nothing to read"};

const place = id => document.getElementById(id);
const titleOf = profile => [APPLICATIONS[profile.application] ?? profile.application, profile.name].filter(Boolean).map(printable).join(" ");
const badge = severity => element("span", {class: `badge ${SEVERITIES.includes(severity) ? severity : ""}`}, printable(severity));

function drawHead(report, lines) {
  const {host, time, at, tool, redaction} = report.head;
  const words = [host && `computer ${printable(host)}`, time && `made ${printable(time)}`, at && at !== time && `judged for ${printable(at)}`,
    tool?.version && `Certferry ${printable(tool.version)}`, tool?.nss && `NSS ${printable(tool.nss)}`, redaction && "names replaced"];
  place("about").textContent = words.filter(Boolean).join(" · ");
  const counts = countBySeverity(lines);
  place("counts").append(...SEVERITIES.map(severity => element("li", {class: severity},
    element("strong", {}, String(counts[severity])), ` ${TITLES[severity][counts[severity] === 1 ? 0 : 1]}`)),
  element("li", {}, element("strong", {}, String(report.profiles.length)), report.profiles.length === 1 ? " profile" : " profiles"));
  for (const each of report.unreachable) {
    place("notes").append(element("p", {class: "notice problem"}, `Not looked at: ${printable(each.path)}. ${printable(each.message)}`));
  }
}

function until(time, at, days) {
  if (!time) return element("span", {class: "bad"}, "not at all");
  const left = (Date.parse(time) - Date.parse(at)) / 86_400_000;
  return element("span", {class: left < 0 ? "bad" : left < days ? "warn" : "good"}, left < 0 ? `expired ${day(time)}` : day(time));
}

function drawPeople(report, at, days) {
  const columns = [
    {title: "Address", holds: "name", value: row => row.address, cell: row => printable(row.address)},
    {title: "User", value: row => row.user, cell: row => printable(row.user)},
    {title: "Computer", value: row => row.host, cell: row => printable(row.host)},
    {title: "Can sign until", value: row => row.signUntil ?? "", cell: row => until(row.signUntil, at, days)},
    {title: "Can be encrypted to until", value: row => row.encryptUntil ?? "", cell: row => until(row.encryptUntil, at, days)},
    {title: "Can read old mail", value: row => row.oldMail, cell: row => element("span", {class: row.oldMail === "no" ? "bad" : ""}, OLD_MAIL[row.oldMail])},
    {title: "What to do", holds: "words", value: row => rank(row.severity), cell: row => row.steps.length === 0 ? "nothing"
      : element("ul", {}, row.steps.map(step => element("li", {}, printable(step))))},
  ];
  place("people").append(new Table({caption: "People", columns, rows: report.people, noun: "person", plural: "people"}).element);
}

function fixOf({fix}) {
  if (!fix?.text) return "";
  return [printable(fix.text), fix.command ? element("code", {}, printable(fix.command)) : null];
}

function findingCell({finding, baseline}) {
  const evidence = finding.evidence && Object.keys(finding.evidence).length > 0
    ? element("details", {}, element("summary", {}, "Evidence"), element("code", {}, printable(JSON.stringify(finding.evidence)))) : null;
  return [element("span", {class: baseline === "gone" ? "gone" : ""}, printable(finding.message)), " ",
    element("span", {class: "quiet rule"}, `${printable(finding.rule)}${finding.reference ? ` · ${printable(finding.reference)}` : ""}`), evidence];
}

function drawFindings(lines) {
  const columns = [
    {title: "Severity", value: row => rank(row.finding.severity), cell: row => [badge(row.finding.severity), row.baseline && row.baseline !== "unchanged" ? ` ${printable(row.baseline)}` : ""]},
    {title: "Finding", holds: "words", value: row => row.finding.rule, cell: findingCell},
    {title: "About", holds: "name", value: row => row.about, cell: row => printable(row.about)},
    {title: "Profile", holds: "name", value: row => titleOf(row.profile), cell: row => [titleOf(row.profile), row.profile.user ? element("span", {class: "quiet"}, ` ${printable(row.profile.user)}`) : null]},
    {title: "What to do", holds: "words", value: row => row.finding.fix?.text, cell: row => fixOf(row.finding)},
  ];
  const table = new Table({caption: "Findings", columns, rows: lines, noun: "finding"});
  place("findings").append(filters(lines, table), table.element);
}

/** What the person keeps: severities, a rule, a state against the earlier report, words anywhere in the row. */
function filters(lines, table) {
  const wanted = {severities: new Set(SEVERITIES), rule: "", state: "", words: ""};
  const rowText = row => [row.finding.rule, row.finding.message, row.about, row.finding.certificate, titleOf(row.profile), row.profile.user,
    row.profile.path, row.finding.fix?.text, JSON.stringify(row.finding.evidence ?? {})].join("\n").toLowerCase();
  const found = new Map(lines.map(row => [row, rowText(row)]));
  table.filter = row => wanted.severities.has(row.finding.severity) && (!wanted.rule || row.finding.rule === wanted.rule)
    && (!wanted.state || row.baseline === wanted.state) && wanted.words.split(/\s+/).every(word => found.get(row).includes(word));
  const change = step => { step(); table.draw(); };
  const choice = (id, label, values, take) => element("div", {class: "field"}, element("label", {for: id}, label),
    element("select", {id, onchange: event => change(() => take(event.target.value))}, element("option", {value: ""}, "all"),
      values.map(value => element("option", {value}, printable(value)))));
  const box = severity => element("label", {class: "box"}, element("input", {type: "checkbox", checked: true, id: `show-${severity}`, onchange: event =>
    change(() => (event.target.checked ? wanted.severities.add(severity) : wanted.severities.delete(severity)))}), ` ${TITLES[severity][1]}`);
  const states = [...new Set(lines.map(row => row.baseline).filter(Boolean))].sort();
  return element("form", {class: "filters", "aria-label": "Filter findings", onsubmit: event => event.preventDefault()},
    element("div", {class: "field"}, element("label", {for: "words"}, "Words"),
      element("input", {id: "words", type: "search", oninput: event => change(() => { wanted.words = event.target.value.toLowerCase(); })})),
    choice("rule", "Rule", [...new Set(texts(lines.map(row => row.finding.rule)))].sort(), value => { wanted.rule = value; }),
    states.length > 0 ? choice("state", "Since the earlier report", states, value => { wanted.state = value; }) : null,
    element("fieldset", {}, element("legend", {class: "unseen"}, "Severities"), SEVERITIES.map(box)));
}

function drawProfiles(report) {
  const count = (profile, severity) => profile.findings.filter(each => each.severity === severity).length;
  const columns = [
    {title: "Profile", holds: "name", value: titleOf, cell: row => [titleOf(row), element("span", {class: "quiet path"}, ` ${printable(row.path)}`)]},
    {title: "User", value: row => row.user, cell: row => printable(row.user)},
    {title: "Certificates with a key", value: row => row.certificates.filter(each => each.hasPrivateKey).length, cell: row => String(row.certificates.filter(each => each.hasPrivateKey).length)},
    {title: "Identities", value: row => row.identities.length, cell: row => String(row.identities.length)},
    ...SEVERITIES.map(severity => ({title: `${severity[0].toUpperCase()}${TITLES[severity][1].slice(1)}`, value: row => count(row, severity), cell: row => String(count(row, severity))})),
    {title: "Not known", value: row => row.unknown.length, cell: row => texts(row.unknown).map(printable).join(", ")},
  ];
  place("profiles").append(new Table({caption: "Profiles", columns, rows: report.profiles, noun: "profile"}).element);
}

const report = assemble([...document.querySelectorAll("script[type='application/json']")].map(block => JSON.parse(block.textContent)));
const lines = findingsOf(report);
const at = report.head.at ?? new Date().toISOString();
drawHead(report, lines);
drawFleet(report);
drawPeople(report, at, 30);
drawExpiries(place("expiries"), report, at);
drawFindings(lines);
drawProfiles(report);
document.title = `Certificate audit: ${counted(countBySeverity(lines).error, "error")}`;
document.documentElement.dataset.state = "drawn";

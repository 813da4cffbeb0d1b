// SPDX-License-Identifier: MPL-2.0
// Of a fleet: how far each host is known, who loses something soon, what has changed.
import {counted, day, element, printable, texts} from "./dom.mjs";
import {Table} from "./table.mjs";

const STATES = ["rejected", "failed", "unreachable", "missing", "stale", "findings", "clean"];
const order = state => (STATES.includes(state) ? STATES.indexOf(state) : STATES.length);
const sectionOf = id => document.getElementById(id);
const known = state => state === "clean" || state === "findings";

function drawHosts(hosts) {
  const name = row => row.host ?? row.file;
  const columns = [
    {title: "Host", holds: "name", value: name, cell: row => printable(name(row))},
    {title: "State", value: row => order(row.state), cell: row => element("span", {class: row.state === "clean" ? "good" : known(row.state) ? "" : "bad"}, printable(row.state))},
    {title: "Audited", value: row => row.audited ?? "", cell: row => day(row.audited) || "never"},
    ...["error", "warning", "note"].map(severity => ({title: `${severity[0].toUpperCase()}${severity.slice(1)}s`, value: row => row[severity] ?? 0,
      cell: row => String(row[severity] ?? "")})),
    {title: "Why", holds: "words", value: row => row.message ?? "", cell: row => printable(row.message ?? "")},
  ];
  const rows = [...hosts].sort((one, other) => order(one.state) - order(other.state));
  sectionOf("hosts").append(new Table({caption: "Hosts", columns, rows, noun: "host"}).element);
}

/** Each end is a line of its own; where it is not the same everywhere, with its hosts. */
function lossCell(losses) {
  return losses.map(loss => element("div", {}, element("span", {class: "warn"}, day(loss.until)), ` ${printable(loss.week)}`,
    losses.length > 1 ? ` ${texts(loss.hosts).map(printable).join(", ")}` : ""));
}

function drawForecast(forecast) {
  const hosts = row => [...new Set([...row.signing, ...row.encryption].flatMap(loss => texts(loss.hosts)))];
  const columns = [
    {title: "Address", holds: "name", value: row => row.address, cell: row => printable(row.address)},
    {title: "Signs until", value: row => row.signing[0]?.until ?? "", cell: row => lossCell(row.signing)},
    {title: "Is encrypted to until", value: row => row.encryption[0]?.until ?? "", cell: row => lossCell(row.encryption)},
    {title: "On", holds: "name", value: row => hosts(row).join(" "), cell: row => hosts(row).map(printable).join(", ")},
  ];
  sectionOf("forecast").append(new Table({caption: "Who loses something soon", columns, rows: forecast, noun: "person of the forecast", plural: "people of the forecast"}).element);
}

/** Shows what belongs to a fleet, where the report is one of a fleet. */
export function drawFleet(report) {
  if (report.hosts.length === 0) return;
  for (const part of document.querySelectorAll(".fleet")) part.hidden = false;
  const count = state => report.hosts.filter(each => each.state === state).length;
  const states = STATES.filter(state => count(state) > 0).map(state => `${count(state)} ${state}`);
  sectionOf("counts").append(element("li", {}, element("strong", {}, String(report.hosts.length)), report.hosts.length === 1 ? " host" : " hosts"));
  sectionOf("notes").append(element("p", {class: "notice"}, `${counted(report.hosts.length, "host")}: ${states.join(", ")}.`));
  if (report.difference) {
    const {since, new: fresh, gone, unchanged} = report.difference;
    sectionOf("notes").append(element("p", {class: "notice"}, `Since ${day(since)}: ${counted(fresh, "new finding")}, ${gone} gone, ${unchanged} unchanged.`));
  }
  drawHosts(report.hosts);
  drawForecast(report.forecast);
}

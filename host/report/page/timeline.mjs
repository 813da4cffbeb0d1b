// SPDX-License-Identifier: MPL-2.0
// When certificates with a private key expire, month by month.
import {counted, element} from "./dom.mjs";

const MONTHS_BEFORE = 6, MONTHS_AFTER = 36;
const COLUMN = 22, HEIGHT = 140, FOOT = 34, TOP = 18;
const SVG = "http://www.w3.org/2000/svg";

const monthOf = time => Number(time.slice(0, 4)) * 12 + Number(time.slice(5, 7)) - 1;
const nameOf = month => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;

/** {first, last, months: [{month, name, count, state}], earlier, later}: state is "past", "now" or "coming" as of `at`. */
export function expiries(report, at) {
  const seen = new Set(), times = [];
  for (const certificate of report.profiles.flatMap(profile => profile.certificates)) {
    if (certificate.hasPrivateKey !== true || seen.has(certificate.fingerprint) || !/^\d{4}-\d{2}/.test(certificate.notAfter)) continue;
    seen.add(certificate.fingerprint);
    times.push(monthOf(certificate.notAfter));
  }
  const now = monthOf(at), first = Math.max(Math.min(now, ...times), now - MONTHS_BEFORE);
  const last = Math.min(Math.max(now + 1, ...times), now + MONTHS_AFTER);
  const months = [];
  for (let month = first; month <= last; month += 1) {
    months.push({month, name: nameOf(month), count: times.filter(each => each === month).length,
      state: month < now ? "past" : month === now ? "now" : "coming"});
  }
  return {months, earlier: times.filter(each => each < first).length, later: times.filter(each => each > last).length};
}

function svg(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function column({name, count, state}, index, most) {
  const height = count === 0 ? 0 : Math.max(3, (count / most) * HEIGHT);
  const group = svg("g", {class: `bar ${state}`, transform: `translate(${index * COLUMN} ${TOP})`});
  group.append(svg("title", {}, `${name}: ${count}`), svg("rect", {x: 3, y: HEIGHT - height, width: COLUMN - 6, height, rx: 2}));
  if (count > 0) group.append(svg("text", {x: COLUMN / 2, y: HEIGHT - height - 4, class: "count"}, String(count)));
  if (name.endsWith("-01") || index === 0) {
    group.append(svg("line", {x1: 0, x2: 0, y1: 0, y2: HEIGHT + 6, class: "year"}));
    group.append(svg("text", {x: 3, y: HEIGHT + 30, class: "label"}, name.slice(0, 4)));
  }
  group.append(svg("text", {x: COLUMN / 2, y: HEIGHT + 14, class: "month"}, name.slice(5)));
  return group;
}

/** The picture, and the same as a list for those who do not see it. */
export function drawExpiries(place, report, at) {
  const {months, earlier, later} = expiries(report, at);
  const most = Math.max(1, ...months.map(each => each.count));
  const width = (months.length + 1) * COLUMN, height = TOP + HEIGHT + FOOT;
  const sums = months.filter(each => each.count > 0).map(each => `${each.name}: ${each.count}`);
  const picture = svg("svg", {viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-labelledby": "expiries-picture"});
  picture.append(svg("title", {id: "expiries-picture"}, `Expiries by month. ${sums.join(", ") || "None"}.`));
  picture.append(...months.map((month, index) => column(month, index, most)));
  place.append(element("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": "Time line"}, picture));
  const rest = [earlier && `${counted(earlier, "certificate")} expired before ${months[0].name}`,
    later && `${counted(later, "certificate")} ${later === 1 ? "expires" : "expire"} after ${months.at(-1).name}`].filter(Boolean);
  if (rest.length > 0) place.append(element("p", {class: "quiet"}, `${rest.join("; ")}.`));
}

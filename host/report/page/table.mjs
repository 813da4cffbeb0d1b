// SPDX-License-Identifier: MPL-2.0
// A table that a person sorts by its headings and filters from outside.
import {counted, element} from "./dom.mjs";

const ROWS_AT_ONCE = 500;

/** Columns: {title, holds: "name" or "words" where it is wide, value(row) to sort by, cell(row) to show}. `filter` keeps a row; draw again when it changed. */
export class Table {
  constructor({caption, columns, rows, noun, plural}) {
    Object.assign(this, {columns, rows, noun, plural, sorted: -1, descending: false, shown: ROWS_AT_ONCE, filter: () => true});
    this.body = element("tbody");
    this.headings = columns.map((column, index) => element("th", {scope: "col", class: column.holds},
      element("button", {type: "button", class: "sort", onclick: () => this.sortBy(index)}, column.title)));
    this.count = element("p", {class: "quiet", role: "status"});
    this.more = element("button", {type: "button", hidden: true, onclick: () => this.showMore()}, "Show more");
    const table = element("table", {}, element("caption", {class: "unseen"}, caption), element("thead", {}, element("tr", {}, this.headings)), this.body);
    this.element = element("div", {}, this.count, element("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": `Table of ${plural ?? `${noun}s`}`}, table), this.more);
    this.draw();
  }

  /** The first time upwards, then the other way. */
  sortBy(index) {
    this.descending = this.sorted === index && !this.descending;
    this.sorted = index;
    this.draw();
  }

  showMore() {
    this.shown += ROWS_AT_ONCE;
    this.draw();
  }

  visible() {
    const rows = this.rows.filter(row => this.filter(row));
    if (this.sorted < 0) return rows;
    const {value} = this.columns[this.sorted], sign = this.descending ? -1 : 1;
    return rows.sort((one, other) => sign * compare(value(one), value(other)));
  }

  draw() {
    const rows = this.visible();
    this.body.replaceChildren(...rows.slice(0, this.shown).map(row => element("tr", {},
      this.columns.map(column => element("td", {"data-title": column.title, class: column.holds}, column.cell(row))))));
    this.headings.forEach((heading, index) => {
      if (index === this.sorted) heading.setAttribute("aria-sort", this.descending ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
    });
    const all = counted(this.rows.length, this.noun, this.plural);
    this.count.textContent = rows.length === this.rows.length ? all : `${rows.length} of ${all}`;
    this.more.hidden = rows.length <= this.shown;
  }
}

export function compare(one, other) {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one ?? "").localeCompare(String(other ?? ""), "en", {numeric: true});
}

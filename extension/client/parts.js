// SPDX-License-Identifier: MPL-2.0

/** Joins one answer that came in parts. They may come in any order, and one may come twice. */
export class Parts {
  #pieces = [];
  #total = null;
  #missing = 0;

  /**
   * @param {{seq: number, total: number, data: string}} part
   * @returns {string|null} the whole text, once
   * @throws {RangeError} for a part that does not belong to the ones before
   */
  add({ seq, total, data }) {
    this.#begin(total);
    if (!Number.isInteger(seq) || seq < 0 || seq >= this.#total || typeof data !== "string") throw new RangeError("not a part");
    if (this.#pieces[seq] !== undefined) return null;
    this.#pieces[seq] = data;
    this.#missing -= 1;
    return this.#missing === 0 ? this.#pieces.join("") : null;
  }

  #begin(total) {
    if (this.#total === null && Number.isInteger(total) && total > 0) {
      this.#total = total;
      this.#missing = total;
    }
    if (total !== this.#total) throw new RangeError("not a number of parts");
  }
}

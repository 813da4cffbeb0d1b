// SPDX-License-Identifier: MPL-2.0

/** Rings at a change. What rings while nobody listens is not forgotten: `reset` it before what changed is looked at, then await `rung`. */
export class Bell {
  constructor() {
    this.reset();
  }

  reset() {
    this.rung = new Promise((resolve) => {
      this.ring = resolve;
    });
  }
}

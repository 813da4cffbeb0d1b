// SPDX-License-Identifier: MPL-2.0
// A reporter for `node --test-reporter`: one JSON value a line per case, as run_file.py writes them.

import { inspect } from "node:util";

export default async function* report(events) {
  for await (const { type, data } of events) {
    if (data.nesting !== 0) continue;
    if (type === "test:pass") yield line(data, data.skip === undefined ? "passed" : "skipped", String(data.skip ?? ""));
    if (type === "test:fail") yield line(data, "failed", inspect(data.details.error?.cause ?? data.details.error));
  }
}

function line({ name }, outcome, text) {
  return `${JSON.stringify({ name, outcome, text })}\n`;
}

# SPDX-License-Identifier: MPL-2.0
"""Reports of an audit, judged by the programs that will read them."""

import csv
import io
import json
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import audited  # noqa: E402
import debian_package  # noqa: E402
import npm_package  # noqa: E402

try:
    import jsonschema
except ImportError:
    jsonschema = None

SARIF_SCHEMA = ("@microsoft/jest-sarif", "1.0.0-beta.0", "lib/schemas/sarif-2.1.0-rtm.5.json")
REDACTIONS = ["none", "correspondents", "all"]


class Formats(unittest.TestCase):
    def test_sarif_is_what_its_published_schema_says(self):
        if jsonschema is None:
            self.skipTest("python3-jsonschema is not installed")
        name, version, file = SARIF_SCHEMA
        schema = json.loads((npm_package.package(self, name, version) / file).read_text(encoding="utf-8"))
        validator = jsonschema.validators.validator_for(schema)(schema)
        for redaction in REDACTIONS:
            log = json.loads(audited.report("sarif", audited.result(), redaction))
            self.assertEqual([f"{list(fault.path)}: {fault.message[:200]}" for fault in validator.iter_errors(log)], [])
            self.assertGreater(len(log["runs"][0]["results"]), 10)
        log["runs"][0]["results"][0]["level"] = "fatal"
        self.assertTrue(list(validator.iter_errors(log)))

    def test_promtool_finds_nothing_wrong_with_the_metrics(self):
        promtool = debian_package.program(self, "prometheus", "promtool")
        for redaction in REDACTIONS:
            text = audited.report("prometheus", audited.result(), redaction)
            done = subprocess.run([promtool, "check", "metrics"], input=text, capture_output=True, check=False)
            self.assertEqual((done.returncode, done.stdout.decode(), done.stderr.decode()), (0, "", ""))
        done = subprocess.run([promtool, "check", "metrics"], input=text + text, capture_output=True, check=False)
        self.assertNotEqual(done.returncode, 0)

    def test_csv_reads_back_with_a_row_for_each_finding_and_place_and_no_formula(self):
        rows = list(csv.reader(io.StringIO(audited.report("csv", audited.result()).decode(), newline=""), strict=True))
        findings = sum(len(profile["findings"]) for profile in audited.result()["profiles"]) + 2
        self.assertEqual(len(rows), 1 + findings + len(audited.result()["unreachable"]))
        self.assertEqual({len(row) for row in rows}, {len(rows[0])})
        self.assertEqual([cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r"))], [])

    def test_json_lines_are_json_and_end_with_the_sum(self):
        lines = [json.loads(line) for line in audited.report("jsonl", audited.result()).decode().splitlines()]
        self.assertEqual((lines[0]["type"], lines[-1]["type"]), ("run", "end"))
        errors = [line for line in lines if line["type"] == "finding" and line["severity"] == "error"]
        self.assertEqual(lines[-1]["summary"]["error"], len(errors))

    def test_json_gives_back_what_was_found(self):
        value = json.loads(audited.report("json", audited.result()))
        for name in ("schema", "tool", "time", "at", "host", "profiles", "across", "gone", "unreachable"):
            self.assertEqual(value[name], audited.result()[name])


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MPL-2.0
"""Schemas, golden exchanges and the protocol's documentation say the same."""

import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import schemas  # noqa: E402

FORMATS = {"fingerprint": "^[0-9a-f]{64}$", "profile-id": "^[^./][^/]*$", "backup-name": "^[^./][^/]*$",
           "key-file-name": "^[A-Za-z0-9_][A-Za-z0-9 ._()+@,=-]*[.](p12|pfx)$",
           "utc-time": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"}


def nodes(value):
    """Every object below a value."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(each)


class Schemas(unittest.TestCase):
    def test_each_is_a_valid_schema_of_the_standard(self):
        if schemas.jsonschema is None:
            self.skipTest(schemas.MISSING)
        for name, document in schemas.documents().items():
            with self.subTest(name):
                schemas.jsonschema.Draft202012Validator.check_schema(document)

    def test_each_format_of_ours_is_also_a_pattern_of_the_standard(self):
        for name, document in schemas.documents().items():
            for node in nodes(document):
                if isinstance(node.get("format"), str) or isinstance(node.get("pattern"), str):
                    with self.subTest(name):
                        self.assertEqual(node["pattern"], FORMATS[node["format"]])

    def test_each_member_of_the_parameters_that_is_no_shape_is_explained(self):
        for name in schemas.methods():
            for member, node in schemas.documents()[name]["$defs"]["params"].get("properties", {}).items():
                with self.subTest(f"{name}: {member}"):
                    self.assertTrue("$ref" in node or "description" in node or node == {"type": "boolean"})

    def test_words_that_programs_go_by_have_a_meaning_each(self):
        shapes = schemas.documents()["shapes"]["$defs"]
        for shape in ("ErrorKind", "ReasonKind"):
            self.assertEqual(list(shapes[shape]["x-meanings"]), shapes[shape]["enum"])

    def test_the_stages_are_those_of_the_code(self):
        stages = set()
        for file in (schemas.ROOT / "host").rglob("*.cpp"):
            stages.update(re.findall(r'progress\((?:\w[\w.]*, \{)?"([a-z-]+)"', file.read_text(encoding="utf-8")))
        self.assertEqual(stages, set(schemas.documents()["shapes"]["$defs"]["Stage"]["x-meanings"]))

    def test_the_kinds_of_errors_are_those_of_the_code(self):
        code = (schemas.ROOT / "nssbridge" / "values" / "error.cpp").read_text(encoding="utf-8")
        named = re.findall(r'Entry\{Kind::\w+, "([a-z-]+)"\}', code)
        self.assertEqual(schemas.documents()["shapes"]["$defs"]["ErrorKind"]["enum"], named)


class Exchanges(unittest.TestCase):
    def test_each_method_has_a_result_and_an_error_among_them(self):
        exchanges = schemas.exchanges()
        self.assertEqual(sorted(exchanges), schemas.methods())
        for method in schemas.methods():
            with self.subTest(method):
                self.assertEqual({"result", "error"}, {"result" if "result" in each else "error" for each in exchanges[method]})
                sentences = [each["name"] for each in exchanges[method]]
                self.assertEqual(len(set(sentences)), len(sentences))

    def test_each_is_what_the_schemas_say(self):
        if schemas.jsonschema is None:
            self.skipTest(schemas.MISSING)
        for method, exchanges in schemas.exchanges().items():
            for each in exchanges:
                with self.subTest(f"{method}: {each['name']}"):
                    self.check(method, each)

    def check(self, method, exchange):
        refused = schemas.faults(f"{method}.json#/$defs/params", exchange["params"])
        if "result" in exchange:
            self.assertEqual(schemas.faults_in_result(method, exchange["result"]), [])
        else:
            self.assertEqual(schemas.faults_in_error(exchange["error"]), [])
        if refused:
            self.assertEqual(exchange["error"]["data"]["kind"], "invalid-request")


class Documentation(unittest.TestCase):
    def test_the_protocol_is_documented_as_it_is(self):
        done = subprocess.run([schemas.ROOT / "scripts" / "make-protocol-docs", "--check"], check=False)
        self.assertEqual(done.returncode, 0, "scripts/make-protocol-docs writes docs/protocol.md anew")

    def test_every_link_in_the_documents_leads_somewhere(self):
        for name in ("protocol.md", "add-ons.md"):
            text = (schemas.ROOT / "docs" / name).read_text(encoding="utf-8")
            for file, anchor in re.findall(r"\]\(([\w.-]*\.md)?(?:#([\w-]*))?\)", text):
                with self.subTest(f"{name}: {file}#{anchor}"):
                    target = (schemas.ROOT / "docs" / (file or name)).read_text(encoding="utf-8")
                    headings = [re.sub(r"[^a-z0-9 -]", "", line.lower()).replace(" ", "-") for line in re.findall(r"^#+ (.*)$", target, re.MULTILINE)]
                    self.assertTrue(not anchor or anchor in headings)

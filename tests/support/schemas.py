# SPDX-License-Identifier: MPL-2.0
"""The schemas of the methods, and what another implementation of JSON Schema says of a value."""

import functools
import json
import pathlib

try:
    import jsonschema
except ImportError:
    jsonschema = None

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "host" / "protocol" / "schemas"
EXCHANGES = ROOT / "tests" / "exchanges"
LONGEST_CHECKED = 500_000
MISSING = "python3-jsonschema is not installed"


@functools.cache
def documents():
    """{name: schema document}: one for each method, and `shapes`."""
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.json"))}


def methods():
    return [name for name in documents() if name != "shapes"]


def exchanges():
    """{method: exchanges}, as recorded."""
    read = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(EXCHANGES.glob("*.json"))]
    return {each["method"]: each["exchanges"] for each in read}


def faults(reference, value):
    """What is wrong with the value, by a reference such as `profiles.list.json#/$defs/result`. Needs jsonschema."""
    store = {f"{name}.json": document for name, document in documents().items()}
    resolver = jsonschema.RefResolver("", {}, store=store)
    found = jsonschema.Draft202012Validator({"$ref": reference}, resolver=resolver).iter_errors(value)
    return [f"{error.json_path}: {error.message}" for error in found]


def faults_in_result(method, result):
    return faults(f"{method}.json#/$defs/result", result)


def faults_in_error(error):
    return faults("shapes.json#/$defs/Error", error)


def require_conforming(method, error, result):
    """Raises AssertionError where an answer is not what the schemas say. Without jsonschema, and for a long list, not looked at."""
    if jsonschema is None or len(repr(result)) > LONGEST_CHECKED:
        return
    faults_found = faults_in_error(error) if error is not None else faults_in_result(method, result)
    if faults_found:
        raise AssertionError(f"{method} answers what its schema does not allow: {faults_found}")

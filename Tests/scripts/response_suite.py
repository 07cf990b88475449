#!/usr/bin/env python3
"""Runs AWS's suite of recorded answers (botocore's tests/unit/response_parsing) through the client's decoder.

The suite speaks of services that are not embedded, so each case's operation is given to the client as a JSON document,
made from botocore's models. `Tests/suites/answers.txt` lists the cases that do not apply, each with its reason.
"""
import argparse
import base64
import json
import pathlib
import re
import sys

import botocore
import botocore.loaders
import botocore.model
import botocore.utils

from far_end import FarEnd, plain

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "Tools"))
import trim_models  # noqa: E402

LOADER = botocore.loaders.Loader()


def operation_name(model, spelt):
    for name in model["operations"]:
        if botocore.xform_name(name) == spelt.replace("-", "_"):
            return name
    return None


def document(service, spelt):
    """A model of one operation, as the client loads it at run time."""
    model = LOADER.load_service_model(service, "service-2")
    name = operation_name(model, spelt)
    metadata = dict(model["metadata"], protocol=botocore.model.ServiceModel(model, service).resolved_protocol)
    shapes, pending = {}, []
    operation = model["operations"][name]
    pending += [operation[part]["shape"] for part in ("input", "output") if part in operation]
    pending += [one["shape"] for one in operation.get("errors", [])]
    while pending:
        shape = pending.pop()
        if shape not in shapes:
            shapes[shape] = trim_models.trimmed_shape(model["shapes"][shape])
            pending += trim_models.references(shapes[shape])
    return name, {"metadata": metadata, "operations": {name: operation}, "shapes": shapes}


def cases(folder):
    for file in sorted((folder / "xml").glob("*/*.xml")):
        yield file, file.with_suffix(".json"), 400 if file.parent.name == "errors" else 200
    for file in sorted((folder / "json" / "errors").glob("*.json")):
        yield file, folder / "json" / "expected" / file.name, 400


def seconds(text):
    return botocore.utils.parse_timestamp(text).timestamp()


def equal(expected, found):
    """Times may be written in several ways, whole numbers with and without a point."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return expected.keys() == found.keys() and all(equal(expected[name], found[name]) for name in expected)
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(map(equal, expected, found))
    if isinstance(expected, str) and isinstance(found, str) and expected != found:
        if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", found):
            return abs(seconds(expected) - seconds(found)) < 1e-6
        return False
    return expected == found and isinstance(expected, bool) == isinstance(found, bool)


def with_blobs(value, shape):
    """The suite writes bytes as text."""
    if shape.type_name == "blob":
        return base64.b64encode(value.encode()).decode()
    if shape.type_name == "structure" and isinstance(value, dict):
        return {name: with_blobs(one, shape.members[name]) if name in shape.members else one
                for name, one in value.items()}
    if shape.type_name == "list" and isinstance(value, list):
        return [with_blobs(one, shape.member) for one in value]
    if shape.type_name == "map" and isinstance(value, dict):
        return {name: with_blobs(one, shape.value) for name, one in value.items()}
    return value


def failure(far, file, expected_file, status):
    service, spelt = file.stem.split("-", 1)
    name, model = document(service, spelt.split("#")[0])
    body = file.read_bytes()
    headers = {}
    if b"__headers__" in body:
        loaded = json.loads(body)
        headers = loaded.pop("__headers__")
        body = json.dumps(loaded).encode()
    far.ask(do="load", name=service, model=model)
    found = far.ask(do="decode", service="loaded", operation=name, status=status, headers=list(headers.items()),
                    body=base64.b64encode(body).decode())
    expected = json.loads(expected_file.read_text(encoding="utf-8"))
    metadata = expected.pop("ResponseMetadata", {})
    if "Error" in expected:
        wanted = (expected["Error"].get("Code"), expected["Error"].get("Message") or "", metadata.get("RequestId", ""))
        told = (found.get("error"), found.get("message") or "", found.get("id", "") if metadata.get("RequestId") else "")
        return None if wanted == told else f"{told}, not {wanted}"
    shape = botocore.model.ServiceModel(model, service).operation_model(name).output_shape
    if shape is not None:
        expected = with_blobs(expected, shape)
    return None if equal(expected, plain(found.get("output"))) else f"{found}, not {expected}"


def reasons():
    lines = (ROOT / "Tests" / "suites" / "answers.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines if line and not line.startswith("#"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--far-end", required=True, help="the AWSFarEnd executable")
    parser.add_argument("--suite", default=ROOT / ".venv/botocore-source/tests/unit/response_parsing", type=pathlib.Path)
    options = parser.parse_args()
    left_out, passed, failed, seen = reasons(), 0, 0, set()
    with FarEnd(options.far_end) as far:
        for file, expected, status in cases(options.suite):
            label = f"{file.parent.name}/{file.name}"
            wrong = failure(far, file, expected, status)
            if label in left_out:
                seen.add(label)
                if wrong is None:
                    failed += 1
                    print(f"{label} passes and need not be left out")
            elif wrong is None:
                passed += 1
            else:
                failed += 1
                print(f"{label}: {wrong}"[:1500])
    for label in sorted(set(left_out) - seen):
        failed += 1
        print(f"{label} is no case")
    print(f"answers: {passed} cases passed, {failed} failed, {len(seen)} do not apply")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())

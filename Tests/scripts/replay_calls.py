#!/usr/bin/env python3
"""Sends recorded calls of the tests through the client's encoder and decoder, without a network.

Each distinct input that FakeAWS took must be valid for the client and find an endpoint. Each distinct output of FakeAWS is
written as AWS would write it, and the client must read back the very same value: what drivers see does not depend on
which of the two answers them.
"""
import argparse
import base64
import collections
import datetime
import json
import sys

import botocore.session

from compare_with_botocore import Answer
from far_end import FarEnd


def typed(value, shape):
    """A recorded value as botocore's serializers take it."""
    if shape.type_name == "structure" and not getattr(shape, "is_document_type", False):
        return {name: typed(one, shape.members[name]) for name, one in value.items()}
    if shape.type_name == "list":
        return [typed(one, shape.member) for one in value]
    if shape.type_name == "map":
        return {name: typed(one, shape.value) for name, one in value.items()}
    if shape.type_name == "timestamp":
        return datetime.datetime.fromisoformat(value)
    if shape.type_name == "blob":
        return base64.b64decode(value) if value != "***" else b""
    return value


def with_seconds(value, shape):
    """Times as whole seconds since 1970, however they are written."""
    if shape.type_name == "structure" and isinstance(value, dict):
        return {name: with_seconds(one, shape.members[name]) for name, one in value.items()}
    if shape.type_name == "list":
        return [with_seconds(one, shape.member) for one in value]
    if shape.type_name == "map":
        return {name: with_seconds(one, shape.value) for name, one in value.items()}
    if shape.type_name == "timestamp":
        return int(datetime.datetime.fromisoformat(value).timestamp())
    return value


def same(one, other, path=""):
    """The first place where two values differ; a whole number must be read as one, as drivers tell it from others."""
    if isinstance(one, float) and one.is_integer():
        one = int(one)
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted(set(one) | set(other)):
            if name not in one or name not in other:
                return f"{path}.{name} is {'missing' if name in one else 'more'}: {one.get(name, other.get(name))!r}"
            found = same(one[name], other[name], f"{path}.{name}")
            if found:
                return found
        return None
    if isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return f"{path} has {len(other)} elements, not {len(one)}"
        return next(filter(None, (same(*pair, f"{path}[]") for pair in zip(one, other))), None)
    if type(one) is not type(other) or one != other:
        return f"{path} is {other!r}, not {one!r}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", help="recorded calls")
    parser.add_argument("--far-end", required=True, help="the AWSFarEnd executable")
    options = parser.parse_args()
    session, seen, problems, counts = botocore.session.Session(), set(), collections.Counter(), collections.Counter()
    with FarEnd(options.far_end) as far:
        for path in options.files:
            with open(path, encoding="utf-8") as lines:
                for line in lines:
                    call = json.loads(line)
                    if "error" in call:
                        continue
                    service, name = call["service"], call["operation"]
                    key = json.dumps([service, name, call["input"], call["output"]], sort_keys=True)
                    if key in seen:
                        continue
                    seen.add(key)
                    model = session.get_service_model(service).operation_model(name)
                    sent = far.ask(do="encode", service=service, operation=name, region=call["region"], input=call["input"])
                    for problem in sent.get("problems", []):
                        problems[f"{service}.{name} input: {problem}"] += 1
                    counts["inputs"] += 1
                    shape = model.output_shape
                    output = call["output"] or {}
                    status, headers, body = Answer(model, typed(output, shape) if shape else {}).parts()
                    found = far.ask(do="decode", service=service, operation=name, status=status,
                                    headers=[[field, text] for field, text in headers.items()],
                                    body=base64.b64encode(body).decode())
                    counts["outputs"] += 1
                    if "output" not in found:
                        problems[f"{service}.{name} output: {found}"] += 1
                    elif shape:
                        wrong = same(with_seconds(output, shape), with_seconds(found["output"], shape))
                        if wrong:
                            problems[f"{service}.{name} output{wrong}"] += 1
    for problem, count in sorted(problems.items()):
        print(f"{count:6}  {problem}"[:600])
    print(f"replay: {counts['inputs']} distinct inputs and {counts['outputs']} outputs, {len(problems)} distinct problems")
    return 1 if problems or not seen else 0


if __name__ == "__main__":
    sys.exit(main())

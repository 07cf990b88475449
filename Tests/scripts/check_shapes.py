#!/usr/bin/env python3
"""Holds recorded AWS calls against AWS's own service models, as botocore ships them.

Each file has a JSON line a call, as `RECONCILE_CALLS=FILE` writes them: service, operation, region, input, and output
or error. Timestamps are ISO 8601 in UTC, blobs base64, secrets `***`. Distinct problems are told once each, with how
often they came; the exit status is 1 when there is any.
"""
import argparse
import base64
import binascii
import collections
import datetime
import functools
import json
import re
import sys

import botocore.exceptions
import botocore.loaders
import botocore.model
import botocore.validate

import beyond_models

SECRET = "***"
# Where a secret's text would stand; the recorder must have hidden it.
SECRET_MEMBERS = {"SecretString", "MasterUserPassword", "AuthToken", "RandomPassword"}
LOADER = botocore.loaders.Loader()


@functools.cache
def model(service):
    return botocore.model.ServiceModel(LOADER.load_service_model(service, "service-2"), service)


@functools.cache
def pattern(text):
    """The model's pattern, which is Java's; None where Python can't read it."""
    try:
        return re.compile(text)
    except re.error:
        return None


class Walk:
    """Goes over one value beside its shape and collects what doesn't fit, as (path, words)."""

    def __init__(self, service, bounds):
        self.service, self.bounds, self.problems = service, bounds, []

    def add(self, path, words):
        self.problems.append((path or ".", words))

    def visit(self, value, shape, path=""):
        if value is None:
            return self.add(path, "is null; AWS leaves such a member out")
        if getattr(shape, "is_document_type", False):
            return None
        return getattr(self, shape.type_name)(value, shape, path)

    def typed(self, value, wanted, path, word):
        fits = isinstance(value, wanted) and not (isinstance(value, bool) and wanted is not bool)
        if not fits:
            self.add(path, f"must be {word}, not {type(value).__name__}")
        return fits

    def bounded(self, size, shape, path, what):
        # Bounds bind callers. Services break their own: empty lists where one is the least, `/hostedzone/` before an id.
        if not self.bounds:
            return
        low, high = shape.metadata.get("min"), shape.metadata.get("max")
        if low is not None and size < low:
            self.add(path, f"{what} {size} is below {low}")
        if high is not None and size > high:
            self.add(path, f"{what} {size} is above {high}")

    def structure(self, value, shape, path):
        if not self.typed(value, dict, path, "a structure"):
            return
        for name in shape.required_members:
            if name not in value:
                self.add(f"{path}.{name}", "is required and missing")
        for name, one in value.items():
            if name not in shape.members:
                self.add(f"{path}.{name}", "is no member")
            else:
                self.visit(one, shape.members[name], f"{path}.{name}")
            if name in SECRET_MEMBERS and one != SECRET:
                self.add(f"{path}.{name}", "is a secret in plain text")

    def list(self, value, shape, path):
        if self.typed(value, list, path, "a list"):
            self.bounded(len(value), shape, path, "length")
            for one in value:
                self.visit(one, shape.member, f"{path}[]")

    def map(self, value, shape, path):
        if self.typed(value, dict, path, "a map"):
            self.bounded(len(value), shape, path, "length")
            for name, one in value.items():
                self.visit(name, shape.key, f"{path}{{key}}")
                self.visit(one, shape.value, f"{path}{{}}")

    def string(self, value, shape, path):
        if not self.typed(value, str, path, "a string") or value == SECRET:
            return
        beyond = beyond_models.ENUM_VALUES.get((self.service, shape.name), ())
        if shape.enum and value not in shape.enum and value not in beyond:
            self.add(path, f"{value!r} is not in the enum")
        self.bounded(len(value), shape, path, "length")
        rule = shape.metadata.get("pattern")
        expression = pattern(rule) if rule else None
        if expression and not expression.search(value):
            self.add(path, f"{value[:60]!r} doesn't match {rule}")

    def integer(self, value, shape, path):
        if self.typed(value, int, path, "a whole number"):
            self.bounded(value, shape, path, "value")

    long = integer

    def double(self, value, shape, path):
        if self.typed(value, (int, float), path, "a number"):
            self.bounded(value, shape, path, "value")

    float = double

    def boolean(self, value, shape, path):
        self.typed(value, bool, path, "a truth value")

    def timestamp(self, value, shape, path):
        if self.typed(value, str, path, "an ISO 8601 string"):
            try:
                when = datetime.datetime.fromisoformat(value)
                if when.tzinfo is None or when.utcoffset():
                    self.add(path, "is not in UTC")
            except ValueError:
                self.add(path, f"{value!r} is not an ISO 8601 time")

    def blob(self, value, shape, path):
        if self.typed(value, str, path, "a base64 string") and value != SECRET:
            try:
                base64.b64decode(value, validate=True)
            except binascii.Error:
                self.add(path, "is not base64")


def input_problems(service, value, shape):
    walk = Walk(service, bounds=True)
    if shape is None:
        return [(f".{name}", "is no member: the operation takes none") for name in value]
    walk.visit(value, shape)
    if not walk.problems:
        # botocore's own opinion, in case it knows a rule that the walk doesn't.
        report = botocore.validate.ParamValidator().validate(value, shape)
        if report.has_errors():
            return [("", re.sub(r"\[\d+\]", "[]", line)) for line in report.generate_report().splitlines()]
    return walk.problems


def output_problems(service, value, shape):
    walk = Walk(service, bounds=False)
    if shape is None:
        return [(f".{name}", "is no member: the operation answers nothing") for name in value or {}]
    walk.visit(value, shape)
    return walk.problems


def error_problems(code, service, operation):
    known = {shape.error_code for shape in operation.error_shapes} | beyond_models.OURS
    protocols = set(service.metadata.get("protocols", [service.protocol]))
    if service.service_name == "ec2":
        known |= beyond_models.EC2
    elif service.service_name == "s3":
        known |= beyond_models.S3
    else:
        if protocols & {"query", "rest-xml"}:
            known |= beyond_models.COMMON_XML
        if protocols & {"json", "rest-json"}:
            known |= beyond_models.COMMON_JSON
    return [] if code in known else [(code, "is no error of this operation")]


def problems_of(call):
    """What is wrong with one call, as (part, path, words)."""
    try:
        service = model(call["service"])
        operation = service.operation_model(call["operation"])
    except (botocore.exceptions.UnknownServiceError, botocore.exceptions.DataNotFoundError):
        return [("service", call["service"], "AWS has no such service")]
    except botocore.model.OperationNotFoundError:
        return [("operation", call["operation"], "the service has no such operation")]
    found = []
    # A refused input may well be wrong; what it is refused with says so. Everything else of it must be AWS's.
    found += [("input", *one) for one in input_problems(call["service"], call["input"], operation.input_shape)]
    if "error" in call:
        found += [("error", *one) for one in error_problems(call["error"], service, operation)]
    else:
        found += [("output", *one) for one in output_problems(call["service"], call["output"], operation.output_shape)]
    return found


def read(paths):
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield json.loads(line)
                except ValueError as error:
                    sys.exit(f"{path}:{number} is no recorded call: {error}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", help="recorded calls")
    options = parser.parse_args()
    counts, operations, calls, errors = collections.Counter(), set(), 0, 0
    seen = {}
    for call in read(options.files):
        calls += 1
        errors += "error" in call
        operations.add((call["service"], call["operation"]))
        key = json.dumps([call.get(part) for part in ("service", "operation", "input", "output", "error")])
        if key not in seen:
            seen[key] = problems_of(call)
        for part, path, words in seen[key]:
            counts[(call["service"], call["operation"], part, path, words)] += 1
    for (service, operation, part, path, words), count in sorted(counts.items()):
        print(f"{count:6}  {service}.{operation} {part} {path.lstrip('.')}: {words}")
    services = len({service for service, _ in operations})
    print(f"shapes: {calls} calls ({errors} refused) of {len(operations)} operations of {services} services, "
          f"{len(counts)} distinct problems (botocore {botocore.__version__})")
    return 1 if counts or not calls else 0


if __name__ == "__main__":
    sys.exit(main())

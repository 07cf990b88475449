#!/usr/bin/env python3
"""Trims AWS's service models, as botocore ships them, to the operations that the client can call.

Reads `operations.txt` beside the data, and writes for each service a file of its model (operations, the shapes that
they reach, paginators and waiters; no documentation) and a file of its endpoint rules, besides AWS's partitions, the
assembly that embeds them all in the program, and their digest. `--check` only tells whether what is committed is
what would be written.

A model file has a line a thing, sorted by bytes, so that the reader finds one by bisection and reads nothing else:

    metadata - {...}
    operation NAME {...}
    paginator NAME {...}
    shape NAME {...}
    waiter NAME {...}
"""
import argparse
import hashlib
import json
import pathlib
import sys

import botocore
import botocore.exceptions
import botocore.loaders
import botocore.model

HOME = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "AWS" / "CAWSModels"
METADATA = (
    "apiVersion", "endpointPrefix", "jsonVersion", "serviceId", "signatureVersion", "signingName", "targetPrefix",
)
OPERATION = (
    "authtype", "endpoint", "http", "httpChecksum", "input", "operationContextParams", "output", "staticContextParams",
    "unsignedPayload",
)
# What binds callers besides the type is what botocore checks: required, min, union. Patterns, enums and upper bounds are
# the service's to refuse, since it widens them without telling us.
SHAPE = (
    "document", "error", "exception", "flattened", "key", "locationName", "member", "members", "min", "payload",
    "required", "sensitive", "streaming", "timestampFormat", "type", "union", "value", "xmlNamespace",
)
MEMBER = (
    "contextParam", "eventheader", "eventpayload", "flattened", "hostLabel", "idempotencyToken", "jsonvalue",
    "location", "locationName", "queryName", "resultWrapper", "shape", "streaming", "timestampFormat", "xmlAttribute",
    "xmlNamespace",
)
PAGINATOR = ("input_token", "limit_key", "more_results", "non_aggregate_keys", "output_token", "result_key")
WAITER = ("acceptors", "delay", "maxAttempts", "operation")


def picked(source, names):
    return {name: source[name] for name in names if name in source}


def compact(value):
    return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)


def trimmed_shape(shape):
    """The shape without prose, with its references trimmed too."""
    kept = picked(shape, SHAPE)
    for part in ("member", "key", "value"):
        if part in kept:
            kept[part] = picked(kept[part], MEMBER)
    if "members" in kept:
        kept["members"] = {name: picked(one, MEMBER) for name, one in kept["members"].items()}
    if "error" in kept:
        kept["error"] = picked(kept["error"], ("code", "httpStatusCode"))
    return kept


def references(shape):
    yield from (one["shape"] for one in shape.get("members", {}).values())
    yield from (shape[part]["shape"] for part in ("member", "key", "value") if part in shape)


def trimmed_operation(service, operation):
    kept = picked(operation, OPERATION)
    kept["http"] = picked(operation["http"], ("method", "requestUri", "responseCode"))
    for part in ("input", "output"):
        if part in kept:
            kept[part] = picked(kept[part], MEMBER)
    if "errors" in operation:
        kept["errors"] = [one["shape"] for one in operation["errors"]]
    if service == "s3":
        # The endpoint that the rules give holds the bucket already, in its host or in its path.
        kept["http"]["requestUri"] = kept["http"]["requestUri"].removeprefix("/{Bucket}")
    return kept


def optional(loader, service, kind):
    try:
        return loader.load_service_model(service, kind)
    except (botocore.exceptions.DataNotFoundError, botocore.exceptions.UnknownServiceError):
        return {}


def model_file(loader, service, wanted):
    model = loader.load_service_model(service, "service-2")
    unknown = sorted(wanted - set(model["operations"]))
    if unknown:
        sys.exit(f"trim_models: {service} has no operation {', '.join(unknown)}")
    metadata = picked(model["metadata"], METADATA)
    # Of several protocols the one that botocore would choose: it prefers JSON to CBOR.
    metadata["protocol"] = botocore.model.ServiceModel(model, service).resolved_protocol
    metadata["queryCompatible"] = "awsQueryCompatible" in model["metadata"]
    lines = {("metadata", "-"): metadata}
    open_shapes = []
    for name in wanted:
        operation = trimmed_operation(service, model["operations"][name])
        lines["operation", name] = operation
        open_shapes += [operation[part]["shape"] for part in ("input", "output") if part in operation]
        open_shapes += operation.get("errors", [])
    while open_shapes:
        name = open_shapes.pop()
        if ("shape", name) in lines:
            continue
        shape = trimmed_shape(model["shapes"][name])
        lines["shape", name] = shape
        open_shapes += references(shape)
    for name, one in optional(loader, service, "paginators-1").get("pagination", {}).items():
        if name in wanted:
            lines["paginator", name] = picked(one, PAGINATOR)
    for name, one in optional(loader, service, "waiters-2").get("waiters", {}).items():
        if one["operation"] in wanted:
            waiter = picked(one, WAITER)
            waiter["acceptors"] = [
                picked(acceptor, ("argument", "expected", "matcher", "state")) for acceptor in one["acceptors"]]
            lines["waiter", name] = waiter
    text = [f"{kind} {name} {compact(value)}".encode() for (kind, name), value in lines.items()]
    return b"\n".join(sorted(text, key=lambda line: b" ".join(line.split(b" ", 2)[:2]) + b" ")) + b"\n"


def without_prose(value):
    if isinstance(value, dict):
        return {name: without_prose(one) for name, one in value.items() if name != "documentation"}
    if isinstance(value, list):
        return [without_prose(one) for one in value]
    return value


def endpoints_file(loader, service):
    rules = loader.load_service_model(service, "endpoint-rule-set-1")
    return (compact(without_prose(picked(rules, ("parameters", "rules")))) + "\n").encode()


def assembly(names):
    """One section of read-only data; each file's beginning and end under a symbol, and a table of all."""
    lines = [
        "// Written by Tools/trim_models.py: the files of data/, as they are, in the program.",
        '#include "digest.h"  // so that this is assembled again when a file changes',
        '    .section .rodata, "a", %progbits',
    ]
    for index, name in enumerate(names):
        lines += [
            f".Lname{index}:", f'    .asciz "{name}"', f".Lbegin{index}:", f'    .incbin "{name}"', f".Lend{index}:",
        ]
    lines += ['    .section .data.rel.ro, "aw", %progbits', "    .balign 8", "    .globl aws_model_files",
              "aws_model_files:"]
    for index, _ in enumerate(names):
        lines += [f"    .quad .Lname{index}", f"    .quad .Lbegin{index}", f"    .quad .Lend{index} - .Lbegin{index}"]
    lines += ["    .globl aws_model_file_count", "    .balign 8", "aws_model_file_count:", f"    .quad {len(names)}",
              '    .section .note.GNU-stack, "", %progbits']
    return ("\n".join(lines) + "\n").encode()


def read_operations():
    wanted = {}
    for number, line in enumerate((HOME / "operations.txt").read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            words = line.split()
            if len(words) != 2:
                sys.exit(f"trim_models: operations.txt:{number}: a line is SERVICE OPERATION")
            wanted.setdefault(words[0], set()).add(words[1])
    return wanted


def everything():
    loader = botocore.loaders.Loader()
    files = {"data/partitions.json": (compact(loader.load_data("partitions")) + "\n").encode()}
    for service, operations in read_operations().items():
        files[f"data/{service}.model"] = model_file(loader, service, operations)
        files[f"data/{service}.endpoints"] = endpoints_file(loader, service)
    names = sorted(files)
    digest = hashlib.sha256(b"".join(name.encode() + b"\0" + files[name] for name in names)).hexdigest()
    files["files.S"] = assembly([name.removeprefix("data/") for name in names])
    files["include/digest.h"] = (
        "// Written by Tools/trim_models.py.\n"
        "#ifndef RECONCILE_AWS_MODELS_DIGEST_H\n#define RECONCILE_AWS_MODELS_DIGEST_H\n"
        f'#define AWS_MODELS_DIGEST "{digest}"\n#define AWS_MODELS_BOTOCORE "{botocore.__version__}"\n#endif\n').encode()
    return files


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the files are not current")
    options = parser.parse_args()
    files = everything()
    stale = [name for name, content in files.items()
             if not (HOME / name).is_file() or (HOME / name).read_bytes() != content]
    extra = [path for path in (HOME / "data").glob("*") if f"data/{path.name}" not in files]
    if options.check:
        for name in sorted(stale) + sorted(path.name for path in extra):
            print(f"trim_models: {name} is not what botocore {botocore.__version__} gives; run Tools/trim_models.py")
        return 1 if stale or extra else 0
    for name in stale:
        (HOME / name).write_bytes(files[name])
    for path in extra:
        path.unlink()
    size = sum(len(content) for name, content in files.items() if name.startswith("data/"))
    print(f"trim_models: {len(files) - 2} data files, {size} bytes, {len(stale)} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Holds specs/schema.json against the decoder: mutated specs must be accepted or refused by both alike.

What JSON Schema can't say (clashes between two values) is left out of the mutations.
"""
import argparse
import copy
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
STRANGE = [None, True, 0, -1, 1, 3, 99999999, 2.5, "", "x", "/x", "/x/", "a--b", "A", [], ["x"], {}, {"x": 1}, {"x": "y"}]
# Rules between two values, which a schema can't hold.
BEYOND = {"spec.minAboveMax", "spec.networkOverlap", "spec.duplicate", "spec.pathClash", "spec.emptyWindow"}
# A CIDR's numbers, too, are checked by the decoder alone.
CIDR = "spec.network"


def places(value, path=()):
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], path + (key,))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from places(one, path + (index,))


def edge(rule, draw):
    """A value at a bound of the rule, just beyond one, or something else altogether."""
    values = [rule["default"]] if "default" in rule else []
    if "minimum" in rule:
        values += [rule["minimum"], rule["maximum"], rule["minimum"] - 1, rule["maximum"] + 1]
    return draw.choice(values + rule.get("enum", [])[:2] + [draw.choice(STRANGE)])


def mutate(spec, schema, draw):
    spec = copy.deepcopy(spec)
    path = draw.choice([p for p in places(spec) if p])
    parent = spec
    for key in path[:-1]:
        parent = parent[key]
    action = draw.choice(["remove", "replace", "add", "default"])
    if action == "remove" and isinstance(parent, dict):
        del parent[path[-1]]
    elif action == "add" and isinstance(parent, dict):
        parent[draw.choice(["extra", "weight", "zones", "storage", "replicas"])] = draw.choice(STRANGE)
    elif action == "default":
        name = draw.choice(sorted(schema["properties"]))
        inner = schema["properties"][name].get("properties", {})
        if inner:
            key = draw.choice(sorted(inner))
            holder = spec.get(name)
            spec[name] = {**holder, key: edge(inner[key], draw)} if isinstance(holder, dict) else {key: edge(inner[key], draw)}
        else:
            spec[name] = edge(schema["properties"][name], draw)
    else:
        parent[path[-1]] = draw.choice(STRANGE)
    return spec


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=random.randrange(10**9))
    options = parser.parse_args()
    draw = random.Random(options.seed)
    schema = json.loads((ROOT / "specs/schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    shipped = [json.loads(path.read_text()) for path in sorted((ROOT / "specs").glob("phase*.json"))]
    failures, accepted = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "spec.json"
        for index in range(options.count + len(shipped)):
            spec = shipped[index] if index < len(shipped) else mutate(draw.choice(shipped), schema, draw)
            file.write_text(json.dumps(spec))
            told = subprocess.run([options.binary, "validate", str(file), "--json"], capture_output=True, text=True, timeout=60)
            problems = [d for d in json.loads(told.stdout)["diagnostics"] if d["severity"] == "error"]
            codes = {d["code"] for d in problems}
            by_schema = validator.is_valid(spec)
            accepted += by_schema
            if codes and (codes <= BEYOND or codes == {CIDR}):
                continue
            if by_schema != (not problems):
                failures += 1
                error = next(iter(validator.iter_errors(spec)), None)
                print(f"differ: schema {'accepts' if by_schema else 'refuses'}: {error.message if error else ''} | {problems} | {json.dumps(spec)[:300]}")
    print(f"schema and decoder: {options.count + len(shipped)} specs, {accepted} valid, {failures} differ (seed {options.seed})")
    return 1 if failures or accepted < len(shipped) else 0


if __name__ == "__main__":
    sys.exit(main())

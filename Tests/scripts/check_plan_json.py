#!/usr/bin/env python3
"""Holds the JSON of plans and runs to the published schemas, and the schemas to being able to refuse.

Plans of every phase from nothing, of roads, changes, replacements, a destroy, drift and a saved file are valid; so is
each line of runs that converge, fail and destroy. Every document is refused as soon as it lacks a required member or has
one too many, and a plan's steps name only stages and steps that are there.
"""
import argparse
import copy
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
FAILURES = []


def validator(name):
    schema = json.loads((ROOT / "docs" / name).read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


PLAN, RUN = validator("plan.schema.json"), validator("run.schema.json")


def fail(what):
    FAILURES.append(what)
    print(f"FAIL {what}")


def hold(what, document, against):
    errors = sorted(against.iter_errors(document), key=lambda error: list(error.path))
    for error in errors[:3]:
        deepest = min(error.context, key=lambda inner: -len(inner.path)) if error.context else error
        fail(f"{what}: {list(deepest.path)}: {deepest.message[:300]}")
    for member in document:
        short = {key: value for key, value in document.items() if key != member}
        # Not every stage has a gate, and a saved plan has no cost: prices are of the day on which it is looked at.
        if against.is_valid(short) and member not in ("gate", "cost"):
            fail(f"{what}: the schema does not miss `{member}`")
    if against.is_valid({**document, "unheardOf": 1}):
        fail(f"{what}: the schema takes a member that nobody knows")


def hold_plan(what, plan):
    hold(what, plan, PLAN)
    stages, before = [stage["name"] for stage in plan["stages"]], {}
    for step in plan["steps"]:
        if step["stage"] not in stages:
            fail(f"{what}: {step['id']} is in the stage {step['stage']}, which is not there")
        for other in step["dependsOn"]:
            if other not in before:
                fail(f"{what}: {step['id']} depends on {other}, which does not stand before it")
            elif stages.index(before[other]) > stages.index(step["stage"]):
                fail(f"{what}: {step['id']} depends on {other} of a later stage")
        if step["id"] in before:
            fail(f"{what}: {step['id']} stands there twice")
        before[step["id"]] = step["stage"]
    if plan["steps"]:
        broken = copy.deepcopy(plan)
        broken["steps"][0]["action"] = "vanish"
        if PLAN.is_valid(broken):
            fail(f"{what}: the schema takes an action that nobody knows")


class Place:
    def __init__(self, binary, folder):
        self.binary, self.folder, self.state = binary, folder, os.path.join(folder, "state.db")

    def run(self, *words, expect=(0,)):
        done = subprocess.run([self.binary, *words, "--state", self.state], capture_output=True, text=True)
        if done.returncode not in expect:
            sys.exit(f"{words} ended with {done.returncode}:\n{done.stderr[-2000:]}")
        return done.stdout

    def plan(self, phase, *more):
        return json.loads(self.run("plan", spec(phase), "--json", "--speed", "max", *more))

    def stream(self, verb, phase, *more, expect=(0,)):
        words = (verb, spec(phase), "--json", "--yes", "--speed", "max", *more)
        lines = [json.loads(line) for line in self.run(*words, expect=expect).splitlines()]
        for line in lines:
            hold(f"{verb} of phase {phase}: {line.get('type')}", line, RUN)
        if lines and lines[0]["type"] != "version":
            fail(f"{verb} of phase {phase} begins with {lines[0]['type']}")
        return lines


def spec(phase):
    return str(ROOT / f"specs/phase{phase}.json")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=str(ROOT / ".build/release/reconcile"))
    binary = os.path.abspath(parser.parse_args().binary)
    with tempfile.TemporaryDirectory() as folder:
        place = Place(binary, folder)
        for phase in range(5):
            hold_plan(f"phase {phase} from nothing", place.plan(phase))
        hold_plan("phase 4 through every phase", place.plan(4, "--through-phases"))
        place.run("fake", "break", "call", "ecr.CreateRepository", "fail", "--times", "99", "--code", "AccessDeniedException")
        ends = [line for line in place.stream("apply", 1, expect=(1,)) if line["type"] in ("stepFailed", "result")]
        if len(ends) < 2 or ends[-1]["result"] != "failed":
            fail("a run that fails says so")
        place.run("fake", "mend")
        hold_plan("the rest of an interrupted run", place.plan(1))
        lines = place.stream("apply", 1)
        if "url" not in lines[-1]["outputs"]:
            fail("a run that converges tells where the platform answers")
        changed = place.plan(1, "--set", "tags.team=payments")
        hold_plan("a change inside the phase", changed)
        if not any(step["changes"] for step in changed["steps"]):
            fail("a change inside the phase shows its properties")
        for what, setting in (
                ("a release", 'services[0].image="nginx:1.30"'), ("another class", "database.instanceClass=db.m7g.xlarge"),
                ("another major version", 'database.engineVersion="18"')):
            within = place.plan(1, "--set", setting)
            hold_plan(what, within)
            if not any("/" in stage["name"] for stage in within["stages"]):
                fail(f"{what} has no stage of its own")
        replaced = place.plan(1, "--replace", "ap-south-1/network/nat/a")
        hold_plan("a replacement", replaced)
        if not any(step["replacement"] for step in replaced["steps"]):
            fail("a replacement is marked as one")
        if place.plan(1)["steps"]:
            fail("the plan after an apply is not empty")
        for phase in (0, 2, 4):
            hold_plan(f"the road from phase 1 to {phase}", place.plan(phase))
        one, two = place.plan(4), place.plan(4)
        if json.dumps(one) != json.dumps(two):
            fail("two plans of the same world differ")
        file = os.path.join(folder, "p.plan")
        place.run("plan", spec(2), "--speed", "max", "--out", file)
        saved = json.loads(pathlib.Path(file).read_text())
        hold_plan("a saved plan", saved["plan"])
        if sorted(saved) != ["flags", "hash", "options", "plan", "savedPlan", "spec"]:
            fail(f"a saved plan has {sorted(saved)}")
        place.run("fake", "set", "shop/a", "tags.team=others")
        place.run("fake", "delete", "alias/shop-data")
        drift = place.plan(1, "--refresh-only")
        hold("drift", drift, PLAN)
        if [one["change"] for one in drift["drift"]] != ["gone", "changed"]:
            fail(f"drift is {drift['drift']}")
        allow = ("--allow-destroy", "ap-south-1/database/instance")
        destroy = place.plan(1, "--destroy", *allow)
        hold_plan("a destroy", destroy)
        if {step["action"] for step in destroy["steps"]} - {"delete", "forget"}:
            fail("a destroy only deletes and forgets")
        if place.stream("destroy", 1, *allow)[-1]["type"] != "kept":
            fail("a destroy ends with what it leaves")
    if FAILURES:
        sys.exit(f"{len(FAILURES)} failures")
    print("plans, drift and runs are what docs/ says")


if __name__ == "__main__":
    main()

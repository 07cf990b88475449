#!/usr/bin/env python3
"""Holds the calls of whole journeys against the policy that `iam-policy` printed for each plan beforehand.

The names of IAM's actions are mapped here once more, from the Service Authorization Reference, so that a wrong mapping in
the program shows. Nothing may be called that the policy does not allow; `--plan` must be enough for a plan.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PREFIX = {"elbv2": "elasticloadbalancing", "resourcegroupstaggingapi": "tag", "service-quotas": "servicequotas"}
SPECIAL = {
    ("cloudfront", "CreateDistributionWithTags"): ["CreateDistribution", "TagResource"],
    **{("budgets", name): ["ViewBudget"] for name in (
        "DescribeBudgets", "DescribeNotificationsForBudget", "DescribeSubscribersForNotification")},
    **{("budgets", name): ["ModifyBudget"] for name in (
        "CreateBudget", "UpdateBudget", "DeleteBudget", "CreateNotification", "DeleteNotification")},
}
FREE = {"sts:GetCallerIdentity"}  # "No permissions are required to perform this operation" (STS API reference)
DATA = ["ap-south-1/instance/data-volume", "ap-south-1/database/instance", "us-east-1/database/instance"]


def needed(call):
    service, operation = call["service"], call["operation"]
    names = SPECIAL.get((service, operation), [operation])
    return {f"{PREFIX.get(service, service)}:{name}" for name in names} - FREE


class Journey:
    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder

    def run(self, *arguments, record=None):
        environment = dict(os.environ)
        environment.pop("RECONCILE_CALLS", None)
        if record:
            environment["RECONCILE_CALLS"] = record
        done = subprocess.run(
            [self.binary, *arguments, "--state", f"{self.folder}/s.db", "--speed", "max"], capture_output=True,
            text=True, cwd=ROOT, env=environment, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stderr[-3000:]}")
        return done.stdout

    def policy(self, *arguments):
        """The allowed actions with their regions, and the document's size as IAM counts it."""
        document = json.loads(self.run("iam-policy", *arguments))
        allowed = {}
        for statement in document["Statement"]:
            if statement["Effect"] != "Allow" or "*" in str(statement["Action"]):
                sys.exit(f"not a plain statement: {statement}")
            actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
            regions = statement["Condition"]["StringEquals"].get("aws:RequestedRegion")
            for action in actions:
                allowed[action] = set(regions or [])
        return allowed, len(json.dumps(document, separators=(",", ":")))

    def held(self, allowed, name, *arguments):
        """Runs, and gives what was called beyond what is allowed, and what was allowed and called."""
        record = f"{self.folder}/{name}.jsonl"
        self.run(*arguments, record=record)
        calls = [json.loads(line) for line in pathlib.Path(record).read_text(encoding="utf-8").splitlines()]
        beyond, used = set(), set()
        for call in calls:
            for action in needed(call):
                used.add(action)
                if action not in allowed or call["region"] not in allowed[action]:
                    beyond.add(f"{action} in {call['region']}")
        return beyond, used


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=str(ROOT / ".build/release/reconcile"))
    given = parser.parse_args()
    failures = 0
    for journey in ([0, 1, 2, 3, 4], [4]):
        with tempfile.TemporaryDirectory() as folder:
            place = Journey(str(pathlib.Path(given.binary).resolve()), folder)
            steps = [(f"phase {phase}", f"specs/phase{phase}.json", ["apply"], []) for phase in journey]
            options = [word for address in DATA for word in ("--allow-destroy", address)]
            steps.append(("destroy", f"specs/phase{journey[-1]}.json", ["destroy"], options))
            for name, spec, verb, more in steps:
                reading, _ = place.policy(spec, "--plan")
                beyond, _ = place.held(reading, f"plan-{name}", "plan", spec)
                allowed, size = place.policy(spec, *more, *(["--destroy"] if verb == ["destroy"] else []))
                strange, used = place.held(allowed, name, *verb, spec, "--yes", *more)
                for one in sorted(beyond):
                    print(f"  PROBLEM {name}: a plan called {one}, which --plan does not allow")
                for one in sorted(strange):
                    print(f"  PROBLEM {name}: it called {one}, which the policy does not allow")
                failures += len(beyond) + len(strange)
                print(f"{name} of {journey}: {len(allowed)} actions allowed, {len(used)} used, {size} characters",
                      flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

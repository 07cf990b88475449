#!/usr/bin/env python3
"""Walks every road up and down on the real program while people use the platform.

After each phase the plan must be empty, and no request may have failed. Then a bad release on the road 1-2: its gate
must see it, take the traffic back and stop; mended, the same command goes on to the end.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile


class Platform:
    """One platform on a fake cloud of its own."""

    def __init__(self, binary, folder):
        self.binary = binary
        self.state = str(folder / "s.db")

    def run(self, *arguments, expect=0):
        done = subprocess.run(
            [self.binary, *arguments, "--state", self.state], capture_output=True, text=True, check=False
        )
        if done.returncode != expect:
            sys.exit(
                f"{' '.join(arguments)}: exit {done.returncode} instead of {expect}\n{done.stdout}{done.stderr[-3000:]}"
            )
        return done.stdout if "--json" in arguments else done.stdout + done.stderr

    def spec(self, phase):
        return [f"specs/phase{phase}.json", "--set", "domain=shop.example.com"]

    def apply(self, phase, expect=0):
        return self.run("apply", *self.spec(phase), "--yes", "--speed", "max", expect=expect)

    def traffic(self):
        rows = json.loads(self.run("fake", "traffic", "--json"))
        return sum(row["answered"] for row in rows), sum(row["failed"] for row in rows)


def roads(platform):
    """Up and down again, with an empty plan behind each phase and no failed request on the way."""
    report = []
    for phase in [0, 1, 2, 3, 4, 3, 2, 1, 0]:
        platform.apply(phase)
        platform.run("plan", *platform.spec(phase), "--detailed-exitcode")
        answered, failed = platform.traffic()
        if failed:
            sys.exit(f"on the way to phase {phase} {failed} of {answered + failed} requests failed")
        report.append(answered)
    if report[1] == 0 or report[-1] == 0:
        sys.exit("nobody asked anything, so nothing was shown")
    print(f"roads: 0-1-2-3-4-3-2-1-0 walked, each plan empty behind it, 0 requests failed ({report[4]} at phase 4)")


def rollback(platform):
    """A release that fails one request in five."""
    platform.apply(0)
    platform.apply(1)
    for _ in range(2):
        platform.run("step", *platform.spec(2), "--stage", "--yes", "--speed", "max")
    platform.run("fake", "break", "targets", "shop-aps1-cluster", "--percent", "20")
    told = platform.apply(2, expect=1)
    for part in ["GATE FAILED: 1-2/", "Rolled back", "failed requests of ap-south-1/cluster/target-group at most 1 %"]:
        if part not in told:
            sys.exit(f"`{part}` is not in:\n{told[-3000:]}")
    rules = [
        json.loads(platform.run("fake", "get", row["id"], "--json"))
        for row in json.loads(platform.run("fake", "list", "--json"))
        if row["kind"].endswith("::ListenerRule") and "/rule/service-" in row["tags"].get("reconcile:address", "")
    ]
    left = [rule for rule in rules if "shop-aps1-cluster" in json.dumps(rule)]
    if not rules or left:
        sys.exit(f"{len(left)} of {len(rules)} rules still lead to the bad release")
    platform.run("fake", "mend")
    platform.apply(2)
    platform.run("plan", *platform.spec(2), "--detailed-exitcode")
    print("rollback: a bad release was seen, taken back, and after it was mended the road was walked to its end")


def rehearsals(platform):
    """The same arguments give the same bytes; every ending is counted; without faults all arrive unnoticed."""
    road = ["simulate", "specs/phase2.json", "--from", "specs/phase1.json", "--seed", "7", "--json"]
    heavy = [*road, "--runs", "10", "--faults", "heavy"]
    first, second = platform.run(*heavy), platform.run(*heavy)
    if first != second:
        sys.exit("the same rehearsals were told in other words")
    summary = json.loads(first)["summary"]
    if summary["runs"] != 10 or summary["converged"] + summary["rolledBack"] + summary["stopped"] != 10:
        sys.exit(f"not every rehearsal is counted: {summary}")
    quiet = json.loads(platform.run(*road, "--runs", "2", "--faults", "none"))
    if quiet["summary"]["converged"] != 2 or any(run["failed"] or not run["answered"] for run in quiet["runs"]):
        sys.exit(f"without faults: {quiet}")
    print(f"rehearsals: {summary}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True)
    binary = str(pathlib.Path(parser.parse_args().binary).resolve())
    for scenario in [roads, rollback, rehearsals]:
        with tempfile.TemporaryDirectory() as folder:
            scenario(Platform(binary, pathlib.Path(folder)))


if __name__ == "__main__":
    main()

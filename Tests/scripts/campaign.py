#!/usr/bin/env python3
"""Runs the real program, kills it at random moments, and counts in the cloud what is there.

For each journey the cloud that killed runs leave must hold what one quiet run leaves: each address once, nothing
more, and a second plan that is empty. The exit status is 0 only when that holds.
"""
import argparse
import collections
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
JOURNEYS = {
    "phase 0 from nothing": ["phase0"],
    "phase 1 from nothing": ["phase1"],
    "phase 0, then 1": ["phase0", "phase1"],
    "phase 2 from nothing": ["phase2"],
    "phase 1, then 2": ["phase1", "phase2"],
    "phase 2, then 3": ["phase2", "phase3"],
    "phase 3, then 4": ["phase3", "phase4"],
    "phase 4 from nothing": ["phase4"],
    "phase 1, then 2, then 4": ["phase1", "phase2", "phase4"],
}
GONE = {"terminated", "shutting-down", "deleted", "deleting", "DELETING", "PendingDeletion", "failed",
        "Delete in progress"}


def count_things(things, gone):
    """How often each address of the platform is there, and what carries no address."""
    counts = collections.Counter()
    for thing in things:
        tags = thing.get("tags") or {}
        address = tags.get("reconcile:address")
        if address and thing.get("status") not in gone:
            counts[(thing["kind"], address)] += 1
        elif not tags:
            counts[(thing["kind"], thing["region"], "untagged")] += 1
    return counts


class Place:
    """A state file and a cloud file of their own."""

    def __init__(self, binary, folder, speed):
        self.binary, self.speed = binary, speed
        self.state = os.path.join(folder, "reconcile.db")

    def command(self, *arguments):
        return [self.binary, *arguments, "--state", self.state]

    def apply(self, spec):
        return self.command("apply", str(ROOT / "specs" / f"{spec}.json"), "--yes", "--speed", str(self.speed))

    def run(self, spec):
        return subprocess.run(self.apply(spec), capture_output=True, text=True)

    def inventory(self):
        done = subprocess.run(self.command("fake", "list", "--json"), capture_output=True, text=True, check=True)
        return count_things(json.loads(done.stdout), GONE)

    def is_converged(self, spec):
        plan = self.command("plan", str(ROOT / "specs" / f"{spec}.json"), "--detailed-exitcode")
        return subprocess.run(plan, capture_output=True, text=True).returncode == 0


def quiet(binary, specs, speed):
    with tempfile.TemporaryDirectory() as folder:
        place = Place(binary, folder, speed)
        began = time.monotonic()
        for spec in specs:
            done = place.run(spec)
            if done.returncode != 0:
                sys.exit(f"a quiet run of {spec} failed:\n{done.stderr[-3000:]}")
        return place.inventory(), time.monotonic() - began


def killed(binary, specs, speed, span, rng, kills, log):
    """One journey, killed again and again, and at last left alone.

    Returns the kills made, how many of them left something in the cloud, and the problems found.
    """
    made, mattered, problems = 0, 0, []
    with tempfile.TemporaryDirectory() as folder:
        place = Place(binary, folder, speed)
        for spec in specs:
            for _ in range(8):
                if made >= kills:
                    break
                process = subprocess.Popen(
                    place.apply(spec), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                try:
                    process.wait(rng.uniform(0.01, span / len(specs)))
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                    made += 1
                    mattered += bool(place.inventory())
                    continue
                break
            done = place.run(spec)
            if done.returncode != 0:
                problems.append(f"{spec} after {made} kills: exit {done.returncode}: {done.stderr[-1500:]}")
                return made, mattered, problems
            if not place.is_converged(spec):
                problems.append(f"{spec} after {made} kills: the plan is not empty")
        log.append(place.inventory())
    return made, mattered, problems


def raced(binary, spec, speed):
    """Two applies at once: one works, the other says who does, and what to do.

    Returns the problems found; None when the machine was so busy that one began after the other had ended.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Place(binary, folder, speed)
        pair = [subprocess.Popen(place.apply(spec), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
                for _ in range(2)]
        told = [(process.communicate()[1], process.returncode) for process in pair]
        problems = []
        if all(code == 0 for _, code in told) and sum("No changes" in text for text, _ in told) == 1:
            return None
        if sorted(code for _, code in told) != [0, 1]:
            problems.append(f"two applies at once ended with {[code for _, code in told]}: {told}")
        for text, code in told:
            lacks = [word for word in ("state.leaseHeld", "process ", "--lock-timeout") if word not in text]
            if code == 1 and lacks:
                problems.append(f"the apply that lost does not say {lacks}:\n{text[-1500:]}")
        if not place.is_converged(spec):
            problems.append("the plan after two applies at once is not empty")
        return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=str(ROOT / ".build/release/reconcile"))
    parser.add_argument("--kills", type=int, default=200, help="in all, shared by the journeys")
    parser.add_argument("--journey", action="append", choices=list(JOURNEYS), help="only these; may be repeated")
    parser.add_argument("--races", type=int, default=4, help="how often two applies are begun at once")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--speed", default="600", help="simulated seconds a real second")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(1 << 30)
    rng = random.Random(seed)
    binary = os.path.abspath(options.binary)
    failures = 0
    met = 0
    for number in range(options.races):
        problems = raced(binary, "phase4" if number % 4 == 3 else "phase0", options.speed)
        met += problems is not None
        for problem in problems or []:
            print(f"  PROBLEM {problem}")
        failures += len(problems or [])
    print(f"two applies at once: {met} times, {failures} problems", flush=True)
    journeys = {name: specs for name, specs in JOURNEYS.items() if not options.journey or name in options.journey}
    for position, (name, specs) in enumerate(journeys.items()):
        expected, span = quiet(binary, specs, options.speed)
        # What does not divide evenly falls to the last journeys, which are the longest.
        wanted = (options.kills + position) // len(journeys)
        made, mattered, duplicates, orphans, missing, repairs = 0, 0, 0, 0, 0, 0
        while made < wanted:
            inventories = []
            count, after, problems = killed(binary, specs, options.speed, span, rng, wanted - made, inventories)
            made += max(1, count)
            mattered += after
            repairs += len(problems)
            for problem in problems:
                print(f"  PROBLEM {problem}")
            for inventory in inventories:
                for key in sorted(set(inventory) | set(expected), key=str):
                    difference = inventory[key] - expected[key]
                    if difference == 0:
                        continue
                    print(f"  DIFFERS {key}: {inventory[key]} instead of {expected[key]}")
                    duplicates += difference if difference > 0 and expected[key] else 0
                    orphans += difference if difference > 0 and not expected[key] else 0
                    missing += -difference if difference < 0 else 0
        print(f"{name}: {made} kills, {mattered} of them after the first create, {duplicates} duplicates, {orphans} orphans, {missing} missing, "
              f"{repairs} manual repairs (seed {seed}, {sum(expected.values())} things, quiet run {span:.1f} s)", flush=True)
        failures += duplicates + orphans + missing + repairs
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()

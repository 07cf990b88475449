#!/usr/bin/env python3
"""Applies over the signed wire through a proxy that injects faults, kills the program, and counts in the cloud.

What the cloud holds in the end must be what one quiet run leaves: each address once, nothing more, and a second plan
that is empty. The exit status is 0 only when that holds and every run went on by itself.
"""
import argparse
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from campaign import count_things  # noqa: E402
from rough_proxy import Odds, RoughProxy  # noqa: E402
from walk_the_wire import GONE, ROOT, Wire, spec  # noqa: E402


def inventory(wire):
    # A lease is no part of the platform. One that a killed process asked for may come after all; the next run takes it over.
    things = [thing for thing in wire.page()["resources"] if thing["kind"] != "AWS::S3::Object"]
    return count_things(things, GONE)


def command(wire, phase):
    return [wire.binary, "apply", *spec(phase), "--yes", "--provider", "aws", "--state", wire.state]


def quiet(binary, speed, phases):
    """What a run without faults leaves, and how long it takes."""
    with tempfile.TemporaryDirectory() as folder:
        wire = Wire(binary, folder, speed)
        try:
            began = time.monotonic()
            for phase in phases:
                wire.run("apply", *spec(phase), "--yes")
            return inventory(wire), time.monotonic() - began
        finally:
            wire.end()


def killed(wire, phase, span, kills, rng):
    """Begins the same apply again and again, and kills it at random moments, until it ends by itself.

    Gives how many kills it came to, and what it said where it ended badly.
    """
    for made in range(kills):
        process = subprocess.Popen(
            command(wire, phase), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=ROOT,
            env=wire.environment)
        try:
            _, told = process.communicate(timeout=rng.uniform(0.2, span / 4))  # so that a journey meets several
            problem = f"phase {phase} ended after {made} kills with {process.returncode}: {told[-1500:]}"
            return made, [problem] if process.returncode else []
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
    return kills, []


def journey(binary, speed, phases, expected, span, kills, odds, rng):
    """One journey through faults and kills; gives the kills made and the problems found."""
    problems, made = [], 0
    with tempfile.TemporaryDirectory() as folder:
        wire = Wire(binary, folder, speed)
        proxy = RoughProxy(wire.url, odds)
        direct = wire.url
        wire.environment["AWS_ENDPOINT_URL"] = proxy.url
        try:
            for phase in phases:
                more, bad = killed(wire, phase, span, kills - made, rng)
                made, problems = made + more, problems + bad
                done = subprocess.run(
                    command(wire, phase), capture_output=True, text=True, cwd=ROOT, env=wire.environment, check=False)
                if done.returncode != 0:
                    problems.append(f"phase {phase} after {made} kills: exit {done.returncode}: {done.stderr[-2500:]}")
                    return made, problems
            wire.environment["AWS_ENDPOINT_URL"] = direct
            plan = subprocess.run(
                [wire.binary, "plan", *spec(phases[-1]), "--detailed-exitcode", "--provider", "aws", "--state",
                 wire.state], capture_output=True, text=True, cwd=ROOT, env=wire.environment, check=False)
            if plan.returncode != 0:
                problems.append(f"the plan is not empty: exit {plan.returncode}: {plan.stdout[-1500:]}")
            time.sleep(odds.held + 1)  # what was held up has arrived
            found = inventory(wire)
            for key in sorted(set(found) | set(expected), key=str):
                if found[key] != expected[key]:
                    problems.append(f"{key}: {found[key]} instead of {expected[key]}")
        finally:
            proxy.end()
            wire.end()
    return made, problems


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=str(ROOT / ".build/release/reconcile"))
    parser.add_argument("--speed", type=int, default=60)
    parser.add_argument("--phases", default="4", help="in order, for example 0,1")
    parser.add_argument("--kills", type=int, default=10, help="in all; 0 for faults alone")
    parser.add_argument("--journeys", type=int, default=1, help="how often it begins from nothing")
    parser.add_argument("--latency", type=int, default=100, help="milliseconds")
    parser.add_argument("--seed", type=int, default=None)
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else random.randrange(1 << 30)
    rng = random.Random(seed)
    binary = str(pathlib.Path(given.binary).resolve())
    phases = [int(one) for one in given.phases.split(",")]
    expected, span = quiet(binary, given.speed, phases)
    print(f"a quiet run: {sum(expected.values())} things in {span:.0f} s", flush=True)
    total, failures = 0, 0
    for number in range(given.journeys):
        odds = Odds(seed + number, latency=given.latency / 1000)
        began = time.monotonic()
        kills = (given.kills + number) // given.journeys
        made, problems = journey(binary, given.speed, phases, expected, span, kills, odds, rng)
        total += made
        for problem in problems:
            print(f"  PROBLEM {problem}")
        failures += len(problems)
        print(f"journey {number + 1}: {made} kills, {len(problems)} problems, {time.monotonic() - began:.0f} s; calls "
              f"{dict(sorted(odds.counts.items()))}", flush=True)
    print(f"{total} kills in {given.journeys} journeys, {failures} problems (seed {seed})")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

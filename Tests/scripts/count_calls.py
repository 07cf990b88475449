#!/usr/bin/env python3
"""Counts, in the served cloud itself, the calls that observing a platform makes, by operation.

Phase 4 is applied over the signed wire to `fake serve`; then one more plan, which must be empty, is what is counted. With
`--services` the same is done for specs of so many services, to see what grows with them. `--write FILE` puts the tables
between the marks of a document.
"""
import argparse
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from page_marks import put  # noqa: E402
from walk_the_wire import ROOT, Wire, spec  # noqa: E402

MARKS = ("<!-- count_calls.py writes from here -->\n", "<!-- to here -->\n")


def counts(wire):
    return {name: call["calls"] for name, call in wire.page()["calls"].items()}


def counted(wire, words):
    """The calls of an empty plan by operation, its seconds, its seconds of CPU and the MB that it came to hold."""
    before, began = counts(wire), time.monotonic()
    process = subprocess.Popen(
        [wire.binary, "plan", *words, "--detailed-exitcode", "--provider", "aws", "--state", wire.state],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=wire.environment)
    told = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    took = time.monotonic() - began
    if status != 0:
        sys.exit(f"the plan is not empty: status {status}\n{told[-2000:]}")
    after = counts(wire)
    calls = {name: after[name] - before.get(name, 0) for name in sorted(after) if after[name] != before.get(name, 0)}
    return calls, took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def table(calls, things):
    lines = ["| operation | calls |", "|---|---:|"]
    lines += [f"| `{name.replace('.', ' ')}` | {count} |" for name, count in
              sorted(calls.items(), key=lambda one: (-one[1], one[0]))]
    return "\n".join(lines + [f"| **all, for {things} things in two regions** | **{sum(calls.values())}** |"]) + "\n"


def grown(folder, services):
    """The shipped spec of phase 4 with so many services, as a file."""
    wanted = json.loads((ROOT / "specs/phase4.json").read_text(encoding="utf-8"))
    names = [f"s{number:02}" for number in range(services)]
    wanted["services"] = [
        {"name": name, "image": f"123456789012.dkr.ecr.ap-south-1.amazonaws.com/shop/{name}:1.0.0", "path": f"/{name}",
         "weight": 101 - services if name == "s00" else 1} for name in names]
    path = pathlib.Path(folder) / "grown.json"
    path.write_text(json.dumps(wanted), encoding="utf-8")
    return [str(path)]


def looked(binary, speed, services=None):
    """The calls of an empty plan, what else it took, and how many things there are."""
    with tempfile.TemporaryDirectory() as folder:
        wire = Wire(binary, folder, speed)
        try:
            words = spec(4) if services is None else grown(folder, services)
            wire.run("apply", *words, "--yes")
            taken = counted(wire, words)
            things = sum("reconcile:address" in (one.get("tags") or {}) for one in wire.page()["resources"])
        finally:
            wire.end()
    return *taken, things


def growth(binary, speed, counts):
    """A table of what grows with services."""
    looks = {count: looked(binary, speed, count) for count in counts}
    first = looks[counts[0]][0]
    lines = ["| services | tagged things | calls | what more than with the fewest |", "|---:|---:|---:|---|"]
    for count, (calls, _, _, _, things) in looks.items():
        more = ", ".join(
            f"{made - first.get(name, 0)} `{name.replace('.', ' ')}`" for name, made in sorted(calls.items())
            if made != first.get(name, 0))
        lines.append(f"| {count} | {things} | {sum(calls.values())} | {more or '-'} |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=str(ROOT / ".build/release/reconcile"))
    parser.add_argument("--speed", type=int, default=100)
    parser.add_argument("--at-most", type=int, default=200, help="more calls are a failure")
    parser.add_argument("--services", help="also for specs of so many services, as 2,20,60")
    parser.add_argument("--write", help="a document with the marks")
    given = parser.parse_args()
    binary = str(pathlib.Path(given.binary).resolve())
    calls, took, cpu, memory, things = looked(binary, given.speed)
    text = table(calls, things)
    if given.services:
        text += "\n" + growth(binary, given.speed, [int(one) for one in given.services.split(",")])
    text += f"\nCounted on {datetime.date.today()}.\n"
    print(text + f"{took:.2f} s, {cpu:.2f} s of CPU, {memory:.0f} MB")
    if given.write:
        put(given.write, MARKS, text)
    if sum(calls.values()) > given.at_most:
        print(f"{sum(calls.values())} calls are more than {given.at_most}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

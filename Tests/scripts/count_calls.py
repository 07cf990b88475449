#!/usr/bin/env python3
"""Counts, in the served cloud itself, the calls that observing a platform makes, by operation.

Phase 4 is applied over the signed wire to `fake serve`; then one more plan, which must be empty, is what is counted.
`--write FILE` puts the table between the marks of a document.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from walk_the_wire import ROOT, Wire, spec  # noqa: E402

MARKS = ("<!-- count_calls.py writes from here -->\n", "<!-- to here -->\n")


def counts(wire):
    return {name: call["calls"] for name, call in wire.page()["calls"].items()}


def counted(wire, phase):
    """The calls of an empty plan by operation, its seconds, its seconds of CPU and the MB that it came to hold."""
    before, began = counts(wire), time.monotonic()
    process = subprocess.Popen(
        [wire.binary, "plan", *spec(phase), "--detailed-exitcode", "--provider", "aws", "--state", wire.state],
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


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=str(ROOT / ".build/release/reconcile"))
    parser.add_argument("--speed", type=int, default=100)
    parser.add_argument("--at-most", type=int, default=200, help="more calls are a failure")
    parser.add_argument("--write", help="a document with the marks")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wire = Wire(str(pathlib.Path(given.binary).resolve()), folder, given.speed)
        try:
            wire.run("apply", *spec(4), "--yes")
            calls, took, cpu, memory = counted(wire, 4)
            things = sum("reconcile:address" in (one.get("tags") or {}) for one in wire.page()["resources"])
        finally:
            wire.end()
    text = table(calls, things)
    print(text + f"{took:.2f} s, {cpu:.2f} s of CPU, {memory:.0f} MB")
    if given.write:
        page = pathlib.Path(given.write)
        head, rest = page.read_text(encoding="utf-8").split(MARKS[0], 1)
        page.write_text(head + MARKS[0] + text + MARKS[1] + rest.split(MARKS[1], 1)[1], encoding="utf-8")
    if sum(calls.values()) > given.at_most:
        print(f"{sum(calls.values())} calls are more than {given.at_most}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

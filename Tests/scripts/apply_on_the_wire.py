#!/usr/bin/env python3
"""Measures phase 4 over the signed wire at a distance: each call waits as it does on the way to AWS and back.

An apply from nothing, at several speeds of the served cloud with the calls' latency divided like all other waits, against
the critical path that `benchmarks --only critical-path` works out in virtual time, such calls included; and an empty plan
at the full latency. `--write FILE` puts the tables between the marks of a document.
"""
import argparse
import datetime
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from count_calls import counted, counts  # noqa: E402
from page_marks import put  # noqa: E402
from rough_proxy import Odds, RoughProxy  # noqa: E402
from walk_the_wire import ROOT, Wire  # noqa: E402

MARKS = ("<!-- apply_on_the_wire.py writes from here -->\n", "<!-- to here: apply_on_the_wire.py -->\n")
SPEC = "specs/phase4.json"


def far(wire, latency):
    """A proxy before the served cloud that does nothing but wait; the program is pointed at it."""
    proxy = RoughProxy(wire.url, Odds(1, latency=latency, throttled=0, failed=0, lost=0, reset=0, late=0))
    wire.environment["AWS_ENDPOINT_URL"] = proxy.url
    return proxy


def critical_path(benchmarks, latency):
    """Simulated seconds from the first call to the last answer, when nothing waits for a slot or for a poll."""
    told = subprocess.run(
        [benchmarks, "--only", "critical-path", "--json", "--spec", SPEC, "--latency", str(round(latency * 1000))],
        capture_output=True, text=True, check=True, cwd=ROOT).stdout
    return json.loads(told)["critical-path"][0]["idealMs"] / 1000


def applied(binary, speed, latency):
    """The seconds of an apply from nothing, and how many calls it made."""
    with tempfile.TemporaryDirectory() as folder:
        wire = Wire(binary, folder, speed)
        proxy = far(wire, latency / speed)
        try:
            began = time.monotonic()
            wire.run("apply", SPEC, "--yes")
            return time.monotonic() - began, sum(counts(wire).values())
        finally:
            proxy.end()
            wire.end()


def looked(binary, latency, times):
    """What empty plans take at the full latency, as `counted` tells it."""
    with tempfile.TemporaryDirectory() as folder:
        wire = Wire(binary, folder, 300)
        try:
            wire.run("apply", SPEC, "--yes")
            proxy = far(wire, latency)
            looks = []
            for _ in range(times):
                looks.append(counted(wire, [SPEC]))
            proxy.end()
        finally:
            wire.end()
    return looks


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=str(ROOT / ".build/release/reconcile"))
    parser.add_argument("--benchmarks", help="beside the binary, if nothing is said")
    parser.add_argument("--latency", type=float, default=100, help="milliseconds that each call waits on AWS' own clock")
    parser.add_argument("--speeds", default="20,50,100", help="seconds of the cloud in one of ours")
    parser.add_argument("--looks", type=int, default=7, help="how many empty plans")
    parser.add_argument("--write", help="a document with the marks")
    given = parser.parse_args()
    binary = pathlib.Path(given.binary).resolve()
    benchmarks = str(pathlib.Path(given.benchmarks).resolve() if given.benchmarks else binary.parent / "benchmarks")
    latency = given.latency / 1000
    looks = looked(str(binary), latency, given.looks)
    times = sorted(look[1] for look in looks)
    text = (f"An empty plan, {given.latency:g} ms a call, {given.looks} times: {statistics.median(times):.2f} s "
            f"({times[0]:.2f} to {times[-1]:.2f}), at most {max(look[2] for look in looks):.2f} s of CPU and "
            f"{max(look[3] for look in looks):.0f} MB, {max(sum(look[0].values()) for look in looks)} calls.\n\n")
    ideal = critical_path(benchmarks, latency)
    lines = [f"| speed | latency of a call, ms | apply, s | critical path ({ideal:,.0f} s), s | ratio | calls |",
             "|---:|---:|---:|---:|---:|---:|"]
    for speed in [int(one) for one in given.speeds.split(",")]:
        took, made = applied(str(binary), speed, latency)
        lines.append(f"| {speed} | {given.latency / speed:g} | {took:.1f} | {ideal / speed:.1f} | "
                     f"{took * speed / ideal:.3f} | {made:,} |")
    text += "\n".join(lines) + f"\n\nMeasured on {datetime.date.today()}.\n"
    print(text)
    if given.write:
        put(given.write, MARKS, text)


if __name__ == "__main__":
    main()

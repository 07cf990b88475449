#!/usr/bin/env python3
"""Rehearses every road, both ways, and some ways over several phases, under heavy faults; nothing may break.

    Tests/scripts/rehearse.py --binary .build/release/reconcile --runs 770 --jobs 2

`--runs` is for each road; CI runs a few. At least `--reached` percent must reach the target while things go wrong.
"""
import argparse
import concurrent.futures
import json
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
# From, to; on a way back the spec is that of where it begins, as a user would have it.
ROADS = [(None, 0), (None, 1), (None, 4), (0, 1), (1, 2), (2, 3), (3, 4), (1, 0), (2, 1), (3, 2), (4, 3), (0, 2), (2, 4)]
# The writer's planned move to the second region and home again, in a platform that stays in its phase.
FAILOVER = (4, 4)
# Behind a planned move of the writer, the first region leaves: a state of its own, and the spec of the other region alone.
RELOCATION = (4, "another region")


def command(binary, road, options, seed, runs):
    """The command of some rehearsals of a road."""
    start, end = road
    if road == RELOCATION:
        return [binary, "simulate", f"{options.folder}/elsewhere.json", "--from-state", "--state",
                f"{options.folder}/moved.db", "--faults", options.faults, "--seed", str(seed), "--runs", str(runs),
                "--json"]
    spec = max(start or 0, end)
    if road == FAILOVER:
        return [binary, "simulate", "specs/phase4.json", "--from", "specs/phase4.json", "--failover", "us-east-1",
                "--faults", options.faults, "--seed", str(seed), "--runs", str(runs), "--json"]
    words = [binary, "simulate", f"specs/phase{spec}.json"]
    if start is not None:
        # One spec, two phases: the road alone differs.
        words += ["--from", f"specs/phase{start}.json"]
    if start is not None and end < start:
        words[2] = f"{options.folder}/phase{start}-as-{end}.json"
    return words + ["--faults", options.faults, "--seed", str(seed), "--runs", str(runs), "--json"]


def move_the_writer(binary, folder):
    """A platform whose writer is in the second region, and the spec that leaves the first one."""
    spec = json.loads((ROOT / "specs/phase4.json").read_text())
    spec.pop("$schema", None)
    spec["phase"], spec["regions"] = 3, spec["regions"][1:]
    (pathlib.Path(folder) / "elsewhere.json").write_text(json.dumps(spec, indent=2))
    for words in (["apply"], ["failover", "--to", spec["regions"][0]["name"], "--planned"]):
        subprocess.run([binary, words[0], "specs/phase4.json", *words[1:], "--yes", "--speed", "max", "--state",
                        f"{folder}/moved.db"], cwd=ROOT, capture_output=True, check=True)


def rehearse(binary, road, options):
    """The summary of a road's rehearsals."""
    words = command(binary, road, options, options.seed, options.runs)
    ran = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        return road, json.loads(ran.stdout), ran
    except ValueError:
        return road, None, ran


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--runs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", default="heavy")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--reached", type=int, default=60, help="percent that must reach the target under faults")
    options = parser.parse_args()
    binary = str(pathlib.Path(options.binary).resolve())

    with tempfile.TemporaryDirectory() as folder:
        options.folder = folder
        for phase in range(1, 5):
            spec = json.loads((ROOT / f"specs/phase{phase}.json").read_text())
            spec.pop("$schema", None)
            spec["phase"] = phase - 1
            (pathlib.Path(folder) / f"phase{phase}-as-{phase - 1}.json").write_text(json.dumps(spec, indent=2))
        move_the_writer(binary, folder)
        began = time.monotonic()
        totals = {"runs": 0, "converged": 0, "rolledBack": 0, "stopped": 0, "broken": 0}
        calls, failed = 0, 0
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for road, report, ran in pool.map(lambda road: rehearse(binary, road, options), [*ROADS, FAILOVER, RELOCATION]):
                name = "failover and failback" if road == FAILOVER else \
                    f"{'nothing' if road[0] is None else road[0]} -> {road[1]}"
                if report is None:
                    print(f"{name}: {ran.stderr.strip()[-2000:]}", file=sys.stderr)
                    failed += 1
                    continue
                summary = report["summary"]
                for key in totals:
                    totals[key] += summary[key]
                calls += sum(run["calls"] for run in report["runs"])
                worst = max(report["runs"], key=lambda run: run["failed"], default=None)
                print(f"{name}: {summary['runs']} runs, {summary['converged']} reached it, {summary['rolledBack']} rolled "
                      f"back, {summary['stopped']} stopped, {summary['broken']} broken; worst seed "
                      f"{worst['seed'] if worst else '-'} with {worst['failed'] if worst else 0} failed requests", flush=True)
                if ran.returncode != 0:
                    failed += 1
                    shrunk = report.get("shrunk") or {}
                    print(f"  {shrunk.get('breach', report['withoutFaults']['problems'])}\n  {shrunk.get('command', '')}",
                          file=sys.stderr)
        seconds = time.monotonic() - began
    share = totals["converged"] * 100 // max(1, totals["runs"])
    print(f"{totals['runs']} rehearsals, {totals['broken']} broke an invariant, {share} % reached the target under faults, "
          f"{calls // max(1, totals['runs'])} calls each, {totals['runs'] / seconds:.1f} a second")
    if failed or share < options.reached:
        return 1
    # And one with a planted bug must fail.
    canary = subprocess.run(command(binary, (0, 1), options, 1, 1) + ["--canary", "intents"], cwd=ROOT,
                            capture_output=True, check=False)
    print("the canary is found" if canary.returncode == 1 else "THE CANARY IS NOT FOUND")
    return 0 if canary.returncode == 1 else 1


if __name__ == "__main__":
    sys.exit(main())

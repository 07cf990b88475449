#!/usr/bin/env python3
"""Rehearses every road, both ways, some over several phases, and what regions go through, under heavy faults; nothing may
break.

    Tests/scripts/rehearse.py --binary .build/release/reconcile --runs 770 --jobs 2

`--runs` is for each way; CI runs a few. At least `--reached` percent must reach the target while things go wrong.
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
# The same where the services' Deployments are ours; the shipped specs leave them to Argo CD.
OWN_ROADS = [(1, 2), (2, 3), (3, 4), (2, 1), (3, 2), (4, 3)]


# The same under load, with wide limits and other machines on the way: from, to, users.
LOADED_ROADS = [(1, 2, 8000), (2, 3, 20000), (3, 4, 60000), (2, 1, 8000), (3, 2, 20000), (4, 3, 60000)]
# Another type of instances and of nodes than the platform has, and a name from the beginning.
OTHER_MACHINES = [(0, 1), (0, 4), (1, 2)]


class Specs:
    """Specs in a folder, made of the shipped ones."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def of(self, shipped, phase=None, regions=None, is_own=False):
        """The path of a shipped phase's spec with another phase, other regions, or without the GitOps repository."""
        spec = json.loads((ROOT / f"specs/phase{shipped}.json").read_text())
        spec.pop("$schema", None)
        spec["phase"] = shipped if phase is None else phase
        if regions:
            spec["regions"] = [{"name": name, "network": NETWORKS[name]} for name in regions]
        if is_own:
            spec.pop("gitOps", None)
        path = self.folder / f"{shipped}-as-{spec['phase']}-{'-'.join(regions or [])}{'own' if is_own else ''}.json"
        path.write_text(json.dumps(spec, indent=2))
        return str(path)


    def wide(self, phase, is_large=True):
        """The path of a spec without the GitOps repository, with a name and wide limits; small or other machines."""
        spec = json.loads((ROOT / f"specs/phase{max(1, phase)}.json").read_text())
        for name in ("$schema", "gitOps"):
            spec.pop(name, None)
        spec.update(phase=phase, domain="shop.example.com")
        if is_large:
            spec["compute"] = {"instanceType": "c7g.2xlarge", "maxInstances": 12}
            spec["cluster"] = {"endpointCIDRs": ["203.0.113.0/24"], "maxNodes": 100}
            spec.setdefault("database", {})["instanceClass"] = "db.m7g.16xlarge"
        for service in spec["services"]:
            service["maxReplicas"] = 400
        path = self.folder / f"wide-{phase}-{'large' if is_large else 'small'}.json"
        path.write_text(json.dumps(spec, indent=2))
        return str(path)


NETWORKS = {"ap-south-1": "10.0.0.0/16", "us-east-1": "10.1.0.0/16", "eu-west-1": "10.2.0.0/16"}
HOME, FAR, THIRD = NETWORKS


def ways(specs, moved):
    """Each: a title, and what `simulate` is told."""
    def road(start, end, is_own=False):
        spec = max(start or 0, end)
        return [specs.of(spec, end, is_own=is_own)] + (["--from", specs.of(start, is_own=is_own)] if start is not None else [])

    for start, end in ROADS:
        yield f"{'nothing' if start is None else start} -> {end}", road(start, end)
    for start, end in OWN_ROADS:
        yield f"{start} -> {end}, own Deployments", road(start, end, is_own=True)
    for start, end, users in LOADED_ROADS:
        yield (f"{start} -> {end}, {users} users",
               [specs.wide(end), "--from", specs.wide(start), "--users", str(users)])
    for start, end in OTHER_MACHINES:
        yield f"{start} -> {end}, other machines", [specs.wide(end), "--from", specs.wide(start, is_large=False)]
    four = specs.of(4)
    yield "failover and failback", [four, "--from", four, "--failover", FAR]
    yield "4 -> another region", [specs.of(4, 3, [FAR]), "--from-state", "--state", moved]
    yield "a third region", [specs.of(4, 4, [HOME, FAR, THIRD]), "--from", four]
    yield "the first region is lost", [specs.of(4, 3, [FAR]), "--from", four, "--lost", HOME]
    yield "it is lost, another one comes", [specs.of(4, 4, [FAR, THIRD]), "--from", four, "--lost", HOME]
    yield "the second region is lost", [specs.of(4, 3, [HOME]), "--from", specs.of(4, 4, [HOME, THIRD]), "--lost", THIRD]


def move_the_writer(binary, folder):
    """The state of a platform whose writer was moved to the second region."""
    state = f"{folder}/moved.db"
    for words in (["apply"], ["failover", "--to", FAR, "--planned"]):
        subprocess.run([binary, words[0], "specs/phase4.json", *words[1:], "--yes", "--speed", "max", "--state", state],
                       cwd=ROOT, capture_output=True, check=True)
    return state


def command(binary, words, options, seed, runs):
    """The command of some rehearsals."""
    return [binary, "simulate", *words, "--faults", options.faults, "--seed", str(seed), "--runs", str(runs), "--json"]


def rehearse(binary, way, options):
    """What the rehearsals of a way gave."""
    ran = subprocess.run(command(binary, way[1], options, options.seed, options.runs), cwd=ROOT, capture_output=True,
                         text=True, check=False)
    try:
        return way[0], json.loads(ran.stdout), ran
    except ValueError:
        return way[0], None, ran


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
        specs = Specs(folder)
        all_ways = list(ways(specs, move_the_writer(binary, folder)))
        began = time.monotonic()
        totals = {"runs": 0, "converged": 0, "rolledBack": 0, "stopped": 0, "broken": 0}
        calls, failed = 0, 0
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for name, report, ran in pool.map(lambda way: rehearse(binary, way, options), all_ways):
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
    words = ["specs/phase1.json", "--from", "specs/phase0.json", "--canary", "intents"]
    canary = subprocess.run(command(binary, words, options, 1, 1), cwd=ROOT, capture_output=True, check=False)
    print("the canary is found" if canary.returncode == 1 else "THE CANARY IS NOT FOUND")
    return 0 if canary.returncode == 1 else 1


if __name__ == "__main__":
    sys.exit(main())

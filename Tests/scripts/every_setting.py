#!/usr/bin/env python3
"""Rehearses a change of every setting of the spec, in every phase, on every road and behind a move of the writer.

    Tests/scripts/every_setting.py --binary .build/release/reconcile --runs 4 --faults heavy --jobs 2

What a live platform can't do has to be refused in the plan; all else has to get there, with its invariants held.
"""
import argparse
import collections
import concurrent.futures
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What a plan refuses before anything is called.
REFUSED = {"regions[0].zones": "can't be taken away", "regions[0].network": "has the network", "name of b": "is called"}
NEW = {"name": "c", "image": "public.ecr.aws/nginx/nginx:1.29-alpine", "path": "/c"}


def put(path, value):
    """A change that sets one member."""
    def change(spec):
        place = spec
        for part in path[:-1]:
            place = place[part] if isinstance(part, int) else place.setdefault(part, {})
        place[path[-1]] = value
    return change


CHANGES = {
    "a service more": lambda spec: spec["services"].append(dict(NEW)),
    "a service first": lambda spec: spec["services"].insert(0, dict(NEW)),
    "without a": lambda spec: spec["services"].pop(0), "without b": lambda spec: spec["services"].pop(1),
    "the other way round": lambda spec: spec["services"].reverse(),
    "without GitOps": lambda spec: spec.pop("gitOps", None), "name of b": put(["services", 1, "name"], "bb"),
    "path of b": put(["services", 1, "path"], "/bee"), "routes of b": put(["services", 1, "cachedRoutes"], ["/b/x/*"]),
    **{f"{name} of a": put(["services", 0, name], value) for name, value in {
        "port": 9090, "healthPath": "/ok", "cpu": 500, "memory": 512, "minReplicas": 4, "maxReplicas": 20, "weight": 50,
        "image": "public.ecr.aws/nginx/nginx:1.30", "environment": {"X": "1"}}.items()},
    **{".".join(map(str, path)): put(path, value) for path, value in [
        (["database", "storage"], 200), (["database", "multiAZ"], False), (["database", "backupRetention"], 14),
        (["database", "instanceClass"], "db.m7g.xlarge"), (["database", "remoteWrites"], "refuse"),
        (["cache", "nodeType"], "cache.m7g.large"), (["cache", "replicas"], 2), (["cdn", "priceClass"], "PriceClass_100"),
        (["cdn", "defaultTTL"], 5), (["cluster", "nodeType"], "m7g.xlarge"), (["cluster", "minNodes"], 5),
        (["cluster", "maxNodes"], 30), (["cluster", "endpointCIDRs"], ["198.51.100.0/24"]),
        (["compute", "instanceType"], "t4g.xlarge"), (["compute", "minInstances"], 4), (["compute", "maxInstances"], 12),
        (["compute", "dataVolume"], 100), (["alertEmail"], "a@example.com"), (["monthlyBudget"], 5000),
        (["tags"], {"team": "other", "x": "y"}), (["domain"], "shop.example.com")]},
    "regions[0].zones": put(["regions", 0, "zones"], 2), "regions[0].network": put(["regions", 0, "network"], "10.9.0.0/16"),
}
ROADS = [(phase, phase) for phase in range(5)] + [(0, 1), (1, 2), (2, 3), (3, 4), (1, 0), (2, 1), (3, 2), (4, 3)]


def spec_of(phase, begin):
    """A shipped spec; on a way down it keeps the name that the platform has."""
    spec = json.loads((ROOT / f"specs/phase{phase}.json").read_text())
    spec.pop("$schema")
    if phase < 3 <= begin:
        spec["domain"] = "shop.example.com"
    return spec


def cases(folder, places):
    """Each: a title, the arguments of `simulate`, and what is refused."""
    begins = [(f"{begin} -> {end}", begin, end, None) for begin, end in ROADS]
    begins += [(f"writer {place}, 4 -> {end}", 4, end, state) for place, state in places.items() for end in (4, 3, 2, 1, 0)
               if place == "home again" or end == 4]
    for number, (title, begin, end, state) in enumerate(begins):
        before = folder / f"before-{number}.json"
        before.write_text(json.dumps(spec_of(begin, begin)))
        for index, (name, change) in enumerate({"nothing else": lambda spec: None, **CHANGES}.items()):
            spec = spec_of(end, begin)
            # Nothing would change, or the way down alone is enough.
            if name == "nothing else" and begin == end or name != "nothing else" and state and end != 4:
                continue
            change(spec)
            path = folder / f"{number}-{index}.json"
            path.write_text(json.dumps(spec))
            origin = ["--from-state", "--state", state] if state else ["--from", str(before)]
            yield f"{title}, {name}", [str(path), *origin], REFUSED.get(name, "")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", default="none")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    binary = str(pathlib.Path(options.binary).resolve())

    def moved(folder, name, *moves):
        state = str(folder / f"{name}.db")
        for words in [["apply"], *moves]:
            subprocess.run([binary, words[0], "specs/phase4.json", *words[1:], "--state", state, "--yes", "--speed", "max"],
                           cwd=ROOT, check=True, capture_output=True)
        return state

    def rehearse(case):
        words = ["--faults", options.faults, "--runs", str(options.runs), "--seed", str(options.seed)]
        ran = subprocess.run([binary, "simulate", *case[1], *words], cwd=ROOT, capture_output=True, text=True, check=False)
        return case, ran

    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        away = ["failover", "--to", "us-east-1", "--planned"]
        places = {"away": moved(folder, "away", away), "home again": moved(folder, "home", away, ["failback"])}
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for (title, _, refusal), ran in pool.map(rehearse, cases(folder, places)):
                text = ran.stdout + ran.stderr
                counts["rehearsals"] += options.runs if ran.returncode == 0 else 0
                result = "got there" if ran.returncode == 0 else "refused" if refusal and refusal in text else "WRONG"
                counts[result] += 1
                if result == "WRONG":
                    print(f"{title}: {text[:1500]}", flush=True)
    print(", ".join(f"{count} {what}" for what, count in sorted(counts.items())))
    return 1 if counts["WRONG"] else 0


if __name__ == "__main__":
    sys.exit(main())

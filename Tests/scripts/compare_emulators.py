#!/usr/bin/env python3
"""The steps of `serve_with_boto3.py` against other emulators of AWS, side by side with `fake serve`.

moto is .venv's; ministack is tried where `--ministack` names its program (PyPI: ministack). `--write FILE` puts the tables
between the marks of a document.
"""
import argparse
import collections
import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from local_server import LocalServer  # noqa: E402
from page_marks import put  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUITE = ROOT / "Tests/scripts/serve_with_boto3.py"
MARKS = ("<!-- compare_emulators.py writes from here -->\n", "<!-- to here -->\n")
REGION = re.compile(r" (ap-south-1|us-east-1)$")


def suite(folder, name, *more):
    """What came of each step, by area and title: None, or the problem."""
    kept = f"{folder}/{name}.json"
    if more:
        subprocess.run([sys.executable, str(SUITE), "--json", kept, *more], stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, timeout=3600, check=False)
    results = collections.OrderedDict()
    for one in json.loads(pathlib.Path(kept).read_text(encoding="utf-8")):
        if not one["area"].endswith(" us-east-1"):
            results.setdefault((REGION.sub("", one["area"]), one["title"]), (one["source"], one["problem"]))
    return results


def other(folder, name, command, ready, patience, key, **variables):
    if pathlib.Path(f"{folder}/{name}.json").exists():
        return suite(folder, name)
    with open(f"{folder}/{name}.log", "wb") as log:
        server = LocalServer(command, ready, 120, variables, log, folder)
    try:
        return suite(folder, name, "--url", server.url, "--key", key, "--patience", str(patience))
    finally:
        server.end()


def cell(text):
    text = re.sub(r"\s+", " ", text).replace("|", "\\|").replace("`", "'")
    return text if len(text) <= 150 else text[:147] + "..."


def tables(results):
    """How many steps of each area go as AWS documents, and each step that does not everywhere."""
    ours = results["fake serve"]
    others = [name for name in results if name != "fake serve"]
    steps = [key for key in ours if key[0] != "server"]
    areas = list(collections.OrderedDict.fromkeys(area for area, _ in steps))
    lines = ["| area | steps | " + " | ".join(results) + " |", "|---|---:|" + "---:|" * len(results)]
    total = collections.Counter()
    for area in areas:
        own = [key for key in steps if key[0] == area]
        row = []
        for name, one in results.items():
            good = sum(key in one and one[key][1] is None for key in own)
            total[name] += good
            row.append(str(good))
        lines.append(f"| {area} | {len(own)} | " + " | ".join(row) + " |")
    lines.append(f"| **all** | **{len(steps)}** | " + " | ".join(f"**{total[name]}**" for name in results) + " |")
    lines += ["", "| step | what AWS documents | " + " | ".join(others) + " |", "|---|---|" + "---|" * len(others)]
    reached = {name: {area for area, _ in results[name]} for name in others}
    for area, title in steps:
        told = []
        for name in others:
            found = results[name].get((area, title))
            told.append("not reached" if found is None else "as AWS" if found[1] is None else cell(found[1]))
        # What comes behind a step that was impossible says nothing more.
        if any(one not in ("as AWS", "not reached") for one in told):
            lines.append(f"| {area}: {cell(title)} | {cell(ours[(area, title)][0])} | " + " | ".join(told) + " |")
    for name in others:
        for area in areas:
            if area in reached[name] and (area, "the area's end") in results[name]:
                problem = results[name][(area, "the area's end")][1]
                told = [cell(problem) if name == one else "" for one in others]
                lines.append(f"| {area}: what ended it | | " + " | ".join(told) + " |")
    return "\n".join(lines) + f"\n\nRun on {datetime.date.today()}.\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=".build/release/reconcile")
    parser.add_argument("--ministack", help="the program of ministack, where it is installed")
    parser.add_argument("--patience", type=float, default=4, help="seconds that an emulator's status may take")
    parser.add_argument("--kept", help="a folder for the emulators' results; those that are there are not asked for again")
    parser.add_argument("--write", help="a document with the marks")
    given = parser.parse_args()
    results = collections.OrderedDict()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.kept or scratch
        results["fake serve"] = suite(folder, "fake", "--binary", str(pathlib.Path(given.binary).resolve()))
        results["moto 5.2.5"] = other(
            folder, "moto", [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "{port}"], "/moto-api/data.json",
            given.patience, "AKIDSUITE", MOTO_IAM_LOAD_MANAGED_POLICIES="true")
        if given.ministack:
            results["ministack 1.5.33"] = other(
                folder, "ministack", [given.ministack], "/_ministack/health", given.patience, "123456789012",
                BIND_HOST="127.0.0.1", GATEWAY_PORT="{port}", MINISTACK_AUTOCREATE_AWS_MANAGED="1")
    text = tables(results)
    print(text)
    if given.write:
        put(given.write, MARKS, text)
    ours = [one for one in results["fake serve"].values() if one[1] is not None]
    return 1 if ours else 0


if __name__ == "__main__":
    sys.exit(main())

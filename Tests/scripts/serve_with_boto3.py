#!/usr/bin/env python3
"""Drives `reconcile fake serve` by boto3 over real sockets: the life of every kind, as AWS documents it.

Each step names the source of what it expects. With `--url` another server is asked instead, to compare; `--json FILE`
writes what came of each step. The exit status is 0 only when every step is as AWS documents.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from served import account, around, clusters, data, door, edge, machines, network, objects  # noqa: E402
from served.steps import Steps  # noqa: E402

REGIONS = ("ap-south-1", "us-east-1")


def serve(binary, folder, speed):
    """Begins `fake serve` with a key pair; gives the process and its address."""
    environment = dict(os.environ, AWS_ACCESS_KEY_ID="AKIDSUITE", AWS_SECRET_ACCESS_KEY="a+secret/of=ours")
    process = subprocess.Popen(
        [binary, "fake", "serve", "--cloud", f"{folder}/c.db", "--speed", str(speed)], env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    line = process.stdout.readline()
    if not line.startswith("export AWS_ENDPOINT_URL="):
        sys.exit(f"fake serve does not begin: {line}{process.stderr.read()}")
    return process, line.split("=", 1)[1].strip()


def areas(steps):
    yield lambda: door.run(steps)
    yield lambda: account.run(steps)
    yield lambda: edge.run(steps)
    yield lambda: around.run(steps)
    for region in REGIONS:
        for area in (network, machines, data, clusters, objects):
            yield lambda area=area, region=region: area.run(steps, region)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=".build/release/reconcile")
    parser.add_argument("--speed", type=int, default=2000)
    parser.add_argument("--url", help="another server's address; its keys are AWS_ACCESS_KEY_ID and the other")
    parser.add_argument("--key", default="AKIDSUITE", help="the access key; some emulators take an account for it")
    parser.add_argument("--json", help="where to write what came of each step")
    parser.add_argument("--patience", type=float, default=60, help="seconds that a status may take")
    given = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        process, url = (None, given.url) if given.url else serve(given.binary, folder, given.speed)
        steps = Steps(url, given.key, "a+secret/of=ours", given.patience)
        try:
            for area in areas(steps):
                try:
                    area()
                except Exception as error:  # what makes the rest of an area impossible
                    steps.note("the area's end", "", f"{type(error).__name__}: {error}")
        finally:
            if process:
                process.terminate()
                code = process.wait(timeout=10)
                steps.area = "server"
                steps.note("it ends cleanly", "", None if code == 0 else f"exit {code}: {process.stderr.read()}")
    failed = [one for one in steps.results if one[3]]
    for area, title, source, problem in failed:
        print(f"{area}: {title}: {problem}\n    {source}")
    if given.json:
        pathlib.Path(given.json).write_text(json.dumps(
            [{"area": a, "title": t, "source": s, "problem": p} for a, t, s, p in steps.results], indent=1))
    print(f"{len(steps.results)} steps, {len(failed)} not as AWS documents, {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

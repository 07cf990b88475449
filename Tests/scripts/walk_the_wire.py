#!/usr/bin/env python3
"""Walks phases in order through the signed client against `fake serve`, and then destroys what was made.

After each phase the plan must be empty; after `destroy` nothing may be left in the cloud but what it lists as kept. The
same walk is refused where it must be: another account, other keys, and any endpoint that is not on this machine.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
KEYS = {"AWS_ACCESS_KEY_ID": "AKIDWALK", "AWS_SECRET_ACCESS_KEY": "a+secret/of=ours"}
GONE = {"terminated", "shutting-down", "deleted", "deleting", "DELETING", "Delete in progress"}
DATA = ["ap-south-1/instance/data-volume", "ap-south-1/database/instance", "us-east-1/database/instance"]


class Wire:
    """A served cloud, and the program at its other end."""

    def __init__(self, binary, folder, speed, url=None):
        self.binary, self.state = binary, f"{folder}/s.db"
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")} | KEYS
        self.server = None
        if url is None:
            self.server = subprocess.Popen(
                [binary, "fake", "serve", "--cloud", f"{folder}/c.db", "--speed", str(speed)], text=True,
                env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            url = self.server.stdout.readline().split("=", 1)[1].strip()
        self.url = url
        self.environment["AWS_ENDPOINT_URL"] = url

    def run(self, *arguments, expect=0, **variables):
        command = [self.binary, *arguments, "--provider", "aws", "--state", self.state]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT,
                              env=self.environment | variables, check=False)
        if done.returncode != expect:
            sys.exit(f"{' '.join(arguments)}: exit {done.returncode}, not {expect}\n{done.stdout[-2000:]}"
                     f"{done.stderr[-4000:]}")
        return done.stdout + done.stderr

    def page(self):
        request = urllib.request.Request(self.url + "/", headers={"Accept": "application/json"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def end(self):
        if not self.server:
            return
        self.server.terminate()
        code = self.server.wait(timeout=15)
        if code != 0:
            sys.exit(f"fake serve ended with {code}")


def spec(phase):
    return [f"specs/phase{phase}.json", "--set", "domain=shop.example.com"] if phase >= 3 else [
        f"specs/phase{phase}.json"]


def refusals(wire):
    """What must be refused before anything is called."""
    for variables, arguments, words in [
        ({"AWS_ENDPOINT_URL_IAM": "https://iam.amazonaws.com"}, [], "on this machine and others elsewhere"),
        ({"AWS_SECRET_ACCESS_KEY": ""}, [], "no key pair"),
        ({"AWS_SECRET_ACCESS_KEY": "another"}, [], "SignatureDoesNotMatch"),
        ({}, ["--set", 'account="210987654321"'], "is account 123456789012"),
    ]:
        told = wire.run("plan", *spec(0), *arguments, expect=1, **variables)
        if words not in told:
            sys.exit(f"{variables or arguments}: `{words}` is not in: {told}")


def left(wire, kept):
    """What is in the cloud though it is gone or was not listed."""
    ids = {one["id"] for one in kept}
    return [f"{one['region']} {one['kind']} {one['id']} {one['status']}" for one in wire.page()["resources"]
            if one["status"] not in GONE and one["id"] not in ids]


def check_end(wire, kept):
    """Ends the program when something else than what is kept is left, or a call was made that nobody answers."""
    strange = left(wire, kept)
    if strange:
        sys.exit("left though it is not listed:\n  " + "\n  ".join(strange))
    unknown = [name for name, call in wire.page()["calls"].items() if not call["known"]]
    if unknown:
        sys.exit(f"called though nobody answers: {unknown}")


def destroyed(run, phase):
    """Destroys with all data, and gives what it lists as kept."""
    options = [word for address in DATA for word in ("--allow-destroy", address)]
    told = run("destroy", *spec(phase), "--yes", "--json", *options)
    lines = [json.loads(line) for line in told.splitlines() if line.startswith('{"') and '"kept"' in line]
    return [one for line in lines if line.get("type") == "kept" for one in line["resources"]]


def walk(binary, speed, phases):
    """From nothing through phases in order, and away again."""
    with tempfile.TemporaryDirectory() as folder:
        wire = Wire(binary, folder, speed)
        try:
            refusals(wire)
            for phase in phases:
                began = time.monotonic()
                told = wire.run("apply", *spec(phase), "--yes")
                if f"({speed} of its seconds in one of ours" not in told:
                    sys.exit(f"the first line says nothing of the cloud's time: {told[:300]}")
                wire.run("plan", *spec(phase), "--detailed-exitcode")
                print(f"phase {phase}: applied in {time.monotonic() - began:.0f} s, and the next plan is empty", flush=True)
            kept = destroyed(wire.run, phases[-1])
            check_end(wire, kept)
            print(f"destroyed; kept are {len(kept)}: {', '.join(sorted({one['kind'] for one in kept})) or 'none'}", flush=True)
        finally:
            wire.end()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=str(ROOT / ".build/release/reconcile"))
    parser.add_argument("--speed", type=int, default=300)
    parser.add_argument("--phases", action="append", help="in order, for example 0,1,2,3,4; may be repeated, each on a cloud of "
                        "its own (standard: 0,1,2,3,4 and 4 from nothing)")
    given = parser.parse_args()
    for phases in given.phases or ["0,1,2,3,4", "4"]:
        walk(str(pathlib.Path(given.binary).resolve()), given.speed, [int(one) for one in phases.split(",")])


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Phases 0 and 1, each from nothing, on a fresh moto_server as PyPI has it, and the road between them, which must be refused.

The same as if it were AWS itself, with credentials found as AWS's tools find them and at the wall's own pace: 0.0.0.0 is no
loopback address, and on Linux leads here all the same.

Nothing is made good for: what moto lacks or gets wrong is listed in docs/serving.md. After each phase the next plan must be
empty. The road from 0 to 1 asks machines whether rows were copied; moto has no machines, so its gate must refuse, and
everything that phase 0 made must still be there.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

import boto3

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from local_server import LocalServer  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_REGION": "ap-south-1"}
REASON = "nothing proves that rows were copied"


class Moto(LocalServer):
    """A moto_server of its own."""

    def __init__(self, patience):
        super().__init__(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "{port}"], "/moto-api/data.json", patience)

    def things(self):
        """What a platform would miss most, by id."""
        ec2 = boto3.client("ec2", region_name="ap-south-1", endpoint_url=self.url, aws_access_key_id="testing",
                           aws_secret_access_key="testing")
        machines = [one for group in ec2.describe_instances()["Reservations"] for one in group["Instances"]]
        return {one["InstanceId"] for one in machines if one["State"]["Name"] == "running"} | {
            one["VolumeId"] for one in ec2.describe_volumes()["Volumes"]} | {
            one["AllocationId"] for one in ec2.describe_addresses()["Addresses"]}


class Walk:
    def __init__(self, binary, patience, host="127.0.0.1"):
        self.binary, self.patience = binary, patience
        self.moto = Moto(patience)
        self.folder = tempfile.TemporaryDirectory()
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")} | KEYS | {
            "AWS_ENDPOINT_URL": self.moto.url.replace("127.0.0.1", host)}

    def end(self):
        self.moto.end()
        self.folder.cleanup()

    def run(self, verb, phase, *more):
        return subprocess.run(
            [self.binary, verb, f"specs/phase{phase}.json", "--provider", "aws", "--state", f"{self.folder.name}/s.db",
             *more], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=self.patience, check=False)

    def apply(self, phase):
        return self.run("apply", phase, "--yes", "--wait", "created")

    def from_nothing(self, phase):
        """What is wrong; None when nothing is."""
        for done in (self.apply(phase), self.run("plan", phase, "--detailed-exitcode")):
            if done.returncode:
                return f"exit {done.returncode}\n{done.stdout[-1500:]}{done.stderr[-1500:]}"
        return None

    def refused(self):
        """The same for the road from 0 to 1."""
        before = self.moto.things()
        done = self.apply(1)
        told = done.stdout + done.stderr
        if done.returncode == 0 or REASON not in told:
            return f"exit {done.returncode}, which is not the refusal\n{told[-2000:]}"
        lost = before - self.moto.things()
        if lost:
            return f"lost {sorted(lost)}"
        return None


    def as_aws_itself(self):
        """The same for phase 0 beyond loopback, and for what is refused there."""
        for words, *arguments in (
                ("can't be called yet", "plan", 2), ("is account 123456789012", "plan", 0, "--set", 'account="210987654321"')):
            done = self.run(*arguments)
            if done.returncode != 1 or words not in done.stderr:
                return f"`{words}` is not said: exit {done.returncode}\n{done.stderr[-1500:]}"
        problem = self.from_nothing(0)
        if problem:
            return problem
        done = self.run("destroy", 0, "--yes", "--allow-destroy", "ap-south-1/instance/data-volume")
        left = self.moto.things()
        return f"exit {done.returncode}, left {sorted(left)}\n{done.stderr[-1500:]}" if done.returncode or left else None


def told(problem):
    return problem or "as it must be"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=".build/release/reconcile")
    parser.add_argument("--patience", type=float, default=600, help="seconds that one run may take")
    given = parser.parse_args()
    binary = str(pathlib.Path(given.binary).resolve())
    failed = False
    for phase in (0, 1):
        walk = Walk(binary, given.patience)
        try:
            problem = walk.from_nothing(phase)
            print(f"phase {phase} from nothing, and an empty plan behind it: {told(problem)}", flush=True)
            failed = failed or problem is not None
            if phase == 0 and not problem:
                problem = walk.refused()
                print(f"the road from 0 to 1, refused for its rows, and nothing lost: {told(problem)}", flush=True)
                failed = failed or problem is not None
        finally:
            walk.end()
    walk = Walk(binary, given.patience, "0.0.0.0")
    try:
        problem = walk.as_aws_itself()
        print(f"phase 0 made and destroyed as if it were AWS itself, and what is refused there: {told(problem)}", flush=True)
        failed = failed or problem is not None
    finally:
        walk.end()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

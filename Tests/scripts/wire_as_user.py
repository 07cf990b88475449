#!/usr/bin/env python3
"""Walks phases over the signed wire as a user who may do what `iam-policy` printed for each plan, and nothing else.

The served cloud holds every call against the user's policies at its door, and the clusters against their access entries. With
the policy for plans alone an apply is refused; with the one for the plan of now it ends, and the next plan is empty.
"""
import argparse
import pathlib
import sys
import tempfile
import time

import boto3

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from walk_the_wire import DATA, KEYS, Wire, check_end, destroyed, spec  # noqa: E402


class User:
    """A user of the served cloud, whose policies are those of the next command."""

    def __init__(self, wire, name, folder):
        self.wire, self.name, self.folder, self.arns = wire, name, folder, []
        self.iam = boto3.client(
            "iam", region_name="us-east-1", endpoint_url=wire.url, aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"])
        self.iam.create_user(UserName=name)
        pair = self.iam.create_access_key(UserName=name)["AccessKey"]
        self.keys = {"AWS_ACCESS_KEY_ID": pair["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": pair["SecretAccessKey"]}

    def may(self, *words):
        """Exactly what `iam-policy WORDS` prints, as managed policies."""
        self.end()
        told = self.wire.run("iam-policy", *words, "--split", f"{self.folder}/{self.name}")
        paths = [line for line in told.splitlines() if line.endswith(".json")]
        for number, path in enumerate(paths):
            document = pathlib.Path(path).read_text(encoding="utf-8")
            arn = self.iam.create_policy(PolicyName=f"{self.name}-{number}", PolicyDocument=document)["Policy"]["Arn"]
            self.iam.attach_user_policy(UserName=self.name, PolicyArn=arn)
            self.arns.append(arn)
        return len(paths)

    def end(self):
        for arn in self.arns:
            self.iam.detach_user_policy(UserName=self.name, PolicyArn=arn)
            self.iam.delete_policy(PolicyArn=arn)
        self.arns = []

    def run(self, *words, expect=0):
        return self.wire.run(*words, expect=expect, **self.keys)

    def leave(self):
        """Goes, with all that was made for it."""
        self.end()
        self.iam.delete_access_key(UserName=self.name, AccessKeyId=self.keys["AWS_ACCESS_KEY_ID"])
        self.iam.delete_user(UserName=self.name)


def refused(told, *words):
    missing = [word for word in words if word not in told]
    if missing:
        sys.exit(f"{missing} not in: {told[-2000:]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=".build/release/reconcile")
    parser.add_argument("--speed", type=int, default=200)
    parser.add_argument("--phases", default="0,1", help="in order, for example 0,1,2,3,4")
    given = parser.parse_args()
    binary = str(pathlib.Path(given.binary).resolve())
    phases = [int(one) for one in given.phases.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        wire = Wire(binary, folder, given.speed)
        try:
            user = User(wire, "deployer", folder)
            refused(user.run("plan", *spec(phases[0]), expect=1), "AccessDenied", "user/deployer", "no identity-based policy",
                    "iam-policy SPEC --plan")
            for phase in phases:
                began = time.monotonic()
                user.may(*spec(phase), "--plan")
                user.run("plan", *spec(phase))
                refused(user.run("apply", *spec(phase), "--yes", expect=1), "not authorized to perform", "user/deployer")
                parts = user.may(*spec(phase))
                user.run("apply", *spec(phase), "--yes")
                user.may(*spec(phase), "--plan")
                user.run("plan", *spec(phase), "--detailed-exitcode")
                print(f"phase {phase}: applied with {parts} managed policies in {time.monotonic() - began:.0f} s, and the next "
                      "plan is empty", flush=True)
            if phases[-1] >= 2:
                other = User(wire, "other", folder)
                other.may(*spec(phases[-1]), "--plan")
                refused(other.run("plan", *spec(phases[-1]), expect=1), "Unauthorized", "access entry")
                other.leave()
            options = [word for address in DATA for word in ("--allow-destroy", address)]
            user.may(*spec(phases[-1]), "--destroy", *options)
            kept = destroyed(user.run, phases[-1])
            user.leave()
            check_end(wire, kept)
            print("destroyed")
        finally:
            wire.end()


if __name__ == "__main__":
    main()

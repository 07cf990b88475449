#!/usr/bin/env python3
"""Holds the lease in the account against two machines: programs with states of their own at one served cloud.

Refused while another runs, waited for, taken over from the dead at once, raced for by many; a holder whose lease went begins
nothing more; `destroy` leaves no bucket. `--silent` also waits the two minutes after which a silent holder of another
machine is taken over.
"""
import argparse
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import boto3

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from walk_the_wire import DATA, GONE, KEYS, ROOT, Wire, spec  # noqa: E402

BUCKET = "reconcile-leases-123456789012-ap-south-1"


class Machine:
    """A program with a state of its own."""

    def __init__(self, wire, folder, name):
        self.wire, self.state = wire, f"{folder}/{name}.db"

    def begin(self, *arguments):
        return subprocess.Popen(
            [self.wire.binary, *arguments, "--provider", "aws", "--state", self.state], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, cwd=ROOT, env=self.wire.environment)

    def run(self, *arguments, expect=(0,), words=""):
        process = self.begin(*arguments)
        told = process.communicate(timeout=600)[0]
        if process.returncode not in expect or words not in told:
            sys.exit(f"{' '.join(arguments)}: exit {process.returncode}, not {expect}, or no `{words}`:\n{told[-3000:]}")
        return told


class Account:
    """What lies in the account, seen by a client of others."""

    def __init__(self, wire):
        self.s3 = boto3.client("s3", region_name="ap-south-1", endpoint_url=wire.url,
                               aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
                               aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"])

    def record(self):
        try:
            return json.loads(self.s3.get_object(Bucket=BUCKET, Key="shop.json")["Body"].read())
        except (self.s3.exceptions.NoSuchKey, self.s3.exceptions.NoSuchBucket):
            return None

    def until_held(self, process):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            record = self.record()
            if record and record["process"] == process.pid:
                return record
            if process.poll() is not None:
                sys.exit(f"it ended before it held the lease: {process.communicate()[0][-2000:]}")
            time.sleep(0.05)
        sys.exit("the lease was not taken")


def once_each(wire):
    """No two things of one address and generation."""
    seen = {}
    for one in wire.page()["resources"]:
        tags = one.get("tags") or {}
        if "reconcile:address" in tags and one["status"] not in GONE:
            key = (tags["reconcile:address"], tags.get("reconcile:generation"))
            seen.setdefault(key, []).append(one["id"])
    double = {key: ids for key, ids in seen.items() if len(ids) > 1}
    if double or not seen:
        sys.exit(f"not once each: {double or 'nothing is there'}")
    return len(seen)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=".build/release/reconcile")
    parser.add_argument("--speed", type=int, default=20)
    parser.add_argument("--silent", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wire = Wire(str(pathlib.Path(given.binary).resolve()), folder, given.speed)
        try:
            walk(wire, folder, given.silent)
        finally:
            wire.end()
    return 0


def walk(wire, folder, waits):
    one, two = Machine(wire, folder, "one"), Machine(wire, folder, "two")
    account = Account(wire)
    apply = ("apply", *spec(1), "--yes")

    many = [Machine(wire, folder, f"m{number}").begin("apply", *spec(0), "--yes") for number in range(6)]
    ends = [process.communicate(timeout=900)[0] for process in many]
    held = sum("[state.leaseHeld]" in told for told in ends)
    if held == 0 or not any(process.returncode == 0 for process in many):
        sys.exit("nobody was refused, or nobody got through:\n" + "\n".join(told[-500:] for told in ends))
    print(f"six at once from nothing: {held} refused; {once_each(wire)} things, once each")
    if account.record():
        sys.exit("the lease was not given back")

    for turn in range(5):
        victim = one.begin(*apply)
        account.until_held(victim)
        time.sleep(0.5 * turn)
        victim.send_signal(signal.SIGKILL)
        victim.communicate()
    survivor = one.begin(*apply)
    account.until_held(survivor)
    told = two.run(*apply, expect=(1,), words="[state.leaseHeld]")
    if f"process {survivor.pid} on" not in told or ", since 20" not in told:
        sys.exit(f"it does not say who holds it and since when: {told}")
    waiting = two.begin(*apply, "--lock-timeout", "600")
    told = survivor.communicate(timeout=900)[0]
    if "was taken over from process" not in told or survivor.returncode != 0:
        sys.exit(f"the dead one was not taken over, or the road not walked: {told[-3000:]}")
    told = waiting.communicate(timeout=900)[0]
    if waiting.returncode != 0:
        sys.exit(f"the one that waited: {told[-3000:]}")
    print(f"five holders killed, the sixth took over at once; a second machine was refused, and waited; "
          f"{once_each(wire)} things, once each")

    destroy = ("destroy", *spec(1), "--yes", *[word for address in DATA for word in ("--allow-destroy", address)])
    robbed = one.begin(*destroy)
    account.until_held(robbed)
    time.sleep(3)  # it has looked by then: a look that is held up ends where it is, and has not begun anything
    robbed.send_signal(signal.SIGSTOP)
    account.s3.delete_object(Bucket=BUCKET, Key="shop.json")
    account.s3.put_object(Bucket=BUCKET, Key="shop.json", Body=json.dumps(
        {"host": "elsewhere", "boot": "b", "process": 7, "started": "1", "since": 1764000000, "token": "theirs"}))
    time.sleep(16)
    robbed.send_signal(signal.SIGCONT)
    told = robbed.communicate(timeout=300)[0]
    if robbed.returncode == 0 and "[state.fenced]" not in told:
        print("note: it had ended before it could learn of its loss")
    elif "process 7 on elsewhere" not in told or "[state.fenced]" not in told:
        sys.exit(f"a holder without its lease went on: {told[-2000:]}")
    else:
        print("a holder that was robbed begins nothing more, and says who holds it")
    two.run(*apply, expect=(1,), words="process 7 on elsewhere")
    if waits:
        began = time.monotonic()
        one.run(*destroy, "--lock-timeout", "150", words="taken over from process 7 on elsewhere")
        if time.monotonic() - began < 120:
            sys.exit("a silent holder was taken over too early")
        print("a silent holder elsewhere was taken over after two minutes")
    else:
        account.s3.delete_object(Bucket=BUCKET, Key="shop.json")
        one.run(*destroy)
    if any(one["Name"] == BUCKET for one in account.s3.list_buckets()["Buckets"]):
        sys.exit("the bucket of the leases is left")
    print("destroyed; the bucket of the leases is gone")


if __name__ == "__main__":
    sys.exit(main())

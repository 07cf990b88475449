#!/usr/bin/env python3
"""Ten days of `watch --apply` in simulated time, with somebody who changes something every hour.

Each change must be found by the first cycle that begins after it, and be brought back, and no look may come later than an
interval after the one before it ended; no cycle may fail; memory must stay flat, and what the watcher computes must be less
than 1 % of the time that passes. The numbers go to standard output.

    check_ten_days.py --binary PROGRAM [--days 10] [--speed 1500] [--interval 600]

All of it is told in the cloud's time. What the machine takes for itself is hundreds of times as long there (at 1500, a
tenth of a second is two and a half minutes), so a look may be late by `--late` seconds of the wall's clock.
"""

import argparse
import json
import os
import pathlib
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from datetime import datetime, timezone

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHANGES = (
    ("shop/a", "tags.team={}"), ("shop/b", "tags.team={}"), ("shop/a", "imageTagMutability=MUTABLE"),
    ("/reconcile/shop/platform", "tags.team={}"),
)


def moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc).timestamp()


class Watcher:
    def __init__(self, arguments, folder):
        self.speed = arguments.speed
        self.process = subprocess.Popen(
            [arguments.binary, "watch", "specs/phase0.json", "--interval", f"{arguments.interval}s", "--apply", "--json",
             "--speed", str(arguments.speed), "--state", f"{folder}/state.db", "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True, cwd=ROOT)
        self.lines, self.failed = queue.Queue(), []
        self.last, self.gaps = None, []
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put((time.monotonic(), json.loads(line)))
        self.lines.put((time.monotonic(), None))

    def next(self):
        """The next cycle that did not fail; how long after the end of the one before it began is kept."""
        while True:
            _, line = self.lines.get(timeout=600)
            if line is None:
                sys.exit("check_ten_days: the watcher ended")
            if "at" in line:
                if self.last is not None:
                    self.gaps.append(moment(line["at"]) - moment(self.last["at"]) - self.last["milliseconds"] / 1000)
                self.last = line
            if line.get("result") != "failed":
                return line
            self.failed.append(line["failure"])

    def numbers(self, url):
        with urllib.request.urlopen(f"{url}/metrics", timeout=60) as answer:
            lines = answer.read().decode().splitlines()
        return {key: float(value) for key, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


def check(condition, what):
    if not condition:
        sys.exit(f"check_ten_days: {what}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--days", type=float, default=10)
    parser.add_argument("--speed", type=int, default=1500)
    parser.add_argument("--interval", type=int, default=600)
    parser.add_argument("--late", type=float, default=2)
    arguments = parser.parse_args()
    arguments.binary = str(pathlib.Path(arguments.binary).resolve())
    folder = tempfile.mkdtemp(prefix="ten-days-")
    watcher = None
    try:
        ran = subprocess.run(
            [arguments.binary, "apply", "specs/phase0.json", "--yes", "--speed", "max", "--state", f"{folder}/state.db"],
            cwd=ROOT, capture_output=True, text=True, check=False)
        check(ran.returncode == 0, f"the first apply: {ran.stderr}")
        watcher = Watcher(arguments, folder)
        print(days(arguments, folder, watcher))
    finally:
        if watcher is not None and watcher.process.poll() is None:
            watcher.process.kill()
            watcher.process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def days(arguments, folder, watcher):
    opening = watcher.next()
    url = opening["listening"]
    line = watcher.next()
    began = moment(line["at"])
    end = began + arguments.days * 86_400
    drifts, cycles = 0, line["cycle"]
    early, next_change = None, began + 3600
    while moment(line["at"]) < end:
        check(line["result"] in ("inSync", "applied"), f"a cycle: {line}")
        if moment(line["at"]) < next_change:
            line = watcher.next()
            continue
        next_change += 3600
        name, change = CHANGES[drifts % len(CHANGES)]
        ran = subprocess.run(
            [arguments.binary, "fake", "set", name, change.format(f"other{drifts}"), "--state", f"{folder}/state.db"],
            capture_output=True, text=True, check=False)
        check(ran.returncode == 0, f"fake set: {ran.stderr}")
        # Every cycle of which we have heard by now began before the change, and one more may be under way.
        while not watcher.lines.empty():
            line = watcher.next()
        if not line["drift"]:
            waited = 0
            line = watcher.next()
            while not line["drift"]:
                waited += 1
                check(waited < 2, f"cycle {line['cycle']} began after the change and did not see it")
                line = watcher.next()
        check(line["result"] == "applied", f"drift was not brought back: {line}")
        drifts += 1
        if early is None and moment(line["at"]) > began + (end - began) * 0.1:
            early = watcher.numbers(url)
        cycles = line["cycle"]
        line = watcher.next()
        check(not line["drift"], f"found again: {line}")
    cycles = line["cycle"]
    late = watcher.numbers(url)
    early = early or late
    passed = moment(line["at"]) - began
    found = int(late["reconcile_watch_drifts_total"])
    check(found == drifts, f"{drifts} changes were made and {found} are counted")
    check(drifts >= int(arguments.days * 24) - 1, f"only {drifts} changes in {arguments.days} days")
    check(not watcher.failed, f"{len(watcher.failed)} of {cycles} cycles failed: {watcher.failed[:3]}")
    late_at_most = max(watcher.gaps) - arguments.interval
    check(late_at_most <= arguments.late * arguments.speed, f"a look came {late_at_most:.0f} s late")
    grown = late["process_resident_memory_bytes"] - early["process_resident_memory_bytes"]
    check(grown < 8 << 20, f"memory grew by {grown / 2**20:.1f} MiB")
    busy = late["process_cpu_seconds_total"] / passed
    check(busy < 0.01, f"{busy:.2%} of the time was computed")
    watcher.process.send_signal(signal.SIGTERM)
    check(watcher.process.wait(timeout=120) == 0, "SIGTERM")
    size = os.path.getsize(f"{folder}/state.db") / 2**20
    return (
        f"{passed / 86_400:.1f} days, {cycles} cycles of {arguments.interval} s, {drifts} changes by others: each found by "
        f"the first cycle that began after it and brought back; no cycle failed; a look began at most {late_at_most:.0f} s "
        f"({late_at_most / arguments.speed * 1000:.0f} ms of the wall's clock) later than its interval asks; memory {early['process_resident_memory_bytes'] / 2**20:.1f} -> "
        f"{late['process_resident_memory_bytes'] / 2**20:.1f} MiB; {late['process_cpu_seconds_total']:.1f} s of processor "
        f"time, {busy:.4%} of the time that passed; state file {size:.1f} MiB")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Watches a platform with the real program: drift is found and brought back, a spec that changes is read again, a broken
one is told, SIGTERM ends it with 0, kill -9 loses nothing, and its memory stays flat. What it shows on a port is read by
Prometheus's own parser.

    check_watch.py --binary PROGRAM --folder FOLDER [--cycles N]
"""

import argparse
import http.client
import json
import pathlib
import queue
import signal
import subprocess
import sys
import threading
import time
import urllib.parse

from prometheus_client.parser import text_string_to_metric_families

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Watcher:
    def __init__(self, binary, folder, spec, *words):
        self.process = subprocess.Popen(
            [binary, "watch", spec, "--interval", "60s", "--speed", "600", "--json", "--state", f"{folder}/state.db", *words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        self.lines, self.notes = queue.Queue(), []
        for stream, sink in ((self.process.stdout, self.lines.put), (self.process.stderr, self.notes.append)):
            threading.Thread(target=self.read, args=(stream, sink), daemon=True).start()

    @staticmethod
    def read(stream, sink):
        for line in stream:
            sink(line)

    def until(self, condition, what):
        """The first cycle that meets a condition; all others before it are looked over."""
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                line = json.loads(self.lines.get(timeout=1))
            except queue.Empty:
                if self.process.poll() is not None:
                    break
                continue
            if condition(line):
                return line
        self.process.kill()
        sys.exit(f"check_watch: never came: {what}\n{''.join(self.notes[-20:])}")

    def memory(self):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("VmRSS"))

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(timeout=120)


def ask(url, path, method="GET"):
    """Status, header fields and body of an answer."""
    place = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


def numbers(url):
    """What `/metrics` says, by sample and labels, once every rule of the format and of names is looked at."""
    status, headers, text = ask(url, "/metrics")
    check(status == 200, f"/metrics: {status}")
    check(headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8", f"type: {headers['Content-Type']}")
    found = {}
    for family in text_string_to_metric_families(text):
        check(family.documentation.endswith("."), f"no help for {family.name}")
        check(family.type in ("counter", "gauge", "histogram"), f"{family.name} is {family.type}")
        check(family.samples, f"{family.name} has no sample")
        # prometheus.io/docs/practices/naming: base units, and `_total` for what only rises.
        for sample in family.samples:
            if family.type == "counter":
                check(sample.name == family.name + "_total", f"counter {sample.name}")
            check(family.name.startswith(("reconcile_", "process_")), f"name {family.name}")
            key = sample.name + "".join(f" {name}={value}" for name, value in sorted(sample.labels.items()))
            check(key not in found, f"twice: {key}")
            found[key] = sample.value
    return found


def check(condition, what):
    if not condition:
        sys.exit(f"check_watch: {what}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--cycles", type=int, default=40, help="how many cycles memory is watched for")
    arguments = parser.parse_args()
    folder = pathlib.Path(arguments.folder)
    spec = folder / "spec.json"
    text = (ROOT / "specs/phase0.json").read_text()
    spec.write_text(text)

    def reconcile(*words):
        return subprocess.run(
            [arguments.binary, *words, "--state", f"{folder}/state.db"], capture_output=True, text=True, check=False)

    # From nothing: the loop builds the platform.
    watcher = Watcher(arguments.binary, folder, str(spec), "--apply", "--listen", "127.0.0.1:0")
    first = watcher.until(lambda line: True, "a first line")
    url = first["listening"]
    check(first["type"] == "version" and first["platform"] == "shop" and first["applies"], f"the first line: {first}")
    built = watcher.until(lambda line: line["result"] == "applied", "the platform built")
    check(built["steps"] > 20, f"steps: {built['steps']}")
    watcher.until(lambda line: line["result"] == "inSync" and not line["drift"], "a quiet cycle")

    # Drift by property, brought back.
    check(reconcile("fake", "set", "shop/a", "tags.team=payments").returncode == 0, "fake set")
    found = watcher.until(lambda line: line["drift"], "the drift")
    change = found["drift"][0]["changes"][0]
    check(
        (found["drift"][0]["address"], change["path"], change["old"], change["new"])
        == ("ap-south-1/registry/a", "Tags.team", "platform", "payments"), f"drift: {found['drift']}")
    check(found["result"] == "applied", f"result: {found['result']}")
    watcher.until(lambda line: line["result"] == "inSync" and not line["drift"], "drift brought back")

    # The same in numbers, for Prometheus.
    seen = numbers(url)
    check(seen["reconcile_build_info platform=shop version=" + first["reconcile"]] == 1, f"info: {seen}")
    check(seen["reconcile_watch_cycles_total result=applied"] == 2, f"applied: {seen}")
    check(seen["reconcile_watch_drifts_total"] == 1, f"drifts: {seen}")
    check(seen["reconcile_watch_applied_steps_total"] == built["steps"] + 1, f"steps: {seen}")
    check(seen["reconcile_watch_drifted_resources"] == 0 == seen["reconcile_watch_pending_steps"], f"left: {seen}")
    check(seen["reconcile_watch_interval_seconds"] == 60, f"interval: {seen}")
    cycles = sum(value for key, value in seen.items() if key.startswith("reconcile_watch_cycles_total"))
    check(seen["reconcile_watch_cycle_duration_seconds_count"] == cycles, f"histogram: {seen}")
    check(seen["reconcile_watch_cycle_duration_seconds_bucket le=+Inf"] == cycles, f"histogram: {seen}")
    check(0 < seen["process_resident_memory_bytes"] <= 2 * 1024 * watcher.memory(), f"memory: {seen}")
    check(numbers(url)["process_cpu_seconds_total"] >= seen["process_cpu_seconds_total"] > 0, f"processor: {seen}")
    check(ask(url, "/healthz")[0::2] == (200, "ok\n"), "/healthz")
    check(ask(url, "/healthz", "HEAD")[0::2] == (200, ""), "HEAD /healthz")
    status, headers, _ = ask(url, "/healthz", "POST")
    check((status, headers["Allow"]) == (405, "GET, HEAD"), "POST /healthz")
    check(ask(url, "/other")[0] == 404, "/other")

    # Ill when three cycles in a row fail, and well again after one that does not.
    broken = ("fake", "break", "call", "ec2.DescribeVpcs", "fail", "--times", "100000", "--code", "UnauthorizedOperation")
    check(reconcile(*broken).returncode == 0, "fake break")
    for count in range(3):
        watcher.until(lambda line: line["result"] == "failed", f"failure {count}")
    status, _, body = ask(url, "/healthz")
    check(status == 503 and "DescribeVpcs" in body, f"/healthz of an ill one: {status} {body}")
    check(numbers(url)["reconcile_watch_consecutive_failures"] >= 3, "failures in a row")
    check(reconcile("fake", "mend").returncode == 0, "fake mend")
    watcher.until(lambda line: line["result"] == "inSync", "a cycle after the failures")
    check(ask(url, "/healthz")[0] == 200, "/healthz of one that is well again")

    # The spec changes, breaks, and is mended.
    spec.write_text(text.replace('"platform"', '"payments"'))
    changed = watcher.until(lambda line: line["specChanged"], "the changed spec")
    check(changed["result"] == "applied", f"result: {changed}")
    spec.write_text(text.replace('"phase": 0', '"phase": 9'))
    watcher.until(lambda line: any("spec.outOfRange" in note for note in watcher.notes), "the broken spec told")
    watcher.until(lambda line: line["result"] == "inSync", "the last good spec kept")
    spec.write_text(text)
    watcher.until(lambda line: line["result"] == "applied", "the mended spec")

    seen = numbers(url)
    check(
        (seen["reconcile_watch_spec_reloads_total result=taken"], seen["reconcile_watch_spec_reloads_total result=refused"])
        == (2, 1), f"reloads: {seen}")

    # Memory after some cycles, and after many more.
    def after(cycles):
        last = watcher.until(lambda line: True, "a cycle")["cycle"]
        watcher.until(lambda line: line["cycle"] >= last + cycles, "more cycles")
        return watcher.memory()

    early = after(max(5, arguments.cycles // 4))
    late = after(arguments.cycles)
    check(late < early * 1.2 + 4096, f"memory grew from {early} to {late} KiB in {arguments.cycles} cycles")
    code = watcher.end()
    try:
        ask(url, "/healthz")
        check(False, "the port answers when the watcher has ended")
    except ConnectionRefusedError:
        pass
    check(code == 0, f"SIGTERM ended it with {code}")
    check(any("Stopped as asked" in note for note in watcher.notes), "the end was not told")

    # Killed in the middle of a change, the next one goes on.
    spec.write_text(text.replace('"platform"', '"killed"'))
    watcher = Watcher(arguments.binary, folder, str(spec), "--apply")
    watcher.until(lambda line: True, "a first line")
    time.sleep(0.3)
    watcher.end(signal.SIGKILL)
    watcher = Watcher(arguments.binary, folder, str(spec), "--apply")
    watcher.until(lambda line: line["type"] == "cycle" and line["result"] == "inSync", "convergence after a kill")
    check(watcher.end(signal.SIGINT) == 0, "SIGINT")
    ended = reconcile("plan", str(spec), "--detailed-exitcode", "--speed", "max")
    check(ended.returncode == 0, f"after the kill: {ended.stdout}{ended.stderr}")

    # Without --apply nothing is changed.
    reconcile("fake", "set", "shop/a", "tags.team=others")
    before = reconcile("fake", "list", "--json").stdout
    watcher = Watcher(arguments.binary, folder, str(spec))
    seen = watcher.until(lambda line: line["type"] == "cycle", "a cycle")
    check(seen["result"] == "changes" and seen["steps"] == 1 and seen["drift"], f"a cycle that only looks: {seen}")
    check(watcher.end() == 0, "the end of a watcher that only looks")
    check(reconcile("fake", "list", "--json").stdout == before, "a watcher that only looks changed the cloud")
    print(f"watched; memory {early} -> {late} KiB in {arguments.cycles} cycles")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Phases from nothing on a fresh moto_server (`--phases`, without waiting for service), as far as moto goes.

What moto lacks is made good for here, by name, and nowhere in the program: see COMPENSATIONS. Each phase has a moto of its own;
after it the next plan must be empty.
"""
import argparse
import http.client
import http.server
import os
import pathlib
import subprocess
import sys
import tempfile
import threading

# Read when moto is loaded: AWS's own policies are there.
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"

import boto3  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_REGION": "ap-south-1"}
CDN = "/2020-05-31/"
# What AWS answers there, and moto does not.
COMPENSATIONS = {
    "cloudfront ListCachePolicies": "none are listed; moto answers 404",
    "cloudfront ListOriginRequestPolicies": "none are listed; moto answers 404",
    "elasticache DescribeCacheParameterGroups": "none are listed; moto answers 500",
    "ec2 DescribeAddresses": "an address that is nobody's has no InstanceId; moto gives an empty one",
    "the boot of a machine": "its user data's tag `reconcile:boot` is written here; moto has no machines",
}


class Gate(http.server.BaseHTTPRequestHandler):
    """Before moto: answers what it can't."""

    protocol_version = "HTTP/1.1"
    port = 0

    def log_message(self, *arguments):
        pass

    def made_good(self, body):
        path = self.path.split("?")[0]
        for name, root in (("cache-policy", "CachePolicyList"), ("origin-request-policy", "OriginRequestPolicyList")):
            if self.command == "GET" and path == CDN + name:
                return f"<{root}><MaxItems>100</MaxItems><Quantity>0</Quantity></{root}>".encode()
        if b"Action=DescribeCacheParameterGroups&" in body:
            name = "DescribeCacheParameterGroups"
            return (f"<{name}Response><{name}Result><CacheParameterGroups/></{name}Result></{name}Response>").encode()
        return None

    def go(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, fields, answer = 200, [], self.made_good(body)
        if answer is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            connection.request(self.command, self.path, body, dict(self.headers))
            got = connection.getresponse()
            status, answer = got.status, got.read()
            if b"Action=DescribeAddresses&" in body:
                for empty in (b"<instanceId></instanceId>", b"<instanceId/>"):
                    answer = answer.replace(empty, b"")
            fields = [one for one in got.getheaders() if one[0].lower() not in (
                "transfer-encoding", "connection", "content-length")]
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = go


def boot(url, ended):
    """Writes what machines would, until it is told that all has ended."""
    ec2 = boto3.client("ec2", region_name="ap-south-1", endpoint_url=url, aws_access_key_id="testing",
                       aws_secret_access_key="testing")
    while not ended.wait(1):
        for group in ec2.describe_instances()["Reservations"]:
            for machine in group["Instances"]:
                if not any(tag["Key"] == "reconcile:boot" for tag in machine.get("Tags", [])):
                    ec2.create_tags(Resources=[machine["InstanceId"]],
                                    Tags=[{"Key": "reconcile:boot", "Value": "ready"}])


def walk(binary, phase, patience):
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    Gate.port = moto.get_host_and_port()[1]
    gate = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gate)
    threading.Thread(target=gate.serve_forever, daemon=True).start()
    url, ended = f"http://127.0.0.1:{gate.server_address[1]}", threading.Event()
    machines = threading.Thread(target=boot, args=(url, ended))
    machines.start()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")} | KEYS | {"AWS_ENDPOINT_URL": url}
    try:
        with tempfile.TemporaryDirectory() as folder:
            for verb, more in (("apply", ["--yes", "--wait", "created"]), ("plan", ["--detailed-exitcode"])):
                done = subprocess.run(
                    [binary, verb, f"specs/phase{phase}.json", "--provider", "aws", "--state", f"{folder}/s.db", *more],
                    cwd=ROOT, env=environment, capture_output=True, text=True, timeout=patience, check=False)
                if done.returncode:
                    return f"{verb}: exit {done.returncode}\n{done.stdout[-1500:]}{done.stderr[-1500:]}"
        return None
    except subprocess.TimeoutExpired as late:
        return f"no end after {patience} s:\n{(late.stderr or b'')[-1500:].decode()}"
    finally:
        ended.set()
        machines.join()
        gate.shutdown()
        moto.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=".build/release/reconcile")
    parser.add_argument("--phases", default="0")
    parser.add_argument("--patience", type=float, default=600)
    given = parser.parse_args()
    failed = False
    for phase in given.phases.split(","):
        problem = walk(str(pathlib.Path(given.binary).resolve()), phase, given.patience)
        print(f"phase {phase}: {problem or 'applied, and the next plan is empty'}")
        failed = failed or problem is not None
    for name, what in COMPENSATIONS.items():
        print(f"made good for: {name}: {what}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

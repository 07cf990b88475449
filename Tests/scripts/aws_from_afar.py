#!/usr/bin/env python3
"""Builds phase 2 as on AWS itself: not at a loopback endpoint, but over a forward proxy, at a name that is no machine's.

What the program does for a server on this machine, its clock and its limits, does not count then: it finds credentials as
AWS's tools do, goes by the wall's clock, and reaches the cluster's API over the same proxy, by the certificate authority
and with the token that EKS asks for. `fake serve` stands behind the proxy and runs fast, so that little is waited for.
"""
import argparse
import http.client
import http.server
import os
import pathlib
import select
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
KEYS = {"AWS_ACCESS_KEY_ID": "AKIDAFAR", "AWS_SECRET_ACCESS_KEY": "a+secret/of=ours"}
HOST = "aws.afar.example"
HOP = {"connection", "proxy-connection", "keep-alive", "transfer-encoding", "content-length", "x-fake-speed"}


class Proxy(http.server.BaseHTTPRequestHandler):
    """Requests of AWS go to the served cloud; tunnels to where they ask for, which is counted."""

    protocol_version = "HTTP/1.1"
    cloud = ""
    tunnels: set = set()
    asked: set = set()

    def forward(self):
        url = urllib.parse.urlparse(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        Proxy.asked.add(url.hostname)
        far = http.client.HTTPConnection(Proxy.cloud, timeout=60)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in HOP}
        far.request(self.command, url.path + (f"?{url.query}" if url.query else ""), body, headers)
        answer = far.getresponse()
        data = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP | {"server", "date"}:
                self.send_header(name, value)
        self.send_header("Content-Length", answer.getheader("Content-Length") or str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        far.close()

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = forward

    def do_CONNECT(self):
        host, _, port = self.path.rpartition(":")
        Proxy.tunnels.add(host)
        self.close_connection = True
        with socket.create_connection((host, int(port)), timeout=10) as far:
            self.send_response(200)
            self.end_headers()
            try:
                self.pass_on(far)
            except ConnectionError:
                pass  # Either end may hang up as it likes.

    def pass_on(self, far):
        ends = [self.connection, far]
        while True:
            for end in select.select(ends, [], [], 60)[0]:
                data = end.recv(65536)
                if not data:
                    return
                (far if end is self.connection else self.connection).sendall(data)

    def log_message(self, *arguments):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--spec", default="specs/phase2.json")
    options = parser.parse_args()
    clean = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")} | KEYS
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [options.binary, "fake", "serve", "--cloud", f"{folder}/c.db", "--speed", "1000"], text=True, env=clean,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        proxy = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
        try:
            Proxy.cloud = urllib.parse.urlparse(server.stdout.readline().split("=", 1)[1].strip()).netloc
            threading.Thread(target=proxy.serve_forever, daemon=True).start()
            place = f"http://127.0.0.1:{proxy.server_address[1]}"
            afar = clean | {
                "AWS_ENDPOINT_URL": f"http://{HOST}", "http_proxy": place, "https_proxy": place, "no_proxy": "",
                "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": f"{folder}/none",
                "AWS_SHARED_CREDENTIALS_FILE": f"{folder}/none"}

            def run(*arguments, expect=0):
                done = subprocess.run(
                    [options.binary, *arguments, "--provider", "aws", "--state", f"{folder}/s.db"], text=True,
                    capture_output=True, cwd=ROOT, env=afar, check=False)
                if done.returncode != expect:
                    sys.exit(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
                return done.stdout + done.stderr

            refused = run("plan", options.spec, expect=1)
            if "networks of examples alone" not in refused:
                sys.exit(f"a cluster that nobody reaches was not refused: {refused}")
            ours = ["--set", 'cluster.endpointCIDRs=["52.95.110.0/24"]']
            told = run("apply", options.spec, "--yes", *ours)
            if "of its seconds in one of ours" in told:
                sys.exit("it was taken for a server on this machine")
            print(next(line for line in told.splitlines() if line.startswith("Done: ")))
            again = run("plan", options.spec, *ours)
            if "No changes: " not in again:
                sys.exit(f"the next plan is not empty:\n{again[-3000:]}")
            if Proxy.asked != {HOST} or not Proxy.tunnels:
                sys.exit(f"asked {Proxy.asked}, tunnels to {Proxy.tunnels}")
            print("the next plan is empty; AWS and the cluster's API were reached over the proxy alone")
        finally:
            proxy.shutdown()
            server.terminate()
            server.wait(timeout=15)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""moto behind a gate that checks each request's signature with botocore, since moto itself does not; the price list,
which moto has not, is answered by the gate.

Its first line of output is its port; it ends when its standard input does. Only the key `AKIDCHECKED` with the secret
`checked-secret` is known. A signature that is wrong, or more than five minutes off, is refused as AWS refuses it.
"""
import calendar
import datetime
import http.client
import http.server
import json
import logging
import re
import sys
import threading
import time
from unittest import mock

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto.server import ThreadedMotoServer

import price_list

SECRETS = {"AKIDCHECKED": "checked-secret"}
PATTERN = re.compile(r"AWS4-HMAC-SHA256 Credential=([^/]+)/\d{8}/([^/]+)/([^/]+)/aws4_request, "
                     r"SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$")
lock = threading.Lock()


def problem(method, url, headers, body):
    """Why a request is refused: AWS's code, or None."""
    match = PATTERN.match(headers.get("Authorization", ""))
    if not match:
        return "MissingAuthenticationToken"
    key, region, service, names, signature = match.groups()
    if key not in SECRETS:
        return "InvalidClientTokenId"
    stamp = datetime.datetime.strptime(headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ")
    if abs(calendar.timegm(stamp.timetuple()) - time.time()) > 300:
        return "SignatureDoesNotMatch"
    request = AWSRequest(method=method, url=url, data=body)
    for name in names.split(";"):
        if name not in ("x-amz-date", "x-amz-security-token"):
            request.headers[name] = headers[name]
    kind = botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth
    credentials = Credentials(key, SECRETS[key], headers.get("X-Amz-Security-Token"))
    with lock, mock.patch.object(botocore.auth, "get_current_datetime", lambda: stamp):
        kind(credentials, service, region).add_auth(request)
    wanted = PATTERN.match(request.headers["Authorization"]).group(5)
    return None if wanted == signature else "SignatureDoesNotMatch"


class Gate(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    moto = 0

    def log_message(self, *_):
        pass

    def handle_one(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        url = f"http://{self.headers['Host']}{self.path}"
        code = problem(self.command, url, self.headers, body)
        if code:
            return self.refuse(code)
        service, _, operation = self.headers.get("X-Amz-Target", "").partition(".")
        if service == "AWSPriceListService":
            status, answer = price_list.answer(operation, json.loads(body))
            return self.give(status, json.dumps(answer).encode())
        connection = http.client.HTTPConnection("127.0.0.1", self.moto)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "content-length"}
        connection.request(self.command, self.path, body=body, headers=headers)
        answer = connection.getresponse()
        data = answer.read()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection", "server"):
                self.send_header(name, value)
        self.send_header("Content-Length", answer.getheader("Content-Length", "0") if self.command == "HEAD"
                         else str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def refuse(self, code):
        if "X-Amz-Target" in self.headers or "json" in self.headers.get("Content-Type", ""):
            data = json.dumps({"__type": code, "message": "refused by the gate"}).encode()
        else:
            data = f"<ErrorResponse><Error><Code>{code}</Code><Message>refused by the gate</Message></Error>" \
                   f"<RequestId>gate</RequestId></ErrorResponse>".encode()
        self.give(403, data)

    def give(self, status, data):
        self.send_response(status)  # with a Date, from which a wrong clock learns
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = do_PATCH = handle_one


def main():
    logging.disable(logging.CRITICAL)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    Gate.moto = server.get_host_and_port()[1]
    http.server.ThreadingHTTPServer.request_queue_size = 128  # many tests come at once
    gate = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gate)
    threading.Thread(target=gate.serve_forever, daemon=True).start()
    print(gate.server_address[1], flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()

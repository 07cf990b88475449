#!/usr/bin/env python3
"""Writes random requests, each with what botocore makes of it when it signs, as a JSON line."""
import argparse
import base64
import datetime
import json
import random
import string
from unittest import mock
from urllib.parse import quote

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

UNRESERVED = string.ascii_letters + string.digits + "-_.~"
TEXT = UNRESERVED + " !$&'()*+,;=:@/?#[]%\"<>\\^`{|}" + "äßé€日本𝄞"


def text(rng, alphabet, low, high):
    return "".join(rng.choice(alphabet) for _ in range(rng.randint(low, high)))


def path(rng, s3):
    segments = [rng.choice(["", ".", "..", text(rng, TEXT, 1, 8)]) if rng.random() < 0.4 else text(rng, TEXT, 1, 12)
                for _ in range(rng.randint(0, 5))]
    return "/" + "/".join(quote(segment, safe="-_.~") for segment in segments)


def query(rng, names):
    pairs = []
    for _ in range(rng.randint(0, 6)):
        name = rng.choice(names) if rng.random() < 0.3 else text(rng, TEXT, 1, 8)
        pairs.append((quote(name, safe="-_.~"), quote(text(rng, TEXT, 0, 8), safe="-_.~")))
    return pairs


def case(rng):
    mode = rng.choice(["header", "header", "unsigned", "s3", "s3-unsigned", "presigned", "s3-presigned"])
    s3 = mode.startswith("s3")
    presigned = mode.endswith("presigned")
    scheme = "https" if "unsigned" in mode else rng.choice(["https", "http"])
    host = rng.choice(["example.amazonaws.com", "ec2.ap-south-1.amazonaws.com", "::1", "127.0.0.1", "b.s3.amazonaws.com"])
    port = rng.choice([None, None, 4566, 8443])
    shown = f"[{host}]" if ":" in host else host
    where = path(rng, s3)
    pairs = query(rng, ["Action", "a", "A", "X-Amz-Meta"])
    if presigned:  # botocore keeps only one value of a name there, and none is empty-named
        pairs = list({name: (name, value) for name, value in pairs}.values())
    asked = "&".join(f"{name}={value}" for name, value in pairs)
    headers = []
    for _ in range(rng.randint(0, 5)):
        name = rng.choice(["X-Amz-Target", "Content-Type", "User-Agent", "Expect", "x-amz-meta-a", "My-Header", "Zz",
                           "Connection", "X-Amzn-Trace-Id", "accept"])
        headers.append((name, text(rng, string.ascii_letters + "  \t;=,\"", 0, 20).strip()))
    body = rng.randbytes(rng.choice([0, 0, 1, 20, 5000])) if not presigned else b""
    token = text(rng, string.ascii_letters + "+/=", 20, 200) if rng.random() < 0.5 else None
    credentials = Credentials(text(rng, string.ascii_uppercase, 16, 20), text(rng, TEXT[:80], 30, 50), token)
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=rng.randint(0, 4_000_000_000))
    service, region = rng.choice(["ec2", "sts", "iam", "s3"]), rng.choice(["us-east-1", "ap-south-1", "cn-north-1"])
    lifetime = rng.randint(1, 604800)

    request = AWSRequest(method=rng.choice(["GET", "POST", "PUT", "DELETE"]),
                         url=f"{scheme}://{shown}{f':{port}' if port else ''}{where}{'?' + asked if asked else ''}",
                         data=body)
    for name, value in headers:
        request.headers[name] = value
    kinds = {"header": botocore.auth.SigV4Auth, "unsigned": botocore.auth.SigV4Auth, "s3": botocore.auth.S3SigV4Auth,
             "s3-unsigned": botocore.auth.S3SigV4Auth, "presigned": botocore.auth.SigV4QueryAuth,
             "s3-presigned": botocore.auth.S3SigV4QueryAuth}
    if mode == "unsigned":
        request.context["payload_signing_enabled"] = False
    if mode == "s3-unsigned":
        request.context["client_config"] = Config(s3={"payload_signing_enabled": False})
    extra = {"expires": lifetime} if presigned else {}
    with mock.patch.object(botocore.auth, "get_current_datetime", lambda: moment):
        kinds[mode](credentials, service, region, **extra).add_auth(request)
    seconds = int((moment - datetime.datetime(1970, 1, 1)).total_seconds())
    return {"mode": mode, "method": request.method, "scheme": scheme, "host": host, "port": port, "path": where,
            "query": asked, "headers": [list(pair) for pair in headers], "body": base64.b64encode(body).decode(),
            "id": credentials.access_key, "secret": credentials.secret_key, "token": token, "seconds": seconds,
            "service": service, "region": region, "lifetime": lifetime,
            "expected": request.url if presigned else request.headers["Authorization"]}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, required=True)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    for _ in range(arguments.count):
        print(json.dumps(case(rng)))

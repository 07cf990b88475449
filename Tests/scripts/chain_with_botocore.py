#!/usr/bin/env python3
"""Writes random surroundings (variables and files), each with the access key that botocore finds in them, as a JSON line.

Calls go to a server of our own, whose answers name what was asked: `ROLE.<role>.<caller's key>`, `WEB.<role>.<token>`,
`SSO.<account>.<role>`, `CONTAINER.<path>`, `IMDS`.
"""
import argparse
import hashlib
import http.server
import json
import os
import pathlib
import random
import re
import tempfile
import threading
import urllib.parse
from unittest import mock

import botocore.config
import botocore.exceptions
import botocore.session

LATER = "2099-01-01T00:00:00Z"


def keys(name, token="Token"):
    return {"AccessKeyId": name, "SecretAccessKey": "secret", token: "token", "Expiration": LATER}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, body, status=200):
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_PUT(self):
        self.answer("imds-token" if self.path == "/latest/api/token" else "")

    def do_GET(self):
        where = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(where.query))
        if where.path == "/federation/credentials":
            name = f"SSO.{query['account_id']}.{query['role_name']}"
            self.answer(json.dumps({"roleCredentials": {
                "accessKeyId": name, "secretAccessKey": "secret", "sessionToken": "token",
                "expiration": 4070908800000}}))
        elif where.path.endswith("security-credentials/"):
            self.answer("instance-role")
        elif where.path.endswith("instance-role"):
            self.answer(json.dumps(keys("IMDS")))
        else:
            self.answer(json.dumps(keys("CONTAINER." + where.path.strip("/"))))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = dict(urllib.parse.parse_qsl(body))
        role = form["RoleArn"].rsplit("/", 1)[-1]
        if form["Action"] == "AssumeRole":
            caller = re.search(r"Credential=([^/]*)/", self.headers["Authorization"]).group(1)
            name = f"ROLE.{role}.{caller}"
        else:
            name = f"WEB.{role}.{form['WebIdentityToken']}"
        self.answer(f"<R><{form['Action']}Result><Credentials><AccessKeyId>{name}</AccessKeyId><SecretAccessKey>s"
                    f"</SecretAccessKey><SessionToken>t</SessionToken><Expiration>{LATER}</Expiration></Credentials>"
                    f"<AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/s</Arn><AssumedRoleId>i</AssumedRoleId>"
                    f"</AssumedRoleUser></{form['Action']}Result></R>")


def some(rng, probability, options):
    return {name: value for name, value in options.items() if rng.random() < probability}


def profile(rng, name, names, folder):
    static = some(rng, 0.85, {"aws_access_key_id": f"KEY{rng.randint(1, 99)}", "aws_secret_access_key": "secret"})
    kind = rng.random()
    if kind < 0.35:
        values = static
    elif kind < 0.55:
        values = some(rng, 0.9, {"role_arn": f"arn:aws:iam::1:role/{name}", "source_profile": rng.choice(names * 3 + ["no"])})
        if rng.random() < 0.3:
            values |= static
        if rng.random() < 0.2:
            values["credential_source"] = rng.choice(["Environment", "EcsContainer", "Ec2InstanceMetadata", "Wrong"])
            if rng.random() < 0.7:
                values.pop("source_profile", None)
    elif kind < 0.65:
        values = some(rng, 0.9, {"role_arn": f"arn:aws:iam::1:role/{name}", "web_identity_token_file": f"{folder}/token"})
    elif kind < 0.78:
        shown = json.dumps(keys(f"PROCESS.{name}", "SessionToken") | {"Version": rng.choice([1, 1, 1, 2])})
        values = {"credential_process": rng.choice(["false", f"printf %s '{shown}'", f"printf %s '{shown}'"])}
    elif kind < 0.9:
        values = some(rng, 0.95, {"sso_account_id": "111122223333", "sso_role_name": "reader"})
        if rng.random() < 0.5:
            values["sso_session"] = rng.choice(["s", "s", "missing"])
            values |= some(rng, 0.2, {"sso_region": "eu-west-1"})
        else:
            values |= some(rng, 0.95, {"sso_start_url": "https://legacy", "sso_region": "us-east-1"})
    else:
        values = {"region": "us-east-1"}
    return values


def text(profiles, name):
    return "".join(f"[{name(key)}]\n" + "".join(f"{option} = {value}\n" for option, value in values.items())
                   for key, values in profiles.items())


def case(rng, folder, port):
    names = ["default", "a", "b", "c"]
    chosen = [name for name in names if rng.random() < 0.85]
    config = {name: profile(rng, name, names, folder) for name in chosen}
    credentials = {name: profile(rng, name, names, folder) for name in names if rng.random() < 0.25}
    base = f"http://127.0.0.1:{port}"
    variables = {"HOME": str(folder), "PATH": os.environ["PATH"], "AWS_ENDPOINT_URL": base,
                 "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_SERVICE_ENDPOINT": base}
    if rng.random() < 0.25:
        variables |= some(rng, 0.85, {"AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "secret",
                                      "AWS_SESSION_TOKEN": "token"})
    variables |= some(rng, 0.5, {rng.choice(["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]): rng.choice(names * 3 + ["no"])})
    variables |= some(rng, 0.3, {"AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{base}/full"})
    variables |= some(rng, 0.6, {"AWS_EC2_METADATA_DISABLED": "true"})
    if rng.random() < 0.15:
        variables |= some(rng, 0.8, {"AWS_ROLE_ARN": "arn:aws:iam::1:role/env", "AWS_WEB_IDENTITY_TOKEN_FILE":
                                     f"{folder}/token"})
    everywhere = [*config.values(), *credentials.values()]
    if "AWS_ROLE_ARN" in variables or any("role_arn" in values for values in everywhere):
        # botocore's own client for STS looks at SSO sessions, too, and stumbles over broken ones; the chain does not.
        for values in everywhere:
            if "sso_session" in values:
                values["sso_session"] = "s"
                values.pop("sso_region", None)
    explicit = rng.choice(names) if rng.random() < 0.2 else None
    files = {
        f"{folder}/.aws/config": text(config, lambda name: name if name == "default" else f"profile {name}")
        + "[sso-session s]\nsso_start_url = https://session\nsso_region = us-east-1\n",
        f"{folder}/.aws/credentials": text(credentials, lambda name: name),
        f"{folder}/token": "web-token",
    }
    for url in ("s", "https://legacy"):
        if rng.random() < 0.85:
            expiry = rng.choice([LATER, LATER, LATER, "2001-01-01T00:00:00Z"])
            path = f"{folder}/.aws/sso/cache/{hashlib.sha1(url.encode()).hexdigest()}.json"
            files[path] = json.dumps({"accessToken": "sso", "expiresAt": expiry})
    return {"variables": variables, "files": files, "profile": explicit}


def found(one, folder):
    for path in pathlib.Path(folder).rglob("*"):
        if path.is_file():
            path.unlink()
    for path, content in one["files"].items():
        os.makedirs(os.path.dirname(path), exist_ok=True)
        pathlib.Path(path).write_text(content)
    with mock.patch.dict(os.environ, one["variables"], clear=True), \
            mock.patch("botocore.credentials.SSOProvider._SSO_TOKEN_CACHE_DIR", f"{folder}/.aws/sso/cache"), \
            mock.patch("botocore.tokens.SSOTokenProvider._SSO_TOKEN_CACHE_DIR", f"{folder}/.aws/sso/cache"):
        try:
            session = botocore.session.Session(profile=one["profile"])
            credentials = session.get_credentials()
            if credentials is None:
                return "nothing"
            return credentials.get_frozen_credentials().access_key
        except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError, RuntimeError):
            return "error"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, required=True)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(arguments.count):
            one = case(rng, folder, server.server_address[1])
            print(json.dumps(one | {"found": found(one, folder)}), flush=True)

#!/usr/bin/env python3
"""Plants secrets wherever the real program takes one, lets its calls go wrong in every way, and looks for them in all that
it writes: results, errors, the request log, recorded calls, and the files that it leaves.

The program runs as a copy in an empty folder, so it is shown as well that it needs nothing beside it.
"""
import argparse
import base64
import concurrent.futures
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
SECRET = "planted+secret/&<é"
# Long enough to be found in any base64, wherever it begins there.
FORMS = ["planted", "lanted%2B", *(base64.b64encode(b"x" * n + SECRET.encode()).decode()[4:16] for n in range(3)),
         base64.b64encode(SECRET.encode()).decode()[:12], urllib.parse.quote(SECRET, safe="")[:14]]
FAULTS = ["storm/429-9-x", "storm/500-9-x", "storm/503-9-x", "storm/500-1-y", "reset/x", "close/x", "reset-in-body/x",
          "truncated/x", "bad-chunk/x", "two-lengths/x", "no-http/x", "no-colon/x", "redirect/x", "endless-headers/x",
          "aws/bomb-x", "aws/file-x", "aws/utf8-x", "aws/page-x", "aws/jsoncut-x", "aws/jsonutf8-x", "aws/jsonlist-x",
          "echo/x"]
CALLS = [("secretsmanager", "CreateSecret", {"Name": "n", "SecretString": SECRET}),
         ("rds", "CreateDBInstance", {"DBInstanceIdentifier": "d", "DBInstanceClass": "c", "Engine": "postgres",
                                      "MasterUserPassword": SECRET}),
         ("s3", "PutObject", {"Bucket": "b", "Key": "k", "SSECustomerKey": SECRET.replace("é", "e")}),
         ("kms", "Encrypt", {"KeyId": "k", "Plaintext": base64.b64encode(SECRET.encode()).decode()}),
         ("ssm", "PutParameter", {"Name": "/n", "Value": SECRET, "Type": "SecureString"}),
         ("rds", "CreateDBInstance", {"DBInstanceIdentifier": 1, "MasterUserPassword": [SECRET]})]
KEYS = {"AWS_ACCESS_KEY_ID": "AKIDPLANT", "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": SECRET}


def profiles(port):
    """Ways to sign in that go wrong, by name: the profile's lines."""
    role = "role_arn = arn:aws:iam::111122223333:role/r\n"
    keys = f"aws_access_key_id = AKIDPLANT\naws_secret_access_key = {SECRET}\n"
    return {
        "half": f"aws_secret_access_key = {SECRET}\naws_access_key_id = \n",
        "keys": keys, "token": keys + f"aws_session_token = {SECRET}\n",
        "process": f"credential_process = echo '{SECRET}'\n",
        "failing": f"credential_process = sh -c 'echo {SECRET.split('&')[0]}; exit 3'\n",
        "expired": "credential_process = printf '%s' '" + json.dumps(
            {"Version": 1, "AccessKeyId": "A", "SecretAccessKey": SECRET, "Expiration": "2001-01-01T00:00:00Z"}) + "'\n",
        "assumed": role + "source_profile = keys\n", "refused": role + f"source_profile = keys\nexternal_id = {SECRET}\n",
        "mfa": role + f"source_profile = keys\nmfa_serial = {SECRET}\n", "circle": role + "source_profile = circle\n",
        "login": f"login_session = {SECRET}\n", "web": role + "web_identity_token_file = ~/token\n",
        "sso": "sso_session = s\nsso_account_id = 1\nsso_role_name = r\n",
    }


class Runs:
    def __init__(self, binary, folder, port):
        self.folder, self.port = folder, port
        self.binary = shutil.copy(binary, folder / "reconcile")
        self.home = folder / "home"
        (self.home / ".aws" / "sso" / "cache").mkdir(parents=True)
        named = profiles(port)
        text = "".join(f"[profile {name}]\nregion = eu-west-1\n{lines}\n" for name, lines in named.items())
        text += "[sso-session s]\nsso_start_url = https://x\nsso_region = eu-west-1\n"
        (self.home / ".aws/config").write_text(text)
        (self.home / "token").write_text(SECRET)
        # The SHA-1 of `s`, as the CLI names its file.
        (self.home / ".aws/sso/cache/a0f1490a20d0211c997b44bc357e1972deab8ae3.json").write_text(
            json.dumps({"accessToken": SECRET, "expiresAt": "2099-01-01T00:00:00Z"}))
        self.profiles = list(named)

    def environment(self, path, more):
        return {"PATH": "/usr/bin:/bin", "HOME": str(self.home), "AWS_REGION": "eu-west-1", "AWS_MAX_ATTEMPTS": "2",
                "AWS_RETRY_MODE": "standard", "AWS_EC2_METADATA_DISABLED": "true",
                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}/{path}",
                "RECONCILE_CALLS": str(self.folder / "calls.jsonl"), **more}

    def all(self):
        """Words, input and environment of every run."""
        base = f"http://127.0.0.1:{self.port}"
        for service, operation, given in CALLS:
            call = ["aws", "call", service, operation, "--input", "-", "--log-level", "debug"]
            for fault in FAULTS:
                yield call, given, self.environment(fault, KEYS)
            yield [*call, "--dry-run"], given, self.environment("echo/x", KEYS)
            yield [*call, "--provider", "fake", "--cloud", str(self.folder / "cloud.db")], given, self.environment("", KEYS)
        for profile in self.profiles:
            for fault in ["echo/x", "storm/500-9-x", "aws/file-x", "aws/jsonlist-x", "truncated/x"]:
                yield ["doctor", "--profile", profile, "--log-level", "debug"], None, self.environment(fault, {})
        for path in ["echo/x", "aws/jsoncut-x", "reset/x", "status/401"]:
            yield ["doctor"], None, self.environment(path, {
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{base}/{path}", "AWS_CONTAINER_AUTHORIZATION_TOKEN": SECRET})
            yield ["doctor"], None, self.environment(path, {
                "AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": f"{base}/{path}"})
        proxy = f"http://user:{urllib.parse.quote(SECRET, safe='')}@127.0.0.1:1"
        yield ["doctor"], None, self.environment("echo/x", {**KEYS, "http_proxy": proxy})
        yield ["doctor"], None, self.environment("echo/x", {**KEYS, "AWS_CA_BUNDLE": "/none"})

    def run(self, words, given, environment):
        done = subprocess.run([self.binary, *words], input=json.dumps(given) if given else "", env=environment,
                              cwd=self.folder, capture_output=True, text=True, timeout=120)
        told = done.stdout + done.stderr
        found = [form for form in FORMS if form in told]
        if done.returncode not in (0, 1):
            return f"{' '.join(words)} ended with {done.returncode}: {told[:300]}"
        where = environment["AWS_ENDPOINT_URL"].split("/", 3)[3]
        return f"{' '.join(words)} at {where} tells {found}: {told[:600]}" if found else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True, type=pathlib.Path)
    options = parser.parse_args()
    server = subprocess.Popen([sys.executable, HERE / "fault_server.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True)
    try:
        port = json.loads(server.stdout.readline())["ports"]["plain"]
        with tempfile.TemporaryDirectory() as folder:
            runs = Runs(options.binary, pathlib.Path(folder), port)
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                outcomes = list(pool.map(lambda one: runs.run(*one), runs.all()))
            problems = [one for one in outcomes if one]
            kept = [path for path in pathlib.Path(folder).iterdir() if path.is_file() and path.name != "reconcile"]
            # The fake cloud holds its secrets, as AWS does; the record of calls must not.
            for path in kept:
                if not path.name.startswith("cloud.db"):
                    problems += [f"{path.name} holds {form}" for form in FORMS if form in path.read_text()]
            if not any(path.name == "calls.jsonl" for path in kept):
                problems.append("no calls were recorded")
    finally:
        server.stdin.close()
        server.wait()
    for problem in problems[:10]:
        print(problem)
    print(f"planted secrets: {len(outcomes)} runs, {len(problems)} tell one")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

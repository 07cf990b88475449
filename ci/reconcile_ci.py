#!/usr/bin/env python3
"""Runs reconcile in a CI job and says what it found where people look: the job's summary and one comment.

    reconcile_ci.py plan  --spec FILE [--out FILE.plan] [--arguments '--set ...']
    reconcile_ci.py apply --plan FILE.plan
    reconcile_ci.py drift --spec FILE

GitHub is told by its event (GITHUB_EVENT_PATH, GITHUB_API_URL, GITHUB_TOKEN), GitLab by CI_API_V4_URL, CI_PROJECT_ID,
CI_MERGE_REQUEST_IID and RECONCILE_GITLAB_TOKEN. Without them nothing is posted. A comment that an earlier run made is
changed, not repeated. Exit codes: plan 0 (changes or not), apply reconcile's own, drift 2 when there is drift.
Only Python's own library is used.
"""

import argparse
import json
import os
import pathlib
import shlex
import subprocess
import sys
import urllib.error
import urllib.request


def program():
    return os.environ.get("RECONCILE", "reconcile")


def run(words):
    """Runs reconcile; its notes go where ours go, its result is given back."""
    print("+ " + shlex.join(words), file=sys.stderr, flush=True)
    ran = subprocess.run(words, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, check=False)
    return ran.returncode, ran.stdout


def append(variable, text):
    path = os.environ.get(variable)
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)


def request(method, url, headers, body=None):
    data = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(url, data=data, method=method, headers={**headers, "Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return json.load(answer), answer.headers


class GitHub:
    """Comments of the pull request that the event is about."""

    def __init__(self):
        self.comments = None
        path, token = os.environ.get("GITHUB_EVENT_PATH"), os.environ.get("GITHUB_TOKEN")
        if not path or not token:
            return
        event = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
        number = event.get("pull_request", {}).get("number")
        repository = os.environ.get("GITHUB_REPOSITORY") or event.get("repository", {}).get("full_name")
        if number and repository:
            api = os.environ.get("GITHUB_API_URL", "https://api.github.com")
            self.repository = f"{api}/repos/{repository}"
            self.comments = f"{self.repository}/issues/{number}/comments"
        self.headers = {"Authorization": f"Bearer {token}", "Accept": "application/vnd.github+json"}

    def post(self, marker, text):
        page = 1
        while page <= 100:
            found, _ = request("GET", f"{self.comments}?per_page=100&page={page}", self.headers)
            for comment in found:
                if comment["body"].startswith(marker):
                    request("PATCH", f"{self.repository}/issues/comments/{comment['id']}", self.headers, {"body": text})
                    return
            if len(found) < 100:
                break
            page += 1
        request("POST", self.comments, self.headers, {"body": text})


class GitLab:
    """Notes of the merge request that the job is about."""

    def __init__(self):
        self.comments = None
        api, project = os.environ.get("CI_API_V4_URL"), os.environ.get("CI_PROJECT_ID")
        number, token = os.environ.get("CI_MERGE_REQUEST_IID"), os.environ.get("RECONCILE_GITLAB_TOKEN")
        if api and project and number and token:
            self.comments = f"{api}/projects/{project}/merge_requests/{number}/notes"
            self.headers = {"PRIVATE-TOKEN": token}

    def post(self, marker, text):
        page = "1"
        while page:
            found, headers = request("GET", f"{self.comments}?per_page=100&page={page}", self.headers)
            for note in found:
                if note["body"].startswith(marker):
                    request("PUT", f"{self.comments}/{note['id']}", self.headers, {"body": text})
                    return
            page = headers.get("X-Next-Page")
        request("POST", self.comments, self.headers, {"body": text})


def tell(text):
    """Writes the job's summary and the comment; a comment that can't be written fails no plan."""
    append("GITHUB_STEP_SUMMARY", text)
    marker = text.split("\n", 1)[0]
    for place in (GitHub(), GitLab()):
        if not place.comments:
            continue
        try:
            place.post(marker, text)
        except (urllib.error.URLError, TimeoutError, KeyError, ValueError) as error:
            # The address may hold nothing secret, the headers may: only the reason is told.
            reason = getattr(error, "reason", error)
            print(f"warning: the comment could not be written: {reason}", file=sys.stderr)


def plan(arguments):
    words = [program(), "plan", arguments.spec, "--format", "markdown", "--detailed-exitcode"]
    if arguments.out:
        words += ["--out", arguments.out]
    code, text = run(words + shlex.split(arguments.arguments))
    if code not in (0, 2):
        return code
    append("GITHUB_OUTPUT", f"changes={'true' if code == 2 else 'false'}\nplan={arguments.out or ''}\n")
    tell(text)
    return 0


def apply(arguments):
    code, _ = run([program(), "apply", arguments.plan, "--yes"] + shlex.split(arguments.arguments))
    return code


def drift(arguments):
    words = [program(), "plan", arguments.spec, "--refresh-only", "--format", "markdown", "--detailed-exitcode"]
    code, text = run(words + shlex.split(arguments.arguments))
    if code in (0, 2):
        append("GITHUB_OUTPUT", f"drift={'true' if code == 2 else 'false'}\n")
        tell(text)
    return code


def main():
    parser = argparse.ArgumentParser(description="Runs reconcile in a CI job.")
    commands = parser.add_subparsers(required=True)
    for name, action in (("plan", plan), ("apply", apply), ("drift", drift)):
        command = commands.add_parser(name)
        command.set_defaults(action=action)
        command.add_argument("--arguments", default="", help="more words for reconcile, as a shell reads them")
        if name == "apply":
            command.add_argument("--plan", required=True)
        else:
            command.add_argument("--spec", required=True)
        if name == "plan":
            command.add_argument("--out", default="")
    arguments = parser.parse_args()
    return arguments.action(arguments)


if __name__ == "__main__":
    sys.exit(main())

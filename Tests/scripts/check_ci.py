#!/usr/bin/env python3
"""Runs ci/reconcile_ci.py with a fake event against a GitHub and a GitLab of our own on the loopback.

Also reads action.yml and the templates: each step's script must be what the script takes.
"""

import argparse
import http.server
import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import urllib.parse

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "ci/reconcile_ci.py"
SPEC = ROOT / "specs/phase0.json"


class Forge(http.server.BaseHTTPRequestHandler):
    """Comments of GitHub's and notes of GitLab's interface, in memory."""

    comments: dict = {}
    log: list = []
    is_broken = False

    def answer(self, code, body):
        data = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def handle_one(self):
        path = urllib.parse.urlparse(self.path).path
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        Forge.log.append((self.command, path))
        is_known = self.headers.get("Authorization") == "Bearer secret-1" or self.headers.get("PRIVATE-TOKEN") == "secret-2"
        if Forge.is_broken or not is_known:
            return self.answer(403, {"message": "no"})
        lists = re.fullmatch(r"/(repos/o/r/issues/7/comments|projects/5/merge_requests/9/notes)", path)
        one = re.fullmatch(r"/(?:repos/o/r/issues/comments|projects/5/merge_requests/9/notes)/(\d+)", path)
        if self.command == "GET" and lists:
            found = [{"id": key, "body": text} for key, (place, text) in Forge.comments.items() if place == lists[1]]
            return self.answer(200, found)
        if self.command == "POST" and lists:
            Forge.comments[len(Forge.comments) + 1] = (lists[1], body["body"])
            return self.answer(201, {})
        if self.command in ("PATCH", "PUT") and one:
            place, _ = Forge.comments[int(one[1])]
            Forge.comments[int(one[1])] = (place, body["body"])
            return self.answer(200, {})
        return self.answer(404, {})

    do_GET = do_POST = do_PATCH = do_PUT = handle_one

    def log_message(self, *_):
        pass


class Published(yaml.SafeLoader):
    """YAML as forges read it: `on` is a name, not a truth."""


Published.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:bool"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Published.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def hold(file, schema):
    """A file against the schema that its forge publishes, and a spoilt copy, which must not pass."""
    found = importlib.util.find_spec("check_jsonschema")
    if found is None:
        sys.exit("check_ci: check-jsonschema is missing: run Tests/scripts/fetch_suites")
    folder = pathlib.Path(found.submodule_search_locations[0]) / "builtin_schemas/vendor"
    validator = jsonschema.Draft7Validator(json.loads((folder / f"{schema}.json").read_text()))
    text = (ROOT / file).read_text()
    errors = [f"{list(error.absolute_path)}: {error.message[:200]}" for error in validator.iter_errors(yaml.load(text, Published))]
    check(not errors, f"{file}: {errors}")
    for right, wrong in SPOILT[schema]:
        check(right in text, f"{file} has no {right!r}")
        check(not validator.is_valid(yaml.load(text.replace(right, wrong, 1), Published)), f"{file} with {wrong!r} passes")


SPOILT = {
    "gitlab-ci": [("  when: manual", "  when: by-hand"), ("    - python3", "    python3: 3 #"), ("stages: [plan", "stages: [[[plan]]")],
    "github-workflows": [("    runs-on: [self-hosted, platform]\n", ""), ("      pull-requests: write", "      pull-requests: wrote")],
    "github-actions": [("  using: composite", "  using: compsite"), ("      shell: bash\n", "")],
}


def check(condition, what):
    if not condition:
        print(f"check_ci: {what}\n{Forge.log}\n{Forge.comments}", file=sys.stderr)
        sys.exit(1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--folder", required=True)
    arguments = parser.parse_args()
    folder = pathlib.Path(arguments.folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Forge)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    api = f"http://127.0.0.1:{server.server_port}"
    event = folder / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 7}, "repository": {"full_name": "o/r"}}))
    base = {"PATH": os.environ["PATH"], "RECONCILE": arguments.binary}
    github = {
        "GITHUB_EVENT_PATH": str(event), "GITHUB_API_URL": api, "GITHUB_TOKEN": "secret-1",
        "GITHUB_STEP_SUMMARY": str(folder / "summary"), "GITHUB_OUTPUT": str(folder / "output"),
    }
    gitlab = {
        "CI_API_V4_URL": api, "CI_PROJECT_ID": "5", "CI_MERGE_REQUEST_IID": "9", "RECONCILE_GITLAB_TOKEN": "secret-2",
    }
    more = f"--state '{folder}/a state.db' --speed max"

    def run(environment, *words):
        return subprocess.run(
            [sys.executable, str(SCRIPT), *words, f"--arguments={more}"], env={**base, **environment}, cwd=folder,
            capture_output=True, text=True, check=False)

    Forge.comments[1] = ("repos/o/r/issues/7/comments", "somebody's own words")
    ran = run(github, "plan", "--spec", str(SPEC), "--out", "p.plan")
    check(ran.returncode == 0, f"plan ended with {ran.returncode}: {ran.stderr}")
    check(Forge.comments[2][1].startswith("<!-- reconcile plan of shop -->\n"), "no comment")
    check((folder / "summary").read_text() == Forge.comments[2][1], "the summary differs")
    check("changes=true\nplan=p.plan\n" in (folder / "output").read_text(), "outputs")
    check("secret-1" not in ran.stderr + ran.stdout, "the token was told")
    first = Forge.comments[2][1]
    run(github, "plan", "--spec", str(SPEC), "--out", "p.plan")
    check(Forge.comments[2][1] == first and len(Forge.comments) == 2, "the same plan gave another comment")
    check(run(gitlab, "plan", "--spec", str(SPEC)).returncode == 0, "GitLab's plan")
    check(Forge.comments[3] == ("projects/5/merge_requests/9/notes", first), "GitLab's note")

    ran = run({}, "apply", "--plan", "p.plan")
    check(ran.returncode == 0, f"apply ended with {ran.returncode}: {ran.stderr}")
    check(run({}, "apply", "--plan", "p.plan").returncode != 0, "a plan ran twice")
    run(github, "plan", "--spec", str(SPEC))
    check("no changes" in Forge.comments[2][1] and len(Forge.comments) == 3, "the comment is not up to date")
    check((folder / "output").read_text().endswith("changes=false\nplan=\n"), "outputs of an empty plan")

    check(run({}, "drift", "--spec", str(SPEC)).returncode == 0, "drift of nothing")
    subprocess.run(
        [arguments.binary, "fake", "set", "shop/a", "tags.team=payments", "--state", f"{folder}/a state.db"], check=True,
        capture_output=True)
    ran = run(github, "drift", "--spec", str(SPEC))
    check(ran.returncode == 2 and any("reconcile drift of shop" in text for _, text in Forge.comments.values()), "drift")
    check(run({}, "plan", "--spec", "no-such.json").returncode == 1, "a missing spec")
    Forge.is_broken = True
    ran = run(github, "plan", "--spec", str(SPEC))
    check(ran.returncode == 0 and "could not be written" in ran.stderr, "a comment that is refused fails the plan")
    server.shutdown()

    action = yaml.safe_load((ROOT / "action.yml").read_text())
    step = action["runs"]["steps"][0]
    check(action["runs"]["using"] == "composite" and "${{" not in step["run"], "an input stands in the script's text")
    # The step's own script, as the runner would start it.
    environment = {**base, "ACTION": str(ROOT), "SPEC": str(SPEC), "PLAN": "p.plan", "ARGUMENTS": more, "COMMAND": "plan"}
    ran = subprocess.run(["bash", "-e", "-c", step["run"]], env=environment, cwd=folder, capture_output=True, check=False)
    check(ran.returncode == 0, f"the action's step: {ran.stderr}")
    environment["COMMAND"] = "destroy; true"
    ran = subprocess.run(["bash", "-e", "-c", step["run"]], env=environment, cwd=folder, capture_output=True, check=False)
    check(ran.returncode == 64, "an unknown command")
    workflow = yaml.safe_load((ROOT / "ci/github-workflow.yml").read_text())
    inputs = set(action["inputs"])
    for job in workflow["jobs"].values():
        for used in job["steps"]:
            if "reconcile@" in used.get("uses", ""):
                check(set(used["with"]) <= inputs, f"unknown inputs {set(used['with']) - inputs}")
    jobs = {name: job for name, job in yaml.safe_load((ROOT / "ci/gitlab.yml").read_text()).items() if "script" in job}
    check(len(jobs) == 3, "GitLab's jobs")
    for job in jobs.values():
        words = re.sub(r'"\$\w+"', "x", job["script"][0]).split()
        check(words[2] in ("plan", "apply", "drift") and job["extends"] == ".reconcile", "GitLab's script")
    for file, schema in (
        ("ci/gitlab.yml", "gitlab-ci"), ("ci/github-workflow.yml", "github-workflows"), ("action.yml", "github-actions"),
    ):
        hold(file, schema)
    # What the template's jobs run, as GitLab's runner would, with its variables and a merge request's event.
    template = yaml.safe_load((ROOT / "ci/gitlab.yml").read_text())
    place = folder / "gitlab"
    place.mkdir()
    Forge.is_broken = False
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Forge)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    variables = {
        **base, **template["variables"], **gitlab, "CI_API_V4_URL": f"http://127.0.0.1:{server.server_port}",
        "RECONCILE_SPEC": str(SPEC), "RECONCILE_CI": str(SCRIPT), "RECONCILE_ARGUMENTS": f"--state '{place}/s.db' --speed max",
    }
    notes = len(Forge.comments)
    for name, code in (("reconcile plan", 0), ("reconcile apply", 0), ("reconcile drift", 0), ("drift by hand", 2)):
        if name == "drift by hand":
            subprocess.run(
                [arguments.binary, "fake", "set", "shop/a", "tags.team=payments", "--state", f"{place}/s.db"], check=True,
                capture_output=True)
        job = jobs.get(name, jobs["reconcile drift"])
        ran = subprocess.run(
            ["bash", "-e", "-c", "\n".join(job["script"])], env=variables, cwd=place, capture_output=True, text=True, check=False)
        check(ran.returncode == code, f"GitLab's job {name} ended with {ran.returncode}: {ran.stderr}")
        for path in job.get("artifacts", {}).get("paths", []):
            check((place / path).exists(), f"{name} leaves no {path}")
    check(len(Forge.comments) > notes or any("reconcile drift" in text for _, text in Forge.comments.values()), "GitLab's note")
    server.shutdown()
    print("the script, the action and the templates are fine")


if __name__ == "__main__":
    main()

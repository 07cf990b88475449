#!/usr/bin/env python3
"""Validates every object that we make in clusters against Kubernetes' own schemas, strictly: no field that isn't there.

The schemas are those of the package `kubernetes-validate`, of which only the files are used. Kinds of Argo CD have none there.
"""
import argparse
import importlib.util
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import warnings

import yaml

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
# The versions of Kubernetes that EKS supports now, and the next.
VERSIONS = ["1.35", "1.36", "1.37"]
VARIANTS = [[], ["--set", "domain=shop.example.com"], ["--set", "services.0.memory=2048", "--set", "services.0.cpu=2000",
             "--set", "cluster.nodeType=m7g.xlarge"]]


# Where the schemas say that they are; nothing is fetched from there.
PLACE = "https://kubernetes.io/api/"
DEFINITIONS = "_definitions.json"


class Schemas:
    """The schemas of one version."""

    def __init__(self, version):
        package = importlib.util.find_spec("kubernetes_validate")
        if package is None:
            sys.exit("check_manifests: kubernetes-validate is missing: run Tests/scripts/fetch_suites")
        folder = pathlib.Path(package.submodule_search_locations[0]) / "kubernetes-json-schema"
        self.folder = next(folder.glob(f"v{version}*-local-strict"))
        self.definitions = json.loads((self.folder / DEFINITIONS).read_text())
        self.known = {}

    def validator(self, kind, version):
        # The group without its domain, as `rbac-v1` for `rbac.authorization.k8s.io/v1`.
        place = re.sub(r"^([^./]*)(?:\.[^/]*)?/", r"\1-", version)
        name = f"{kind.lower()}-{place}.json"
        if name not in self.known:
            schema = json.loads((self.folder / name).read_text())
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                resolver = jsonschema.RefResolver(PLACE + name, schema, store={PLACE + DEFINITIONS: self.definitions})
            self.known[name] = jsonschema.Draft7Validator(schema, resolver=resolver)
        return self.known[name]


def objects(folder):
    for path in sorted(pathlib.Path(folder).rglob("*.yaml")):
        for document in yaml.safe_load_all(path.read_text()):
            yield path, document


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True)
    options = parser.parse_args()
    problems, checked, without = [], 0, set()
    schemas = {version: Schemas(version) for version in VERSIONS}
    for phase in (2, 3, 4):
        spec = json.loads((ROOT / f"specs/phase{phase}.json").read_text())
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "spec.json"
            for follows in (True, False):
                if not follows:
                    spec.pop("gitOps", None)
                path.write_text(json.dumps(spec))
                for number, variant in enumerate(VARIANTS):
                    out = f"{folder}/{follows}-{number}"
                    subprocess.run(
                        [options.binary, "render", str(path), "--out", out, "--state", f"{folder}/none.db", *variant],
                        check=True, capture_output=True)
                    for file, value in objects(out):
                        if "kind" not in value:
                            continue
                        if value["apiVersion"].startswith("argoproj.io/"):
                            without.add(value["kind"])
                            continue
                        for version, known in schemas.items():
                            checked += 1
                            for error in known.validator(value["kind"], value["apiVersion"]).iter_errors(value):
                                where = ".".join(map(str, error.absolute_path))
                                problems.append(f"phase {phase}, Kubernetes {version}, {file.name}: {where}: {error.message}")
    for problem in sorted(set(problems))[:20]:
        print(problem)
    if problems or not checked:
        sys.exit(f"{len(problems)} problems in {checked} objects")
    print(f"{checked} objects valid, strictly, against {', '.join(VERSIONS)}; without schemas: {', '.join(sorted(without))}")


if __name__ == "__main__":
    main()

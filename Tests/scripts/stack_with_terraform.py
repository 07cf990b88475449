#!/usr/bin/env python3
"""Terraform with its AWS provider makes a stack from VPC to RDS on `fake serve`, finds nothing to change, and destroys it.

The provider is looked for in a mirror (`--mirror`, or TF_PLUGIN_MIRROR): nothing is downloaded. Where there is no terraform or
no provider the script says so and exits with 0; with `--must` that is a failure.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from walk_the_wire import Wire, check_end  # noqa: E402

STACK = pathlib.Path(__file__).resolve().parent / "served" / "stack.tf"


def add_mirror(parser):
    parser.add_argument("--mirror", default=os.environ.get("TF_PLUGIN_MIRROR", "/opt/tf-plugins"))


def is_missing(mirror):
    """Whether there is no Terraform or no provider here, which is said."""
    provider = pathlib.Path(mirror) / "registry.terraform.io" / "hashicorp" / "aws" / "5.100.0"
    if shutil.which("terraform") and provider.is_dir():
        return False
    print(f"not tried: there is no terraform, or no provider in {provider}")
    return True


def run(folder, environment, *arguments):
    done = subprocess.run(["terraform", *arguments, "-no-color"], cwd=folder, env=environment, capture_output=True,
                          text=True, check=False, timeout=1200)
    if done.returncode:
        sys.exit(f"terraform {' '.join(arguments)}: exit {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=".build/release/reconcile")
    parser.add_argument("--speed", type=int, default=1000)
    add_mirror(parser)
    parser.add_argument("--must", action="store_true", help="its absence is a failure")
    given = parser.parse_args()
    if is_missing(given.mirror):
        return 1 if given.must else 0
    with tempfile.TemporaryDirectory() as folder:
        wire = Wire(str(pathlib.Path(given.binary).resolve()), folder, given.speed)
        try:
            shutil.copy(STACK, f"{folder}/main.tf")
            settings = pathlib.Path(folder) / "terraform.rc"
            settings.write_text(f'provider_installation {{ filesystem_mirror {{ path = "{given.mirror}" }} }}\n')
            environment = wire.environment | {"TF_CLI_CONFIG_FILE": str(settings), "CHECKPOINT_DISABLE": "1"}
            run(folder, environment, "init")
            made = run(folder, environment, "apply", "-auto-approve")
            print(next(line for line in made.splitlines() if line.startswith("Apply complete")))
            # Exit 2 would be changes.
            run(folder, environment, "plan", "-detailed-exitcode")
            print("the next plan is empty")
            gone = run(folder, environment, "destroy", "-auto-approve")
            print(next(line for line in gone.splitlines() if line.startswith("Destroy complete")))
            check_end(wire, [])
            calls = wire.page()["calls"].values()
            print(f"nothing is left; {sum(call['calls'] for call in calls)} calls, all of them known")
        finally:
            wire.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())

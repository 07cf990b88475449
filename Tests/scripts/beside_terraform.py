#!/usr/bin/env python3
"""What it costs to see that nothing changed: Terraform with its AWS provider, and ours, on the same served cloud.

Terraform has so many copies of `served/stack.tf` (VPC to RDS, 12 resources each), ours the shipped platforms of phase 1, 3 and
4. Counted are the calls of one empty plan by the served cloud itself, its seconds, its seconds of CPU (with those of its own
plugins) and the largest process's memory. `--write FILE` puts the table between the marks of a document. Where there is no
terraform, or no provider in the mirror, the script says so and exits with 0.
"""
import argparse
import datetime
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from page_marks import put  # noqa: E402
from stack_with_terraform import STACK, add_mirror, is_missing, run  # noqa: E402
from walk_the_wire import ROOT, Wire, spec  # noqa: E402

MARKS = ("<!-- beside_terraform.py writes from here -->\n", "<!-- to here: beside_terraform.py -->\n")


def calls(wire):
    return sum(call["calls"] for call in wire.page()["calls"].values())


def measured(wire, command, folder, environment):
    """Calls, seconds, seconds of CPU and MB of a command that must end well."""
    before, began, used = calls(wire), time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    # By a process of its own, whose children's largest memory is theirs alone.
    counter = ("import resource, subprocess, sys; code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode; "
               "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)")
    done = subprocess.run([sys.executable, "-c", counter, *command], cwd=folder, env=environment, capture_output=True,
                          text=True, check=False, timeout=1200)
    took, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{command}: exit {done.returncode}\n{done.stderr[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    return calls(wire) - before, took, cpu, int(done.stdout.split()[-1]) / 1024


def terraform(binary, mirror, speed, copies):
    with tempfile.TemporaryDirectory() as folder:
        wire = Wire(binary, folder, speed)
        try:
            place = pathlib.Path(folder)
            (place / "stack").mkdir()
            text = STACK.read_text(encoding="utf-8")
            head, rest = text.split("provider \"aws\" {", 1)
            provider, body = rest.split("\n}\n", 1)
            # A provider is the root's; each copy has its names.
            (place / "stack" / "main.tf").write_text(
                head + 'variable "name" {}\n' + body.replace('"suite', '"${var.name}'), encoding="utf-8")
            modules = "".join(f'module "s{one}" {{\n  source = "./stack"\n  name = "s{one}"\n}}\n' for one in range(copies))
            (place / "main.tf").write_text(head + 'provider "aws" {' + provider + "\n}\n" + modules, encoding="utf-8")
            (place / "terraform.rc").write_text(
                f'provider_installation {{ filesystem_mirror {{ path = "{mirror}" }} }}\n', encoding="utf-8")
            environment = wire.environment | {"TF_CLI_CONFIG_FILE": f"{folder}/terraform.rc", "CHECKPOINT_DISABLE": "1"}
            run(folder, environment, "init")
            run(folder, environment, "apply", "-auto-approve")
            things = len(run(folder, environment, "state", "list").split())
            taken = measured(wire, ["terraform", "plan", "-detailed-exitcode", "-no-color"], folder, environment)
            return f"Terraform, {copies} stacks" if copies > 1 else "Terraform, 1 stack", things, *taken
        finally:
            wire.end()


def ours(binary, speed, phase):
    with tempfile.TemporaryDirectory() as folder:
        wire = Wire(binary, folder, speed)
        try:
            made = wire.run("apply", *spec(phase), "--yes")
            things = int(next(line for line in made.splitlines() if line.startswith("Done: ")).split()[1])
            taken = measured(
                wire, [binary, "plan", *spec(phase), "--detailed-exitcode", "--provider", "aws", "--state", wire.state], ROOT,
                wire.environment)
            return f"ours, phase {phase}", things, *taken
        finally:
            wire.end()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=".build/release/reconcile")
    parser.add_argument("--speed", type=int, default=1000)
    add_mirror(parser)
    parser.add_argument("--copies", default="1,2,4")
    parser.add_argument("--phases", default="1,3,4")
    parser.add_argument("--write", help="a document with the marks")
    given = parser.parse_args()
    if is_missing(given.mirror):
        return 0
    binary = str(pathlib.Path(given.binary).resolve())
    rows = [terraform(binary, given.mirror, given.speed, int(one)) for one in given.copies.split(",")]
    rows += [ours(binary, given.speed, int(one)) for one in given.phases.split(",")]
    lines = ["| empty plan | resources | calls | calls a resource | seconds | seconds of CPU | MB |",
             "|---|---:|---:|---:|---:|---:|---:|"]
    for name, things, made, took, cpu, memory in rows:
        lines.append(f"| {name} | {things} | {made} | {made / things:.2f} | {took:.1f} | {cpu:.2f} | {memory:.0f} |")
    text = "\n".join(lines) + f"\n\nMeasured on {datetime.date.today()}, with other work on the machine.\n"
    print(text)
    if given.write:
        put(given.write, MARKS, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

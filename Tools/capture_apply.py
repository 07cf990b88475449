#!/usr/bin/env python3
"""Writes docs/live-apply.md: what a person sees while a plan is applied, captured from a real terminal by tmux.

    Tools/capture_apply.py --binary .build/release/reconcile
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
OUT = ROOT / "docs/live-apply.md"
SOCKET = "reconcile-capture"

PAGE = """# A live apply
Captured by `Tools/capture_apply.py` from a terminal of {columns} columns and {rows} rows (tmux), while phase 1 grows into phase 2
a minute of the cloud's time in a second. Finished steps scroll away as usual and stay in the scrollback; the lines below them
are drawn again in place: how far it is, what runs and what it waits for, the longest first. Colours are left out here.

{shots}
At the end the region is gone, and the summary stands there:
```
{end}
```
"""


def tmux(*words):
    return subprocess.run(["tmux", "-L", SOCKET, *words], capture_output=True, text=True, check=True).stdout


def screen():
    lines = [line.rstrip() for line in tmux("capture-pane", "-p", "-t", "live").splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def wait(condition, seconds, what):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        lines = screen()
        if condition(lines):
            return lines
        time.sleep(0.1)
    sys.exit(f"capture_apply: never seen: {what}\n" + "\n".join(screen()))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--columns", type=int, default=100)
    parser.add_argument("--rows", type=int, default=24)
    parser.add_argument("--out", default=str(OUT))
    arguments = parser.parse_args()
    binary = pathlib.Path(arguments.binary).resolve()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="capture-"))
    (folder / "specs").symlink_to(ROOT / "specs")
    try:
        page = capture(arguments, binary, folder)
    finally:
        subprocess.run(["tmux", "-L", SOCKET, "kill-server"], capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)
    pathlib.Path(arguments.out).write_text(page, encoding="utf-8")


def capture(arguments, binary, folder):
    subprocess.run(
        [binary, "apply", "specs/phase1.json", "--yes", "--speed", "max"], cwd=folder, check=True, capture_output=True)
    tmux(
        "-f", "/dev/null", "new-session", "-d", "-s", "live", "-x", str(arguments.columns), "-y", str(arguments.rows),
        "-c", str(folder), f"env PATH={binary.parent}:/usr/bin:/bin PS1='$ ' LC_ALL=C.UTF-8 bash --norc --noprofile")
    wait(lambda lines: any("$" in line for line in lines), 60, "a prompt")
    tmux("send-keys", "-t", "live", "clear; reconcile apply specs/phase2.json --yes --speed 60", "Enter")
    shots = []
    for text, condition in (
        ("Shortly after it began:", lambda done, running: done >= 40 and running >= 3),
        ("While users' requests are shared between the old and the new:", None),
    ):
        def met(lines, condition=condition):
            head = next((line for line in lines if re.search(r"\d+ of \d+ steps done", line)), "")
            found = re.search(r"(\d+) of \d+ steps done.* (\d+) running", head)
            if not found:
                return False
            if condition is None:
                return "shift-" in head
            return condition(int(found[1]), int(found[2]))

        lines = wait(met, 600, text)
        shots.append(f"{text}\n```\n" + "\n".join(lines) + "\n```\n")
    end = wait(
        lambda lines: any(line.startswith("Done:") for line in lines) and lines[-1].startswith("$"), 1200, "the end")
    return PAGE.format(
        columns=arguments.columns, rows=arguments.rows, shots="\n".join(shots), end="\n".join(end[-8:-1]))


if __name__ == "__main__":
    main()

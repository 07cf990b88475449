#!/usr/bin/env python3
"""Presses the tabulator in a real shell on a pseudo terminal, and looks what the line became.

    check_completion.py --binary PROGRAM --shell bash|zsh|fish --state STATE
"""

import argparse
import os
import pathlib
import pty
import re
import select
import signal
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'bind "set bell-style none"; eval "$(reconcile completion bash)"'),
    "zsh": (["zsh", "-f", "-i"], 'autoload -Uz compinit; compinit -u -D; eval "$(reconcile completion zsh)"'),
    "fish": (["fish", "--no-config", "-i"], "reconcile completion fish | source"),
}
# What is typed before the tabulator, and the words that the line then has.
CASES = [
    ("reconcile vali", ["reconcile", "validate"]),
    ("reconcile state m", ["reconcile", "state", "mv"]),
    ("reconcile help expl", ["reconcile", "help", "explain"]),
    ("reconcile plan specs/phase0.json --detai", ["reconcile", "plan", "specs/phase0.json", "--detailed-exitcode"]),
    ("reconcile plan specs/phase0.json --format mark", ["reconcile", "plan", "specs/phase0.json", "--format", "markdown"]),
    ("reconcile plan specs/phase0.json --format=mark", ["reconcile", "plan", "specs/phase0.json", "--format=markdown"]),
    ("reconcile show --state STATE ap-south-1/network/vp", ["reconcile", "show", "--state", "STATE", "ap-south-1/network/vpc"]),
    ("reconcile plan specs/phase1.json --target ap-south-1/front-door/load",
     ["reconcile", "plan", "specs/phase1.json", "--target", "ap-south-1/front-door/load-balancer"]),
    ("reconcile doctor --region me-s", ["reconcile", "doctor", "--region", "me-south-1"]),
    ("reconcile validate specs/phase0.js", ["reconcile", "validate", "specs/phase0.json"]),
    ("reconcile completion zs", ["reconcile", "completion", "zsh"]),
    ("reconcile plan specs/phase0.json --set database.engineV",
     ["reconcile", "plan", "specs/phase0.json", "--set", "database.engineVersion="]),
]


class Shell:
    def __init__(self, name, environment):
        words, setup = SHELLS[name]
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(ROOT)
            os.execvpe(words[0], words, environment)
        self.text = ""
        self.count = 0
        # What a shell asks its terminal about goes unanswered; it must get over it.
        self.wait(lambda: self.quiet(0.5))
        self.send(setup + "\r")
        self.command("echo")

    def send(self, text):
        os.write(self.terminal, text.encode())

    def read(self, seconds):
        ready, _, _ = select.select([self.terminal], [], [], seconds)
        if not ready:
            return False
        try:
            self.text += os.read(self.terminal, 65536).decode(errors="replace")
        except OSError:
            raise SystemExit(f"the shell ended: {self.text[-2000:]!r}") from None
        return True

    def quiet(self, seconds):
        return not self.read(seconds)

    def wait(self, condition):
        end = time.monotonic() + 60
        while not condition():
            if time.monotonic() > end:
                raise SystemExit(f"nothing came: {self.text[-3000:]!r}")

    def command(self, words):
        """Runs a command and waits for a sign behind it, which the echo of the line does not hold."""
        self.count += 1
        self.send(f"{words}; echo 'sign'{self.count}'!'\r")
        self.wait(lambda: f"sign{self.count}!" in self.text or (self.read(1) and False))

    def complete(self, typed):
        """The words of the line after the tabulator."""
        self.wait(lambda: self.quiet(0.2))
        self.text = ""
        self.send(typed + "\t")
        # Until the shell has asked the program and drawn the line; several quiet moments, since machines are busy.
        for _ in range(3):
            self.wait(lambda: self.quiet(0.5))
        self.count += 1
        self.send("\x05 '>'\x01printf '[%s]' '<' \r")
        self.wait(lambda: re.search(r"\[<\](.*?)\[>\]", self.text, re.S) or (self.read(1) and False))
        found = re.search(r"\[<\](.*?)\[>\]", self.text, re.S).group(1)
        return re.findall(r"\[([^\]]*)\]", found)

    def end(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--shell", required=True, choices=SHELLS)
    parser.add_argument("--state", required=True)
    arguments = parser.parse_args()
    folder = str(pathlib.Path(arguments.binary).resolve().parent)
    environment = {
        "PATH": f"{folder}:/usr/bin:/bin", "TERM": "xterm", "HOME": str(pathlib.Path(arguments.state).parent),
        "LC_ALL": "C.UTF-8", "COLUMNS": "200", "XDG_DATA_HOME": str(pathlib.Path(arguments.state).parent),
    }
    shell = Shell(arguments.shell, environment)
    shell.command("stty cols 200 rows 50")
    wrong = []
    for typed, wanted in CASES:
        typed = typed.replace("STATE", arguments.state)
        wanted = [word.replace("STATE", arguments.state) for word in wanted]
        got = shell.complete(typed)
        if got != wanted:
            wrong.append(f"{typed!r} became {got}, not {wanted}")
    shell.end()
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    print(f"{len(CASES)} lines completed in {arguments.shell}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Runs the real program on a pseudo terminal and checks what a person would see.

The live region keeps the scrollback, fits the window even when it is resized, and is gone at the end with the cursor
back; without a terminal, with TERM=dumb and with NO_COLOR the output is as plain as it must be; the first Ctrl-C lets
running calls finish and the second leaves at once, and either way the same command goes on to one of everything.
"""
import argparse
import codecs
import collections
import fcntl
import json
import os
import pathlib
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SPEC = str(ROOT / "specs/phase1.json")
PLAIN = {key: value for key, value in os.environ.items() if key not in ("CI", "NO_COLOR")}


class Screen:
    """As much of a terminal as the program needs: lines, going up, erasing downwards; what scrolls away is kept."""

    TOKEN = re.compile(r"\x1b\[(\??[0-9;]*)([A-Za-z])|[^\x1b]|\x1b")

    def __init__(self, columns):
        self.columns, self.lines, self.row, self.column = columns, [""], 0, 0
        self.cursor, self.widest, self.frames = True, 0, 0
        self.rest = ""

    def feed(self, text):
        text = self.rest + text
        # A read may end inside of an escape sequence.
        cut = re.search(r"\x1b(\[[?0-9;]*)?$", text)
        text, self.rest = (text[: cut.start()], cut.group(0)) if cut else (text, "")
        for match in self.TOKEN.finditer(text):
            word, letter = match.group(1), match.group(2)
            if letter is None:
                self.put(match.group(0))
            elif letter == "A":
                self.row = max(0, self.row - int(word or 1))
            elif letter == "J":
                self.frames += 1
                self.lines[self.row] = self.lines[self.row][: self.column]
                del self.lines[self.row + 1:]
            elif word == "?25":
                self.cursor = letter == "h"
            elif letter != "m":
                raise AssertionError(f"an escape sequence that nobody expects: {match.group(0)!r}")

    def put(self, character):
        if character == "\n":
            self.row += 1
            if self.row == len(self.lines):
                self.lines.append("")
        elif character == "\r":
            self.column = 0
        else:
            line = self.lines[self.row]
            self.lines[self.row] = line[: self.column] + character + line[self.column + 1:]
            self.column += 1
            self.widest = max(self.widest, self.column)


class Terminal:
    """The program on a pseudo terminal of its own."""

    def __init__(self, command, columns=100, rows=30, **environment):
        self.process, self.master = pty.fork()
        if self.process == 0:
            os.execvpe(command[0], command, {**PLAIN, "TERM": "xterm", **environment})
        self.resize(columns, rows)
        self.screen, self.raw = Screen(columns), ""
        self.decoder = codecs.getincrementaldecoder("utf-8")()

    def resize(self, columns, rows):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, until=None, limit=120.0):
        """Reads until a text appears or the program ends."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            if until and until in self.text:
                return
            if select.select([self.master], [], [], 0.2)[0]:
                try:
                    data = os.read(self.master, 65536)
                except OSError:  # Linux says so when the other side is closed
                    data = b""
                if not data:
                    return
                self.take(data)
        sys.exit(f"nothing like {until!r} came in {limit} s:\n{self.raw[-2000:]}")

    def take(self, data):
        text = self.decoder.decode(data)
        self.raw += text
        self.screen.feed(text)

    @property
    def text(self):
        """What was written, without colours and movements."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.raw)

    def key(self, text):
        os.write(self.master, text.encode())

    def end(self):
        self.read()
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


class Place:
    def __init__(self, binary, folder):
        self.binary, self.state = binary, os.path.join(folder, "state.db")

    def command(self, *words):
        return [self.binary, *words, "--state", self.state]

    def apply(self, speed):
        return self.command("apply", SPEC, "--yes", "--speed", str(speed))

    def run(self, *words, **environment):
        return subprocess.run(
            self.command(*words), capture_output=True, text=True, env={**PLAIN, "TERM": "xterm", **environment})

    def is_whole(self):
        """One of everything, and nothing left to do."""
        things = json.loads(self.run("fake", "list", "--json").stdout)
        counts = collections.Counter(
            (thing["kind"], thing["tags"]["reconcile:address"]) for thing in things
            if "reconcile:address" in thing["tags"] and thing["status"] not in ("terminated", "shutting-down"))
        doubles = [key for key, count in counts.items() if count > 1]
        plan = self.run("plan", SPEC, "--detailed-exitcode")
        return not doubles and plan.returncode == 0, f"{doubles} {plan.stdout}"


FAILURES = []


def check(condition, what, detail=""):
    print(f"{'ok  ' if condition else 'FAIL'} {what}")
    if not condition:
        FAILURES.append(what)
        print(f"     {detail}"[:2000])


def with_place(binary):
    def decorate(body):
        with tempfile.TemporaryDirectory() as folder:
            body(Place(binary, folder))
    return decorate


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=str(ROOT / ".build/release/reconcile"))
    binary = os.path.abspath(parser.parse_args().binary)

    @with_place(binary)
    def live(place):
        # This screen does not wrap lines anew when it becomes narrower, as xterm, which says so by this variable.
        terminal = Terminal(place.apply(300), XTERM_VERSION="XTerm(379)")
        terminal.read("steps done (")
        check(not terminal.screen.cursor, "the cursor is hidden while the region is drawn")
        terminal.read("waits: ")
        terminal.resize(50, 12)
        time.sleep(0.3)
        code = terminal.end()
        text = "\n".join(terminal.screen.lines)
        created = re.findall(r"\[\d+/\d+\] created (\S+)", text)
        total = int(re.search(r"Plan: (\d+) to create", text).group(1))
        check(code == 0, "apply on a terminal succeeds", text[-500:])
        check(terminal.screen.cursor, "the cursor is back at the end")
        check("steps done (" not in text, "the region is gone at the end", text[-500:])
        check(len(created) == len(set(created)) == total, "each finished step stays in the scrollback, once",
              f"{len(created)} of {total}")
        check(terminal.screen.widest <= 160 and terminal.screen.frames > 3, "the region was drawn again and again",
              terminal.screen.frames)
        print(f"     {terminal.screen.frames} frames")

    @with_place(binary)
    def narrow(place):
        terminal = Terminal(place.apply(300), columns=44, rows=10)
        terminal.end()
        region = [line for frame in terminal.raw.split("\x1b[J")[1:] for line in frame.split("\r\n")
                  if "creating " in line or "steps done" in line or "waits: " in line]
        seen = [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line) for line in region]
        check(bool(seen) and max(map(len, seen)) < 44, "no line of the region is as wide as a narrow window",
              max(seen, key=len, default=""))

    @with_place(binary)
    def plain(place):
        done = place.run("apply", SPEC, "--yes")
        check("\x1b" not in done.stdout + done.stderr, "without a terminal there are no escape sequences")
        check("created ap-south-1/network/vpc" in done.stderr and "url = " in done.stdout,
              "progress is on the side, results are on standard output", done.stderr[-300:])
        show = Terminal(place.command("plan", SPEC, "--set", "tags.team=x"), NO_COLOR="1")
        show.end()
        check("\x1b" not in show.raw, "NO_COLOR leaves no colour in a plan", show.raw[:300])
        show = Terminal(place.command("plan", SPEC, "--set", "tags.team=x"))
        show.end()
        check("\x1b[33m" in show.raw, "on a terminal a plan has colours", show.raw[:300])
        show = Terminal(place.command("plan", SPEC, "--set", "tags.team=x", "--no-color"))
        show.end()
        check("\x1b" not in show.raw, "--no-color leaves no colour either")

    @with_place(binary)
    def quiet(place):
        terminal = Terminal(place.apply(1000), NO_COLOR="1")
        terminal.end()
        check("\x1b[?25l" in terminal.raw and not re.search(r"\x1b\[[0-9;]*m", terminal.raw),
              "NO_COLOR keeps the region and drops its colours")

    @with_place(binary)
    def asked(place):
        place.run("apply", str(ROOT / "specs/phase0.json"), "--yes", "--speed", "max")
        for answer, code in (("no", 1), ("yes", 0)):
            terminal = Terminal(place.command("apply", SPEC, "--speed", "max"), rows=20)
            terminal.read("Apply this plan?")
            end = terminal.text[: terminal.text.index("Apply this plan?")].splitlines()[-20:]
            check(any("POINT OF NO RETURN" in line for line in end) and any("to create" in line for line in end),
                  "counts and dangers are in sight when the question is asked", end)
            terminal.key(answer + "\n")
            check(terminal.end() == code, f"the answer {answer!r} is heard", terminal.text[-300:])

    @with_place(binary)
    def dumb(place):
        terminal = Terminal(place.apply(1000), TERM="dumb")
        terminal.end()
        check("\x1b" not in terminal.raw, "a dumb terminal gets plain lines")

    @with_place(binary)
    def first(place):
        terminal = Terminal(place.apply(200))
        terminal.read("created ap-south-1/network/vpc")
        terminal.key("\x03")
        code = terminal.end()
        check(code == 130, "the first Ctrl-C ends the run with 130", code)
        check("Stopping: nothing new begins" in terminal.text and "Go on with: reconcile apply" in terminal.text,
              "it says what happens and how to go on", terminal.raw[-500:])
        check(terminal.screen.cursor, "the cursor is back after Ctrl-C")
        history = json.loads(place.run("history", "last", "--json").stdout)
        check(history["result"] == "cancelled", "the journal says that the run was stopped", history["result"])
        check("Lease" not in place.run("status").stdout, "the lease was given back")
        done = place.run("apply", SPEC, "--yes")
        check(done.returncode == 0, "the same command goes on", done.stderr[-500:])
        check(*reversed_pair("after the first Ctrl-C there is one of everything", place.is_whole()))

    @with_place(binary)
    def second(place):
        # Slow enough that calls are under way between the two keys.
        terminal = Terminal(place.apply(2))
        terminal.read("steps done (")
        terminal.key("\x03")
        terminal.read("Stopping: nothing new begins")
        terminal.key("\x03")
        code = terminal.end()
        left = "Left at once" in terminal.raw
        check(code == 130 and left, "the second Ctrl-C leaves at once", terminal.raw[-500:])
        check(terminal.screen.cursor, "the cursor is back after the second Ctrl-C")
        done = place.run("apply", SPEC, "--yes")
        check(done.returncode == 0, "the same command goes on after that, too", done.stderr[-500:])
        check(*reversed_pair("after the second Ctrl-C there is one of everything", place.is_whole()))

    @with_place(binary)
    def paused(place):
        terminal = Terminal(place.apply(20))
        terminal.read("steps done (")
        terminal.key("\x1a")
        pid, status = os.waitpid(terminal.process, os.WUNTRACED)
        check(os.WIFSTOPPED(status), "Ctrl-Z stops the program")
        while select.select([terminal.master], [], [], 0.2)[0]:
            terminal.take(os.read(terminal.master, 65536))
        check(terminal.screen.cursor, "the cursor is back while it is stopped", repr(terminal.raw[-300:]))
        os.kill(terminal.process, signal.SIGCONT)
        before = terminal.screen.frames
        while terminal.screen.frames == before:
            terminal.take(os.read(terminal.master, 65536))
        check(not terminal.screen.cursor, "it goes on drawing afterwards")
        terminal.key("\x03")
        check(terminal.end() == 130, "and Ctrl-C still ends it")

    if FAILURES:
        sys.exit(f"{len(FAILURES)} checks failed: {FAILURES}")


def reversed_pair(what, outcome):
    """The arguments of `check` for an outcome with its detail."""
    good, detail = outcome
    return good, what, detail


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Runs the real program on disks and files that fail: full, read-only, truncated, damaged, too new.

Each time it must end with exit code 1 and say what failed, where, and what to do next; and once the fault is gone the
next apply must converge on exactly what a quiet run leaves. What needs root is left out, and said, where we have none.
"""
import argparse
import contextlib
import json
import os
import pathlib
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOBODY = 65534
problems = []


class Place:
    """A folder with a state and a cloud, and the program that works on them."""

    def __init__(self, binary, folder, spec, cloud=None, **how):
        self.binary, self.folder, self.spec, self.how = binary, folder, spec, how
        self.state = os.path.join(folder, "reconcile.db")
        self.cloud = cloud or os.path.join(folder, "cloud.db")

    def run(self, verb, *options, **how):
        words = [self.binary, verb, self.spec, "--state", self.state, "--cloud", self.cloud, *options]
        # Python ignores SIGXFSZ; what it runs must meet the default, as it does under a shell.
        return subprocess.run(words, **{"capture_output": True, "text": True, "timeout": 300, **self.how, **how})

    def apply(self, **how):
        return self.run("apply", "--yes", "--speed", "max", **how)

    def inventory(self):
        words = [self.binary, "fake", "list", "--json", "--state", self.state, "--cloud", self.cloud]
        things = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
        return sorted(
            (thing["kind"], (thing.get("tags") or {}).get("reconcile:address", thing["region"]))
            for thing in things if thing["status"] not in ("terminated", "deleted", "PendingDeletion"))


def problem(what, done=None):
    text = what if done is None else f"{what}: exit {done.returncode}\n{done.stdout[-600:]}\n{done.stderr[-1800:]}"
    problems.append(text)
    print(f"  PROBLEM {text}", flush=True)


def is_told(name, done, *words):
    """The run failed and its last lines say all the words."""
    end = "\n".join(done.stderr.strip().splitlines()[-12:])
    lacks = [word for word in words if word not in end]
    if done.returncode != 1 or lacks:
        problem(f"{name} should exit with 1 and say {lacks or list(words)}", done)
        return False
    return True


def converges(name, place, expected):
    done = place.apply()
    if done.returncode != 0:
        return problem(f"{name}: the apply after the fault", done)
    plan = place.run("plan", "--detailed-exitcode")
    if plan.returncode != 0:
        return problem(f"{name}: the plan after it is not empty", plan)
    found = place.inventory()
    if found != expected:
        extra, missing = [x for x in found if x not in expected], [x for x in expected if x not in found]
        problem(f"{name}: the cloud holds {len(found)} things instead of {len(expected)}: + {extra} - {missing}")
    return None


def move_away(path):
    """What the hint says: the damaged file and its neighbours."""
    for suffix in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.remove(path + suffix)


# MARK: A full disk

def limited(bytes_):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, bytes_))
    return limit


def full_by_limit(binary, folder, spec, quiet, size):
    """A limit on the size of files, which needs no root, stands for the disk that takes no more."""
    for tenth in range(1, 10):
        place = Place(binary, os.path.join(folder, f"limit-{tenth}"), spec, cloud=os.path.join(folder, f"{tenth}.cloud"))
        os.mkdir(place.folder)
        # The state alone: its log grows past the limit somewhere in the run.
        done = place.apply(preexec_fn=limited(max(4096, size * tenth // 10)))
        name = f"files limited to {tenth}/10 of what the state needs"
        if done.returncode == 0:
            print(f"  {name}: fits")
            continue
        if is_told(name, done, "limit-", "refused", "run the same command again"):
            converges(name, place, quiet)


def full_by_mount(binary, folder, spec, quiet, need):
    if os.geteuid() != 0:
        print("  LEFT OUT: a small tmpfs needs root to be mounted")
        return
    for tenth in range(0, 10):
        mount = os.path.join(folder, f"small-{tenth}")
        os.mkdir(mount)
        size = max(16, need * tenth // 10 // 1024)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", mount], capture_output=True)
        if mounted.returncode != 0:
            print(f"  LEFT OUT: a small tmpfs can't be mounted here: {mounted.stderr.decode().strip()}")
            return
        try:
            for where in ("state and cloud", "state"):
                inside = os.path.join(mount, where.split()[-1])
                cloud = None if where == "state and cloud" else os.path.join(folder, f"mount-{tenth}.cloud")
                place = Place(binary, inside, spec, cloud=cloud)
                name = f"{where} on a disk of {size} KiB"
                done = place.apply()
                if done.returncode == 0:
                    print(f"  {name}: fits")
                else:
                    if not is_told(name, done, mount, "full"):
                        continue
                    subprocess.run(["mount", "-o", "remount,size=64m", mount], check=True)
                    converges(name, place, quiet)
                shutil.rmtree(inside, ignore_errors=True)
                subprocess.run(["mount", "-o", f"remount,size={size}k", mount], check=True)
        finally:
            subprocess.run(["umount", mount], check=True)


def full_output(binary, folder, spec, quiet):
    """Where the program's own words go may be full, too."""
    place = Place(binary, os.path.join(folder, "output"), spec)
    os.mkdir(place.folder)
    with open("/dev/full", "w", encoding="utf8") as full:
        told = place.run("plan", "--json", capture_output=False, stdout=full, stderr=subprocess.PIPE)
        if told.returncode != 1 or "No space left" not in told.stderr:
            problem(f"a plan whose results can't be written: exit {told.returncode}, {told.stderr[-600:]}")
        done = place.apply(capture_output=False, stdout=subprocess.PIPE, stderr=full)
        if done.returncode != 0:
            problem(f"an apply whose progress can't be written: exit {done.returncode}")
    converges("an apply whose progress could not be written", place, quiet)


# MARK: A folder that can't be written

def read_only(binary, folder, spec, quiet):
    how = {}
    if os.geteuid() == 0:
        # Root may write everywhere; nobody may not.
        how = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    for name, begins in (("new", False), ("existing", True)):
        place = Place(binary, os.path.join(folder, f"read-only-{name}"), spec)
        os.mkdir(place.folder)
        if begins and place.apply().returncode != 0:
            return problem("the apply before the folder becomes read-only")
        for path in [place.folder, *pathlib.Path(place.folder).rglob("*")]:
            os.chmod(path, 0o555 if os.path.isdir(path) else 0o444)
        for verb in ("apply", "plan"):
            done = place.run(verb, *(("--yes", "--speed", "max") if verb == "apply" else ()), **how)
            is_told(f"{verb} in a read-only folder, state {name}", done, place.folder, "writable")
        for path in [place.folder, *pathlib.Path(place.folder).rglob("*")]:
            os.chmod(path, 0o755 if os.path.isdir(path) else 0o644)
        converges(f"the folder of a state, {name}, is writable again", place, quiet)
    return None


# MARK: Damage

def copied(place, folder, name):
    target = os.path.join(folder, name)
    shutil.copytree(place.folder, target)
    return Place(place.binary, target, place.spec)


def checkpointed(path):
    """Puts the log into the file, so that damage to the file is damage to what is read."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def truncated(folder, healthy, quiet):
    for what in ("state", "cloud"):
        for share in (0.1, 0.5, 0.9):
            place = copied(healthy, folder, f"truncated-{what}-{share}")
            path = getattr(place, what)
            checkpointed(path)
            os.truncate(path, int(os.path.getsize(path) * share))
            after_damage(f"{what} cut off at {share:.0%}", what, place, healthy, quiet)
        place = copied(healthy, folder, f"garbage-{what}")
        path = getattr(place, what)
        move_away(path)
        pathlib.Path(path).write_text("This is no database. " * 500, encoding="utf8")
        after_damage(f"{what} that is a text", what, place, healthy, quiet)


def emptied(folder, healthy, quiet):
    """SQLite takes an empty file for a new database; what is in the cloud is adopted, not made again."""
    place = copied(healthy, folder, "emptied")
    move_away(place.state)
    pathlib.Path(place.state).touch()
    converges("an empty state", place, quiet)


def after_damage(name, what, place, healthy, quiet):
    path = getattr(place, what)
    for verb in ("plan", "apply"):
        done = place.run(verb, *(("--yes", "--speed", "max") if verb == "apply" else ()))
        words = ("damaged", path, "backups", "apply") if what == "state" else ("damaged", path, "--cloud")
        if not is_told(f"{verb} with a {name}", done, *words):
            return
    move_away(path)
    if what == "cloud":
        shutil.copy(healthy.cloud, path)
    elif "cut" in name:
        backups = sorted(pathlib.Path(place.folder, "backups").iterdir())
        shutil.copy(backups[-1], path)
    converges(name, place, quiet)


def damaged(folder, healthy, quiet, count, rng):
    """Bytes overwritten anywhere: an error or a right answer, but no crash and nothing made twice."""
    told = {"state": 0, "cloud": 0}
    for number in range(count):
        what = "state" if number % 2 else "cloud"
        place = copied(healthy, folder, f"damaged-{number}")
        path = getattr(place, what)
        checkpointed(path)
        size = os.path.getsize(path)
        offset, length = rng.randrange(size), rng.choice([1, 16, 512, 4096])
        with open(path, "r+b") as file:
            file.seek(offset)
            file.write(rng.randbytes(min(length, size - offset)))
        name = f"{what} with {length} bytes overwritten at {offset}"
        done = place.run("plan")
        if done.returncode not in (0, 1):
            problem(name, done)
        elif done.returncode == 1:
            told[what] += 1
            if not is_told(name, done, "error:", path if "damaged" in done.stderr else "", "    "):
                continue
        if what == "state":
            done = place.apply()
            if done.returncode == 1 and not is_told(f"apply with {name}", done, "error:"):
                continue
            move_away(path)
            converges(name, place, quiet)
        shutil.rmtree(place.folder)
    print(f"  damage anywhere: {count} files, found at once in {told['state']} states and {told['cloud']} clouds")


def too_new(folder, healthy, quiet):
    place = copied(healthy, folder, "newer")
    with contextlib.closing(sqlite3.connect(place.state)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute("PRAGMA user_version = 99")
    is_told("a state of a newer schema", place.apply(), "newer", place.state, "99", "Use the newer version")
    with contextlib.closing(sqlite3.connect(place.state)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    converges("a state of a newer schema", place, quiet)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=str(ROOT / ".build/release/reconcile"))
    parser.add_argument("--damages", type=int, default=20, help="files with bytes overwritten at random")
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(1 << 30)
    print(f"disk and file faults (seed {seed})", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        # Nobody must be able to read both.
        binary, spec = os.path.join(folder, "reconcile"), os.path.join(folder, "spec.json")
        shutil.copy(options.binary, binary)
        shutil.copy(ROOT / "specs/phase0.json", spec)
        os.chmod(spec, 0o644)
        healthy = Place(binary, os.path.join(folder, "healthy"), spec)
        for _ in range(2):
            done = healthy.apply()
            if done.returncode != 0:
                sys.exit(f"a quiet run failed:\n{done.stderr[-3000:]}")
        # A second run leaves a backup of the whole.
        done = healthy.run("apply", "--yes", "--speed", "max", "--set", "tags.team=others")
        if done.returncode != 0 or healthy.apply().returncode != 0:
            sys.exit(f"a change failed:\n{done.stderr[-3000:]}")
        for path in (healthy.state, healthy.cloud):
            checkpointed(path)
        quiet = healthy.inventory()
        need = sum(path.stat().st_size for path in pathlib.Path(healthy.folder).rglob("*") if path.is_file())
        full_by_limit(binary, folder, spec, quiet, os.path.getsize(healthy.state) * 4)
        full_by_mount(binary, folder, spec, quiet, need)
        full_output(binary, folder, spec, quiet)
        read_only(binary, folder, spec, quiet)
        truncated(folder, healthy, quiet)
        emptied(folder, healthy, quiet)
        damaged(folder, healthy, quiet, options.damages, random.Random(seed))
        too_new(folder, healthy, quiet)
    print(f"disk and file faults: {len(problems)} problems (seed {seed})")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()

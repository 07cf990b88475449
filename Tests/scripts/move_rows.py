"""Runs the document that moves rows, for real: two PostgreSQL servers on loopback, one as the database's container and one
as RDS, with people writing all the while. No acknowledged row may be lost and no number given twice.

usage: move_rows.py SCRIPT   (the document's script with its parameters still in braces)
"""
import json
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from local_server import free_port  # noqa: E402

PASSWORD = "pa'ss\\word"
PATIENCE = 300


def bin_folder():
    places = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    places = [p for p in places if (p / "initdb").exists() and (p / "postgres").exists()]
    if not places:
        sys.exit("no PostgreSQL server: run scripts/setup --tests")
    return places[-1]


BIN = bin_folder()


def as_server(root):
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    os.chown(root, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class Server:
    def __init__(self, root, name, tls):
        self.folder = root / name
        self.folder.mkdir()
        self.port = free_port()
        self.ids = as_server(self.folder)
        password = self.folder / "password"
        password.write_text(PASSWORD + "\n")
        password.chmod(0o644)
        data = self.folder / "data"
        subprocess.run(
            [BIN / "initdb", "-D", data, "-U", "platform", "-A", "scram-sha-256", "--pwfile", password, "-N"],
            check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **self.ids)
        with open(data / "pg_hba.conf", "w") as hba:
            hba.write("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
        if tls:
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=rds", "-days", "2",
                 "-keyout", data / "server.key", "-out", data / "server.crt"], check=True, stderr=subprocess.DEVNULL)
            for name in ("server.key", "server.crt"):
                (data / name).chmod(0o600)
                if self.ids:
                    os.chown(data / name, self.ids["user"], self.ids["group"])
        self.process = subprocess.Popen(
            [BIN / "postgres", "-D", data, "-p", str(self.port), "-k", self.folder, "-h", "127.0.0.1",
             "-c", "wal_level=logical", "-c", "max_replication_slots=10", "-c", "max_wal_senders=10",
             "-c", f"ssl={'on' if tls else 'off'}", "-c", "wal_retrieve_retry_interval=200ms"],
            cwd=self.folder, stderr=open(self.folder / "log", "w"), env={**os.environ, "HOME": str(self.folder)},
            **self.ids)
        end = time.monotonic() + PATIENCE
        while subprocess.run([BIN / "pg_isready", "-q", "-h", self.folder, "-p", str(self.port)]).returncode:
            assert time.monotonic() < end, (self.folder / "log").read_text()
            time.sleep(0.1)
        self.ask("CREATE DATABASE platform", database="postgres")

    def command(self, database="platform"):
        return ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-p", str(self.port),
                "-U", "platform", "-d", database]

    def ask(self, sql, database="platform"):
        done = subprocess.run(
            self.command(database), input=sql, text=True, capture_output=True,
            env={**os.environ, "PGOPTIONS": "-c default_transaction_read_only=off"})
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def stop(self):
        self.process.send_signal(3)
        self.process.wait()


DOCKER = r"""#!/bin/bash
# What Docker does here: a program in the database's container reaches its own server without a host.
shift
case "$1" in
  exec)
    case "$*" in *" proxy "*) exit 0 ;; esac
    while [ "$1" != database ]; do shift; done
    shift
    case "${!#}" in
      *host=*) exec "$@" ;;
      *) PGHOST="$CONTAINER_SOCKET" PGPORT="$CONTAINER_PORT" exec "$@" ;;
    esac ;;
  config) printf 'database\nproxy\nservice-a\nservice-b\n' ;;
  up) cp "$RECONCILE_ROOT/opt/platform/.env" "$RECONCILE_ROOT/running.new"
    mv "$RECONCILE_ROOT/running.new" "$RECONCILE_ROOT/running" ;;
esac
"""
CURL = r"""#!/bin/bash
case "$*" in *local-ipv4*) echo 127.0.0.1 ;; *) echo token ;; esac
"""


class Machine:
    def __init__(self, root, script, container, managed):
        self.root = root
        self.script = script
        self.container, self.managed = container, managed
        self.calls = root / "timers"
        tools = root / "bin"
        tools.mkdir()
        secret = json.dumps({"username": "platform", "password": PASSWORD})
        stubs = {
            "docker": DOCKER, "curl": CURL,
            "aws": "#!/bin/bash\ncat <<'SECRET'\n" + secret.replace("\\\\", "\\") + "\nSECRET\n",
            "systemd-run": f"#!/bin/bash\necho \"run $*\" >> {self.calls}\n",
            "systemctl": f"#!/bin/bash\necho \"$*\" >> {self.calls}\n",
        }
        for name, text in stubs.items():
            (tools / name).write_text(text)
            (tools / name).chmod(0o755)
        (root / "opt/platform").mkdir(parents=True)
        (root / "opt/platform/.env").write_text(f"DATABASE_USER=platform\nDATABASE_PASSWORD=x\n")
        (root / "running").write_text("")

    def step(self, step, action="do", source="container", fails=False):
        text = self.script
        values = {"Step": step, "Action": action, "From": source, "Host": "127.0.0.1", "Port": str(self.managed.port)}
        for name, value in values.items():
            text = text.replace("{{ " + name + " }}", value)
        file = self.root / "step.sh"
        file.write_text(text)
        done = subprocess.run(
            ["/bin/bash", file], text=True, capture_output=True, timeout=PATIENCE,
            env={"PATH": f"{self.root}/bin:{os.environ['PATH']}", "RECONCILE_ROOT": str(self.root),
                 "RECONCILE_PORT": str(self.container.port), "CONTAINER_SOCKET": str(self.container.folder),
                 "CONTAINER_PORT": str(self.container.port)})
        shown = f"{step} {action} from {source}: {done.returncode}\n{done.stdout}{done.stderr}"
        assert (done.returncode != 0) == fails, shown
        assert PASSWORD not in done.stdout + done.stderr and "pa''ss" not in done.stdout + done.stderr, shown
        return done.stdout

    def twice(self, *arguments, **more):
        self.step(*arguments, **more)
        self.step(*arguments, **more)

    @property
    def server(self):
        """Where the services that run find their database."""
        return self.managed if "DATABASE_HOST=127" in (self.root / "running").read_text() else self.container


class Writer(threading.Thread):
    """Writes over one session as long as it lasts, as a service with a pool does."""

    def __init__(self, machine, name):
        super().__init__(daemon=True)
        self.machine, self.label = machine, name
        self.acknowledged, self.refused, self.ends = [], 0, False

    def run(self):
        count = 0
        while not self.ends:
            server = self.machine.server
            session = subprocess.Popen(
                server.command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                bufsize=1)
            while not self.ends and server is self.machine.server:
                count += 1
                note = f"{self.label}-{count}"
                try:
                    session.stdin.write(
                        f"INSERT INTO orders (note) VALUES ('{note}') RETURNING note; "
                        f"UPDATE stock SET pieces = pieces - 1;\n")
                    session.stdin.flush()
                    answer = session.stdout.readline().strip()
                except OSError:
                    answer = ""
                if answer != note:
                    self.refused += 1
                    break
                self.acknowledged.append(note)
                time.sleep(0.005)
            try:
                session.stdin.close()
            except OSError:
                pass
            session.wait()
            time.sleep(0.02)


def wait_for_copies(machine, source):
    end = time.monotonic() + PATIENCE
    while True:
        told = json.loads(machine.step("measure", source=source).splitlines()[0])
        if told["copying"] == 0 and 0 <= told["behind"] < 1 << 20:
            return
        assert time.monotonic() < end, told
        time.sleep(0.2)


def check(machine, writers, place):
    """All that was acknowledged is in the database that the services use."""
    assert machine.server is place, "the services use the other database"
    # What is acknowledged until now must be there now, without waiting for any replication.
    notes = {note for writer in writers for note in list(writer.acknowledged)}
    there = place.ask("SELECT note FROM orders").split("\n")
    lost = notes - set(there)
    assert not lost, f"{len(lost)} of {len(notes)} acknowledged rows are lost, as {sorted(lost)[:3]}"
    assert len(there) == len(set(there)), "rows are there twice"
    return len(notes)


def goes_on(writers):
    """Everybody writes again, and on numbers of their own."""
    before = [len(writer.acknowledged) for writer in writers]
    end = time.monotonic() + PATIENCE
    while any(len(writer.acknowledged) < count + 5 for writer, count in zip(writers, before)):
        assert time.monotonic() < end, "writes are refused for good"
        time.sleep(0.05)


def move(machine, writers, source, target, repeat):
    run = machine.twice if repeat else machine.step
    run("freeze", source=source)
    run("switch", source=source)
    run("thaw", source=source)
    goes_on(writers)
    check(machine, writers, target)


def take_back(machine, writers, source, place, repeat):
    run = machine.twice if repeat else machine.step
    for step in ("thaw", "switch", "freeze"):
        run(step, "undo", source=source)
    goes_on(writers)
    check(machine, writers, place)


def rehearse(root, script):
    container, managed = Server(root, "container", False), None
    machine, writers = None, []
    try:
        managed = Server(root, "managed", True)
        machine = Machine(root, script, container, managed)
        container.ask("""CREATE TABLE orders (id bigserial PRIMARY KEY, note text NOT NULL, at timestamptz DEFAULT now());
            CREATE TABLE "Stock list" (name text); CREATE TABLE stock (pieces int);
            INSERT INTO stock VALUES (1000000); INSERT INTO "Stock list" VALUES ('it''s');
            CREATE SCHEMA shop; CREATE TABLE shop.parts (id int GENERATED ALWAYS AS IDENTITY, day date) PARTITION BY RANGE (day);
            CREATE TABLE shop.old PARTITION OF shop.parts FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
            INSERT INTO shop.parts (day) VALUES ('2020-05-01'); CREATE VIEW shop.counts AS SELECT count(*) FROM orders;
            CREATE SEQUENCE shop.tickets; SELECT nextval('shop.tickets') FROM generate_series(1, 41);
            INSERT INTO orders (note) SELECT 'before-' || n FROM generate_series(1, 2000) n;""")
        writers = [Writer(machine, f"w{n}") for n in range(3)]
        for writer in writers:
            writer.start()
        goes_on(writers)

        # A database with rows is not overwritten.
        managed.ask("CREATE TABLE other (id int); INSERT INTO other VALUES (1)")
        machine.step("replicate", fails=True)
        managed.ask("DROP TABLE other")
        machine.step("freeze", fails=True)
        machine.twice("replicate")
        wait_for_copies(machine, "container")
        # Nobody writes there before its time.
        done = subprocess.run(managed.command(), input="INSERT INTO orders (note) VALUES ('stray')", text=True,
                              capture_output=True)
        assert done.returncode != 0, "the target takes writes before the switch"
        machine.twice("replicate", "undo")
        machine.step("replicate")
        wait_for_copies(machine, "container")

        # A changed schema stops it before anybody is refused.
        container.ask("ALTER TABLE orders ADD COLUMN more int")
        machine.step("freeze", fails=True)
        goes_on(writers)
        # Rows of another form can't be taken: the copy begins anew.
        machine.step("replicate", "undo")
        machine.step("replicate")
        wait_for_copies(machine, "container")

        # Nobody goes on: the limit ends the freeze, and the switch makes its own.
        machine.step("freeze")
        assert "--on-active=120s" in machine.calls.read_text()
        machine.step("release")
        goes_on(writers)
        machine.step("switch")
        machine.step("release")
        goes_on(writers)
        check(machine, writers, managed)
        take_back(machine, writers, "container", container, True)

        move(machine, writers, "container", managed, True)
        take_back(machine, writers, "container", container, False)
        move(machine, writers, "container", managed, False)
        assert managed.ask("SELECT nextval('shop.tickets')") == "42", "a sequence was not carried over"
        assert managed.ask('SELECT name FROM "Stock list"') == "it's"
        assert managed.ask("SELECT count(*) FROM shop.parts") == "1"
        machine.twice("finish")
        assert managed.ask("SELECT count(*) FROM pg_replication_slots") == "0", "a slot keeps the log for ever"
        goes_on(writers)
        check(machine, writers, managed)

        # And the road back, on which the old database's rows are stale.
        machine.twice("replicate", source="managed")
        wait_for_copies(machine, "managed")
        move(machine, writers, "managed", container, True)
        machine.twice("finish", source="managed")
        goes_on(writers)
        moved = check(machine, writers, container)
        for writer in writers:
            writer.ends = True
        for writer in writers:
            writer.join()
        print(json.dumps({"acknowledged": check(machine, writers, container), "atLastMove": moved,
                          "refused": sum(writer.refused for writer in writers)}))
    finally:
        for writer in writers:
            writer.ends = True
        for writer in writers:
            writer.join()
        for server in (container, managed):
            if server is not None:
                server.stop()


def main():
    # A starved machine catches up later.
    script = pathlib.Path(sys.argv[1]).read_text().replace("CATCH_UP_LIMIT=60\n", "CATCH_UP_LIMIT=900\n")
    root = pathlib.Path(tempfile.mkdtemp(prefix="reconcile-rows-"))
    root.chmod(0o755)
    try:
        rehearse(root, script)
    finally:
        shutil.rmtree(root)


main()
